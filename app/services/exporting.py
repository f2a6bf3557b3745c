"""Lists and rankings as .xlsx."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from app.reports.xlsx import Cell, Column, write_sheet
from app.rules.money import WAN
from app.rules.stages import DATED_FROM_SIGNING
from app.services.projects import PAGE, project_rows
from app.services.ranking import RankingTable, in_unit

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


def export_projects(
    connection: sqlite3.Connection,
    ids: Sequence[int],
    path: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the projects `ids`, in their order, to an .xlsx file; raises `OfficeError` and `Cancelled`."""
    write_sheet(
        path,
        "招商项目台账",
        _PROJECT_COLUMNS,
        _project_lines(connection, ids),
        progress=(lambda done: progress(done, len(ids))) if progress else None,
        cancelled=cancelled,
    )


def export_ranking(table: RankingTable, path: Path) -> None:
    """Write a ranking to an .xlsx file: per indicator actual, task, completion, 超/欠 and points; the city below."""
    columns = [Column("名次", 6), Column("单位", 16), Column("得分", 9, "0.00")]
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
        cells: list[Cell] = [row.rank, row.name, _float(row.score)]
        for head, line in zip(table.heads, row.indicators, strict=True):
            cells.append(_float(in_unit(head, line.actual)))
            if head.needs_target:
                target = None if line.target is None else in_unit(head, line.target)
                cells += [_float(target), _float(line.completion), _points(line.ahead)]
            cells.append(_float(line.points))
        lines.append(cells)
    total: list[Cell] = [None, "全市", None]
    for head, city in zip(table.heads, table.city, strict=True):
        total.append(_float(in_unit(head, city.actual)))
        if head.needs_target:
            target = None if city.target is None else in_unit(head, city.target)
            ahead = None if city.completion is None or city.expected is None else city.completion - city.expected
            total += [_float(target), _float(city.completion), _points(ahead)]
        total.append(None)
    title = f"{table.group_label}{table.period.label}招商引资排名表"
    write_sheet(path, title, columns, [*lines, total], note=f"截至 {table.as_of}　办法：{table.scheme.name}")


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


def _points(ahead: Fraction | None) -> float | None:
    return None if ahead is None else float(ahead * 100)
