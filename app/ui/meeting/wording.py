"""Figures of a pack as a meeting reads them."""

from __future__ import annotations

from app.rules.meeting_pack import PackedIndicator, PackedUnit


def amount(value: float | None, decimals: int = 2) -> str:
    """Write a number without idle zeros; empty where there is none."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(value: float | None) -> str:
    """Write a share of 1 as per cent with two decimals; empty where there is none."""
    return "" if value is None else f"{value:.2%}"


def ahead(one: PackedIndicator) -> str:
    """Write 超/欠 in percentage points; empty without a task."""
    if one.completion is None or one.expected is None:
        return ""
    points = round((one.completion - one.expected) * 100, 2)
    return "持平" if points == 0 else f"{'超' if points > 0 else '欠'}{amount(abs(points))}"


def is_behind(one: PackedIndicator) -> bool:
    """Tell whether less than expected was reached."""
    return ahead(one).startswith("欠")


def done_of(one: PackedIndicator) -> str:
    """Write 完成／任务."""
    if one.target is None:
        return amount(one.actual)
    return f"{amount(one.actual)}／{amount(one.target)}"


def place(unit: PackedUnit) -> str:
    """Write the unit's rank; 无任务 where it has none."""
    return "无任务" if unit.rank is None else f"第{unit.rank}名"


def moved(unit: PackedUnit) -> str:
    """Write ↑2, ↓1, 持平; empty where the unit was not ranked before."""
    if unit.rank is None or unit.rank_before is None:
        return ""
    risen = unit.rank_before - unit.rank
    return "持平" if not risen else f"↑{risen}" if risen > 0 else f"↓{-risen}"
