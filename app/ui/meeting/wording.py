"""Figures of a pack as a meeting reads them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from app.rules.meeting_pack import PackedGroup, PackedIndicator, PackedUnit
from app.rules.scoring import percent, rounded

BY_HAND = "手工加减分"


def amount(value: float | None) -> str:
    """Write a number with two decimals at most, without idle zeros; empty where there is none."""
    text = score(value, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def score(value: float | None, decimals: int) -> str:
    """Write points with the decimals of their scheme (29.00), rounded half up; empty where there are none."""
    return "" if value is None else f"{rounded(_exact(value), Decimal(1).scaleb(-decimals)):,f}"


def hand_points(unit: PackedUnit, decimals: int) -> str:
    """Write the points by hand in a score with their sign; empty where there are none."""
    if unit.hand_points is None:
        return ""
    return f"{'+' if unit.hand_points >= 0 else '-'}{score(abs(unit.hand_points), decimals)}"


def share(value: float | None) -> str:
    """Write a share of 1 as per cent with two decimals; empty where there is none."""
    return "" if value is None else percent(_exact(value))


def ahead(one: PackedIndicator) -> str:
    """Write 超/欠 in percentage points; empty without a task."""
    if one.completion is None or one.expected is None:
        return ""
    difference = _exact(one.completion) - _exact(one.expected)
    points = amount(float(abs(difference) * 100))
    return "持平" if points == "0" else f"{'超' if difference > 0 else '欠'}{points}"


def is_behind(one: PackedIndicator) -> bool:
    """Tell whether less than expected was reached."""
    return ahead(one).startswith("欠")


def done_of(one: PackedIndicator) -> str:
    """Write 完成／任务."""
    if one.target is None:
        return amount(one.actual)
    return f"{amount(one.actual)}／{amount(one.target)}"


def place(group: PackedGroup, unit: PackedUnit) -> str:
    """Write the unit's rank, with its class where units are ranked by class; 无任务 where it has none."""
    return "无任务" if unit.rank is None else f"{group.class_label(unit.class_key)}第{unit.rank}名"


def moved(unit: PackedUnit) -> str:
    """Write ↑2, ↓1, 持平, or the class it was in before; empty where the unit was not ranked before."""
    if unit.class_before:
        return f"原{unit.class_before}"
    if unit.rank is None or unit.rank_before is None:
        return ""
    risen = unit.rank_before - unit.rank
    return "持平" if not risen else f"↑{risen}" if risen > 0 else f"↓{-risen}"


def _exact(value: float) -> Fraction:
    """Return the number that a pack's figure stands for: 0.40625, and not its neighbour in binary."""
    return Fraction(str(value))
