"""进度滞后提醒函: a letter to each county and department that lags, with its figures (domain.md §3)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.models.office import Office, read_names
from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.scoring import UnitScore, percent
from app.rules.supervision import Progress
from app.services.papers.bulletin_text import ahead_text, plain, year_to_date
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.fields import Fields, address, chinese_day, common
from app.services.papers.letters import LetterBatch, place
from app.services.papers.templates import answer_days, fill, given_inputs, template
from app.services.ranking.ranking import GROUPS, IndicatorHead, RankingTable, in_unit, rank
from app.services.supervision.worklist import Proposal, worklist

LAG_TEMPLATE = "排名落后提醒函"


def lag_letters(
    office: Office,
    connection: sqlite3.Connection,
    period: Period,
    *,
    as_of: dt.date,
    today: dt.date,
    inputs: Mapping[str, str] | None = None,
) -> LetterBatch:
    """Draft a letter to each county and department that lags in `period` (domain.md §3), from the office's template.

    `inputs` are what the template asks for (联系人, 电话); what is left out is empty. Raises `Refused` where nothing
    can be ranked or the template cannot be filled.
    """
    source = template(office.folder, LAG_TEMPLATE).source
    asked = given_inputs(source, inputs or {})
    contents: list[PaperContent] = []
    leaders: list[str] = []
    exempt: list[str] = []
    for group in GROUPS:
        try:
            work = worklist(connection, period, group, as_of)
        except Refused:
            if group == "county":
                raise
            continue
        exempt += [f"{one.unit}（{one.reason}）" for one in work.exempt if group != "leader"]
        if group == "leader":
            leaders = [one.unit for one in work.proposals]
            continue
        if not work.proposals:
            continue
        ranking = rank(connection, period, group, as_of)
        cumulative = year_to_date(connection, ranking)
        for one in work.proposals:
            fields = _lag_fields(one, ranking, cumulative)
            every = {**common(read_names(connection), today, answer_days(source), asked), **fields}
            contents.append(
                fill(
                    source,
                    every,
                    today,
                    name=LAG_TEMPLATE,
                    recipients=(Recipient(one.unit, one.unit_id),),
                    origin=f"lag:{period}:{one.unit_id}",
                )
            )
    return LetterBatch("lag", period, tuple(contents), tuple(leaders), tuple(exempt))


def _lag_fields(proposal: Proposal, ranking: RankingTable, cumulative: RankingTable) -> Fields:
    unit, progress = proposal.lag.unit, proposal.lag.progress
    so_far = next((row for row in cumulative.rows if row.unit_id == unit.unit_id), unit)
    lines = list(_indicators(ranking, unit, so_far))
    return {
        "期间": ranking.period.label,
        "截至": chinese_day(ranking.as_of),
        "办法": ranking.scheme.name,
        "收文": {
            "名称": unit.name,
            "称呼": address(unit.name, ranking.group),
            "组": ranking.group_label,
            "名次": unit.rank,
            "总数": proposal.lag.of,
            "得分": str(unit.score),
        },
        "总体": _overall(progress),
        "指标": lines,
        "短板": _weak(proposal, lines),
    }


def _overall(progress: Progress) -> Fields:
    return {
        "完成率": percent(progress.completion),
        "时序": percent(progress.expected),
        "超欠": ahead_text(progress.ahead),
    }


def _indicators(ranking: RankingTable, unit: UnitScore, so_far: UnitScore) -> list[Fields]:
    """Return the indicators for which the unit has a task."""
    found: list[Fields] = []
    for head, line, whole in zip(ranking.heads, unit.indicators, so_far.indicators, strict=True):
        if line.completion is None or line.expected is None or line.target is None or not head.needs_target:
            continue
        missing = line.target * line.expected - line.actual
        found.append(
            {
                "序号": place(len(found) + 1),
                "名称": head.label,
                "单位": head.unit,
                "任务": _shown(head, line.target),
                "完成": _shown(head, line.actual),
                "完成率": percent(line.completion),
                "时序": percent(line.expected),
                "超欠": ahead_text(line.completion - line.expected),
                "差额": _shown(head, missing) if missing > 0 else "",
                "累计完成": _shown(head, whole.actual),
                "累计完成率": percent(whole.completion) if whole.completion is not None else "",
            }
        )
    return found


def _weak(proposal: Proposal, lines: Sequence[Fields]) -> list[str]:
    weak = [proposal.pattern] if proposal.pattern else []
    behind = "、".join(str(line["名称"]) for line in lines if line["差额"])
    return [*weak, f"{behind}低于时序进度"] if behind else weak


def _shown(head: IndicatorHead, value: Fraction) -> str:
    return plain(in_unit(head, value))
