"""一页纸 of a unit and the ranking table as papers, from the same figures as the page of the unit in a meeting."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.reports.marked import Align, PlainTable
from app.rules.audience import widest_for
from app.rules.errors import Refused
from app.rules.meeting_pack import PackedGroup, PackedIndicator, PackedUnit
from app.rules.periods import Period
from app.rules.scoring import percent, rounded
from app.services.dossiers.projects import find_choice
from app.services.dossiers.startday import start_of_day
from app.services.meeting.meeting_content import meeting_content
from app.services.papers.bulletin_text import ahead_text, details_table, plain, ranking_table
from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day
from app.services.policy.papers.report import report
from app.services.ranking.ranking import RankingTable
from app.services.ranking.targets import unit_facts

_FIGURES, _PROJECTS = "【指标】", "【项目】"
_TABLE, _DETAILS = "【排名表】", "【进度表】"
_LEFT: tuple[Align, ...] = ("left", "left")
MOST = 8
"""So many projects and so many matters are named; of more it is told how many there are."""


def unit_briefing(
    connection: sqlite3.Connection, unit: str, period: Period, *, as_of: dt.date, today: dt.date
) -> PaperContent:
    """Return the one-page briefing of a unit (domain.md §7): rank and change, tasks, projects, what is to be done.

    A published ranking goes before the present figures, as in a meeting. Raises `Refused` for an unknown unit, and
    where its group is not ranked in the period.
    """
    key = find_choice(connection, unit)
    name, group_key = unit_facts(connection)[key]
    content = meeting_content(connection, period, widest_for(group_key), (group_key,), as_of=as_of, today=today)
    group = next(iter(content.groups), None)
    found = next((one for one in group.units if one.name == name), None) if group else None
    if group is None or found is None:
        raise Refused(f"{name}{period.label}没有排名，写不成一页简报。请核对单位和期间。")
    records = list(dict.fromkeys((one.record, one.value) for one in found.records))
    lines = ["一、名次", _standing(group, found), "二、任务完成情况", _FIGURES, "三、本期计入的项目"]
    tables = [(_FIGURES, _figures(found))]
    if records:
        lines.append(_PROJECTS)
        rest = f"另有{len(records) - MOST}项。" if len(records) > MOST else ""
        tables.append((_PROJECTS, PlainTable("", ("项目", "日期、金额、份额"), tuple(records[:MOST]), rest, _LEFT)))
    else:
        lines.append("本期没有计入的项目。")
    lines += ["四、下一步要办的事", *_to_do(connection, found, today)]
    made = report(
        connection,
        kind="一页简报",
        title=f"{name}{period.label}招商引资工作简报",
        lines=lines,
        tables=tuple(tables),
        today=today,
        within=widest_for(group_key),
        words=(name,),
    )
    return replace(made, one_page=True)


def ranking_paper(connection: sqlite3.Connection, table: RankingTable, *, today: dt.date) -> PaperContent:
    """Return a ranking as a paper: the table of ranks and that of progress, no further than its group may go."""
    return report(
        connection,
        kind="排名表",
        title=f"{table.group_label}{table.period.label}招商引资排名表",
        lines=[f"按{table.scheme.name}计分，数据截至{chinese_day(table.as_of)}。", _TABLE, _DETAILS],
        tables=((_TABLE, ranking_table(table)), (_DETAILS, details_table(table))),
        today=today,
        within=widest_for(table.group),
        words=(table.group_label,),
    )


def _standing(group: PackedGroup, unit: PackedUnit) -> str:
    """Tell rank, score and change in a sentence; ranks of classes with their class."""
    source = f"已发布的第{group.edition}版" if group.edition is not None else "未发布的数字"
    told = f"按{group.scheme}（{source}，数据截至{chinese_day(dt.date.fromisoformat(group.as_of))}），"
    if unit.rank is None or unit.score is None:
        return f"{told}没有任务，不排名次。"
    told += f"得{rounded(_exact(unit.score), Decimal(1).scaleb(-group.decimals)):f}分，"
    told += f"列{group.label}{group.class_label(unit.class_key)}第{unit.rank}位"
    if unit.class_before:
        return f"{told}；上期在{unit.class_before}，两类之间不比名次。"
    if unit.rank_before is None:
        return f"{told}；上期没有名次。"
    moved = unit.rank_before - unit.rank
    change = (
        "与上期持平" if not moved else f"比上期第{unit.rank_before}位{'上升' if moved > 0 else '下降'}{abs(moved)}位"
    )
    return f"{told}，{change}。{'；'.join(unit.by_hand)}{'。' if unit.by_hand else ''}"


def _figures(unit: PackedUnit) -> PlainTable:
    rows = tuple(
        (
            f"{one.label}（{one.unit}）",
            "无任务" if one.target is None else plain(_exact(one.target)),
            plain(_exact(one.actual or 0)),
            "—" if one.completion is None else percent(_exact(one.completion)),
            "—" if (ahead := _ahead(one)) is None else ahead_text(ahead).removeprefix("与"),
            "—" if one.points is None else f"{one.points:g}",
        )
        for one in unit.indicators
    )
    heads = ("指标", "任务", "完成", "完成率", "对照时序", "得分")
    return PlainTable("", heads, rows, "", ("left", "right", "right", "right", "left", "right"))


def _to_do(connection: sqlite3.Connection, unit: PackedUnit, today: dt.date) -> Iterator[str]:
    """Tell what is behind and by how much, then what is due or overdue with its projects."""
    number = 0
    for one in unit.indicators:
        ahead = _ahead(one)
        if ahead is None or one.target is None or not ahead_text(ahead).startswith("欠"):
            continue
        number += 1
        short = plain(abs(ahead) * _exact(one.target))
        yield f"{number}. {one.label}{ahead_text(ahead)}，距时序进度还差{short}{one.unit}。"
    day = start_of_day(connection, today)
    open_ = [
        f"{line.project}：{line.what}{f'（{line.day}）' if line.day else ''}。"
        for key in ("overdue", "due", "unstarted")
        for line in day.group(key).lines
        if line.county == unit.name
    ]
    for text in open_[:MOST]:
        number += 1
        yield f"{number}. {text}"
    if len(open_) > MOST:
        yield f"另有{len(open_) - MOST}项到期或逾期的事项。"
    if not number:
        yield "各项指标达到时序进度，没有到期、逾期的事项。"


def _ahead(one: PackedIndicator) -> Fraction | None:
    if one.completion is None or one.expected is None:
        return None
    return _exact(one.completion) - _exact(one.expected)


def _exact(value: float) -> Fraction:
    """Return a figure of the pack without what binary fractions add to it."""
    return Fraction(Decimal(str(value)))
