"""Lists and rankings as .xlsx, each for an audience."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from app.reports.xlsx import Cell, Column, write_sheet
from app.rules.audience import Audience, Door, NamedUnit, Scope, widest_for
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.scoring import UnitScore
from app.rules.stages import DATED_FROM_SIGNING
from app.services.dossiers.projects import PAGE, project_rows
from app.services.papers.door import named_units
from app.services.ranking.ranking import RankingTable, in_unit

_PROJECT_COLUMNS = (
    Column("序号", 6),
    Column("编号", 14),
    Column("项目名称", 36),
    Column("企业名称", 28),
    Column("统一社会信用代码", 22),
    Column("行业", 12),
    Column("总投资（万元）", 14, "#,##0.00"),
    Column("落地县区", 10),
    Column("牵头单位", 16),
    Column("责任领导", 12),
    Column("阶段", 8),
    *(Column(f"{stage.label}时间", 12) for stage in DATED_FROM_SIGNING),
    Column("累计到位资金（万元）", 14, "#,##0.00"),
    Column("引荐人", 20),
)


_NAMES = {"落地县区": "county", "牵头单位": "department", "责任领导": "leader"}
"""The columns of the ledger that name units, and of which group."""


def export_projects(
    connection: sqlite3.Connection,
    ids: Sequence[int],
    path: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    audience: Audience = Audience.STANDING_COMMITTEE,
) -> None:
    """Write the projects `ids`, in their order, to an .xlsx file for an audience; raises `OfficeError`, `Cancelled`.

    Columns of units that a wider audience must not see are left out; a name of theirs anywhere else is `Refused`.
    """
    kept = [
        number
        for number, column in enumerate(_PROJECT_COLUMNS)
        if column.head not in _NAMES or widest_for(_NAMES[column.head]) >= audience
    ]
    write_sheet(
        path,
        "招商项目台账",
        [_PROJECT_COLUMNS[place] for place in kept],
        ([line[place] for place in kept] for line in _project_lines(connection, ids)),
        door=Door(Scope(audience), named_units(connection)),
        progress=(lambda done: progress(done, len(ids))) if progress else None,
        cancelled=cancelled,
    )


def export_ranking(
    table: RankingTable, path: Path, audience: Audience | None = None, *, units: Sequence[NamedUnit]
) -> None:
    """Write a ranking to an .xlsx file: per indicator actual, task, completion, 超/欠 and points; the city below.

    The class stands first where units are ranked by class, the points by hand beside the score where there are any.

    `audience` is the widest that may see the group, unless a narrower one is asked for; a wider one is `Refused`. So is
    the name of one of `units` that the audience must not see, in what scheme, indicators or file are called.
    """
    widest = widest_for(table.group)
    if audience is not None and audience > widest:
        raise Refused(f"{table.group_label}的排名最大印发范围是“{widest.label}”，不能发到“{audience.label}”。")
    columns = [Column("类别", 8)] if table.by_class else []
    columns += [Column("名次", 6), Column("单位", 16), Column("得分", 9, "0.00")]
    if table.has_hand_points:
        columns.append(Column("手工加减分", 11, "+0.00;-0.00;0.00"))
    for head in table.heads:
        label = f"{head.label}（{head.unit}）"
        columns.append(Column(label, 12, "0.####"))
        if head.needs_target:
            columns += [
                Column(f"{head.label}年度任务", 10, "0.####"),
                Column(f"{head.label}完成率", 10, "0.00%"),
                Column(f"{head.label}超/欠（百分点）", 11, "+0.00;-0.00;0.00"),
            ]
        columns.append(Column(f"{head.label}得分", 9, "0.00"))
    lines: list[list[Cell]] = []
    for row in table.rows:
        cells: list[Cell] = [table.class_of(row)] if table.by_class else []
        cells += [row.rank, row.name, _float(row.score)]
        if table.has_hand_points:
            cells.append(_hand_points(row))
        for head, line in zip(table.heads, row.indicators, strict=True):
            cells.append(_float(in_unit(head, line.actual)))
            if head.needs_target:
                target = None if line.target is None else in_unit(head, line.target)
                cells += [_float(target), _float(line.completion), _points(line.ahead)]
            cells.append(_float(line.points))
        lines.append(cells)
    total: list[Cell] = [None] if table.by_class else []
    total += [None, "全市", None]
    if table.has_hand_points:
        total.append(None)
    for head, city in zip(table.heads, table.city, strict=True):
        total.append(_float(in_unit(head, city.actual)))
        if head.needs_target:
            target = None if city.target is None else in_unit(head, city.target)
            ahead = None if city.completion is None or city.expected is None else city.completion - city.expected
            total += [_float(target), _float(city.completion), _points(ahead)]
        total.append(None)
    title = f"{table.group_label}{table.period.label}招商引资排名表{table.level_label}"
    write_sheet(
        path,
        title,
        columns,
        [*lines, total],
        door=Door(Scope(audience or widest), units),
        note=f"截至 {table.as_of}　办法：{table.scheme.name}",
    )


def export_table(
    path: Path,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    audience: Audience,
    *,
    units: Sequence[NamedUnit],
) -> None:
    """Write a table of texts to an .xlsx file for an audience, figures as numbers; raises as `write_sheet` does."""
    columns = [Column(head, 16) for head in heads]
    lines = ([_number_or_text(cell) for cell in row] for row in rows)
    write_sheet(path, title, columns, lines, door=Door(Scope(audience), units))


def _number_or_text(text: str) -> Cell:
    try:
        value = float(text)
    except ValueError:
        return text or None
    return value if text[-1:].isdigit() and "e" not in text.lower() else text


def _project_lines(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[list[Cell]]:
    number = 0
    for start in range(0, len(ids), PAGE):
        for row in project_rows(connection, ids[start : start + PAGE]):
            number += 1
            yield [
                number,
                row.code,
                row.name,
                row.enterprise,
                row.uscc,
                row.industry,
                row.investment_fen / WAN if row.investment_fen is not None else None,
                row.county,
                row.department,
                row.leader,
                row.stage.label,
                *(row.dates[stage].isoformat() if stage in row.dates else "" for stage in DATED_FROM_SIGNING),
                row.funds_fen / WAN,
                "、".join(row.referrers),
            ]


def _float(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(value)


def _hand_points(row: UnitScore) -> float | None:
    """Return the points by hand that are in a score; None where there are none, or no score."""
    return float(row.manual_points) if row.manual and row.score is not None else None


def _points(ahead: Fraction | None) -> float | None:
    return None if ahead is None else float(ahead * 100)
