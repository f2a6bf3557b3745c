"""Figures of a ranking as people read them: numbers without idle zeros, 超 and 欠 in percentage points, 无任务."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.rules.audience import Audience, NamedUnit, goes_to, widest_for
from app.rules.scoring import IndicatorScore, UnitScore, percent, rounded
from app.services.ranking.ranking import CityTotal, IndicatorHead, RankingTable, in_unit

NO_TASK = "无任务"
LEVEL = "持平"
TOTAL = "全市合计"
BY_HAND = "手工加减分"
CELL_HEADS: tuple[str, ...] = ("完成", "任务", "完成率", "超欠", "得分")
"""What is told of each indicator, in this order, where a cell is taken apart (copying)."""


@dataclass(frozen=True)
class Cell:
    """One indicator of one unit in words; an empty text is a figure that does not exist for it."""

    actual: str
    target: str
    completion: str
    ahead: str
    points: str
    behind: bool

    def parts(self) -> tuple[str, str, str, str, str]:
        """Return the texts in the order of `CELL_HEADS`."""
        return self.actual, self.target, self.completion, self.ahead, self.points


def score_cell(head: IndicatorHead, line: IndicatorScore) -> Cell:
    """Put a unit's indicator into words; without a task it says so and shows no 0 (domain.md, 任务)."""
    points = "" if line.points is None else f"{line.points}"
    return _cell(head, line.actual, line.target, line.completion, line.ahead, points)


def total_cell(head: IndicatorHead, total: CityTotal) -> Cell:
    """Put a total of the city into words; a total has no points."""
    ahead = None if total.completion is None or total.expected is None else total.completion - total.expected
    return _cell(head, total.actual, total.target, total.completion, ahead, "")


def brief(value: Fraction | Decimal, decimals: int = 2) -> str:
    """Write a number with at most so many decimals, without idle zeros."""
    text = f"{rounded(Fraction(value), Decimal(1).scaleb(-decimals)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def told(head: IndicatorHead, cell: Cell) -> str:
    """Return one line that says the figures of a cell: 完成9个，任务8个，完成率112.50%，超12.5个百分点."""
    said = [f"完成{cell.actual}{head.unit}"]
    if cell.target == NO_TASK:
        said.append("没有下达任务")
    elif cell.target:
        said += [f"任务{cell.target}{head.unit}", f"完成率{cell.completion}"]
        if cell.ahead:
            said.append("与序时进度持平" if cell.ahead == LEVEL else f"对序时进度{cell.ahead}个百分点")
    return "，".join(said)


def hand_lines(unit: UnitScore) -> list[str]:
    """Return a line for each entry of points by hand: +3分：理由（依据：…）, and what a limit cut off."""
    lines = [f"{float(one.points):+g}分：{one.reason}{_proof(one.evidence)}" for one in unit.manual]
    if unit.manual and unit.manual_points != sum(one.points for one in unit.manual):
        lines.append(f"按考核办法的手工加分上限，计 {unit.manual_points:+f}分")
    return lines


def placed_name(table: RankingTable, unit: UnitScore) -> str:
    """Return a unit with its class, where there are any, and its rank: A类 1　临沅区."""
    name = unit.name if unit.rank is None else f"{unit.rank}　{unit.name}"
    return f"{table.class_of(unit)} {name}" if table.by_class else name


def caption(table: RankingTable) -> str:
    """Return what a ranking is called above its table: 县区 2026年6月（截至2026年6月30日）."""
    day = table.as_of
    return f"{table.group_label}{table.level_label}　{table.period.label}（截至{day.year}年{day.month}月{day.day}日）"


def audience_of(table: RankingTable, units: Sequence[NamedUnit], said: Iterable[str]) -> Audience:
    """Return the widest audience that may see what shows a ranking.

    `said` is all that it says and is called. That is the widest of the group, unless one of `units` is named that this
    audience must not see.
    """
    return goes_to(units, [caption(table), *said], widest_for(table.group))


def marked_caption(table: RankingTable, units: Sequence[NamedUnit], said: Iterable[str]) -> str:
    """Return the caption with the audience (`audience_of`), for what is printed."""
    return f"{caption(table)}　印发范围：{audience_of(table, units, said).label}"


def _proof(evidence: str) -> str:
    return f"（依据：{evidence}）" if evidence else ""


def _cell(
    head: IndicatorHead,
    actual: Fraction,
    target: Fraction | None,
    completion: Fraction | None,
    ahead: Fraction | None,
    points: str,
) -> Cell:
    task = "" if not head.needs_target else NO_TASK if target is None else brief(in_unit(head, target))
    return Cell(
        actual=brief(in_unit(head, actual)),
        target=task,
        completion="" if completion is None else percent(completion),
        ahead=ahead_text(ahead),
        points=points,
        behind=ahead_text(ahead).startswith("欠"),
    )


def ahead_text(ahead: Fraction | None) -> str:
    """Write 超/欠 in percentage points: 超42.31, 欠12.92; 持平 where two decimals show no difference."""
    if ahead is None:
        return ""
    points = brief(abs(ahead) * 100)
    return LEVEL if points == "0" else f"{'欠' if ahead < 0 else '超'}{points}"
