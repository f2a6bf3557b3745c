"""The words and tables of a bulletin: a ranking told in sentences, from the template that the office can edit."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.reports.bulletin import TABLE_MARK, PlainTable
from app.rules.periods import Period
from app.rules.scheme import Measure
from app.rules.scoring import IndicatorScore, UnitScore, percent, rounded
from app.services.measuring import city_actual
from app.services.places import RESOURCES
from app.services.ranking import IndicatorHead, RankingTable, in_unit, rank

__all__ = ["TABLE_MARK", "bulletin_lines", "details_table", "ranking_table"]

TEMPLATE = RESOURCES / "papers" / "bulletin.txt"
LAST = 3
"""Units are named as behind among so many from the end …"""
BEHIND = Fraction(5, 100)
"""… where their amount lags the expected share by more (domain.md §3)."""


@dataclass(frozen=True)
class _City:
    """The city's figures of a period as text."""

    signed: str
    over: str
    amount: str
    funds: str


@dataclass(frozen=True)
class _Progress:
    label: str
    completion: str
    expected: str
    ahead: str


def bulletin_lines(connection: sqlite3.Connection, ranking: RankingTable) -> str:
    """Return the text of the bulletin, one paragraph a line."""
    period = ranking.period
    one_month = period.first.month == period.last.month and period.first.year == period.last.year
    begun = one_month and period.first.month > 1
    to_date = Period.months(period.first.year, 1, period.last.year, period.last.month) if begun else period
    cumulative = rank(connection, to_date, ranking.group, ranking.as_of) if begun else ranking
    stale = next((one for one in ranking.scheme.indicators if one.measure is Measure.STALE), None)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=False)
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        period=period.label,
        scope={"county": "全市各县区", "department": "市直部门", "leader": "市领导"}[ranking.group],
        group=ranking.group_label,
        as_of=f"{ranking.as_of.year}年{ranking.as_of.month}月{ranking.as_of.day}日",
        scheme=ranking.scheme.name,
        city=_city(connection, ranking, period),
        year_to_date=_city(connection, ranking, to_date) if begun else None,
        month=period.last.month,
        span=to_date.label,
        progress=_progress(cumulative),
        best="、".join(
            f"{row.name}（{row.score}分）" for row in ranking.rows if row.rank is not None and row.rank <= LAST
        ),
        none_signed=_none_signed(ranking),
        behind=_behind(ranking),
        stale=next(
            (str(int(total.actual)) for total in ranking.city if stale and total.key == stale.key and total.actual), ""
        ),
        stale_days=stale.stale_days if stale else "",
    ).strip()


def ranking_table(ranking: RankingTable) -> PlainTable:
    """Return the table in the text: rank, unit, actual／target per indicator with a task, score; the city below."""
    tasked = [(number, head) for number, head in enumerate(ranking.heads) if head.needs_target]
    heads = ("名次", "单位", *(f"{head.label}（{head.unit}）" for _, head in tasked), "得分")
    rows = [
        (
            str(row.rank or "—"),
            row.name,
            *(_of(head, row.indicators[number].actual, row.indicators[number].target) for number, head in tasked),
            str(row.score) if row.score is not None else "—",
        )
        for row in ranking.rows
    ]
    totals = [ranking.city[number] for number, _ in tasked]
    rows.append(
        (
            "",
            "全市",
            *(_of(head, total.actual, total.target) for (_, head), total in zip(tasked, totals, strict=True)),
            "",
        )
    )
    return PlainTable(
        title=f"{ranking.group_label}{ranking.period.label}招商引资完成情况排名表",
        heads=heads,
        rows=tuple(rows),
        note="完成数／年度任务",
    )


def details_table(ranking: RankingTable) -> PlainTable:
    """Return the attached table: per unit and indicator the completion and how far ahead or behind (百分点)."""
    tasked = [(number, head) for number, head in enumerate(ranking.heads) if head.needs_target]
    heads = ["名次", "单位"]
    for _, head in tasked:
        heads += [f"{head.label}完成率", "超/欠"]
    rows = []
    for row in ranking.rows:
        cells = [str(row.rank or "—"), row.name]
        for number, _ in tasked:
            cells += _progress_cells(row.indicators[number])
        rows.append(tuple(cells))
    return PlainTable(
        title=f"{ranking.group_label}{ranking.period.label}各项指标进度表",
        heads=tuple(heads),
        rows=tuple(rows),
        note="超/欠单位：百分点",
    )


def ahead_text(ahead: Fraction) -> str:
    """Tell 超/欠 as people do: 超42.31个百分点, 欠12.92个百分点."""
    points = rounded(abs(ahead) * 100, Decimal("0.01"))
    return f"{'超' if ahead >= 0 else '欠'}时序{points}个百分点"


def _city(connection: sqlite3.Connection, ranking: RankingTable, period: Period) -> _City:
    from app.rules.money import YI
    from app.rules.scheme import Completion, Indicator

    def measured(measure: Measure, least: int = 0) -> str:
        indicator = Indicator(key="city", label="全市", measure=measure, at_least_fen=least, rule=Completion())
        value = city_actual(connection, indicator, period, ranking.as_of)
        return _plain(value / YI) if measure.is_money else _plain(value)

    return _City(
        measured(Measure.SIGNED), measured(Measure.SIGNED, YI), measured(Measure.SIGNED_AMOUNT), measured(Measure.FUNDS)
    )


def _progress(ranking: RankingTable) -> list[_Progress]:
    return [
        _Progress(
            head.label,
            percent(total.completion),
            percent(total.expected),
            ahead_text(total.completion - total.expected),
        )
        for head, total in zip(ranking.heads, ranking.city, strict=True)
        if total.completion is not None and total.expected is not None
    ]


def _none_signed(ranking: RankingTable) -> str:
    return "、".join(row.name for row in ranking.rows if not any(line.actual for line in _signed(ranking, row)))


def _signed(ranking: RankingTable, row: UnitScore) -> list[IndicatorScore]:
    return [
        line
        for line, one in zip(row.indicators, ranking.scheme.indicators, strict=True)
        if one.measure in (Measure.SIGNED, Measure.SIGNED_AMOUNT)
    ]


def _behind(ranking: RankingTable) -> str:
    ranked = [row for row in ranking.rows if row.rank is not None]
    named = []
    for row in ranked[max(len(ranked) - LAST, 0) :]:
        for line, one in zip(row.indicators, ranking.scheme.indicators, strict=True):
            if one.measure is Measure.SIGNED_AMOUNT and line.ahead is not None and line.ahead < -BEHIND:
                named.append(f"{row.name}（完成{percent(line.completion or Fraction(0))}，{ahead_text(line.ahead)}）")
                break
    return "、".join(named)


def _of(head: IndicatorHead, actual: Fraction, target: Fraction | None) -> str:
    done = _plain(in_unit(head, actual))
    return f"{done}／{_plain(in_unit(head, target))}" if target is not None else f"{done}／无任务"


def _progress_cells(line: IndicatorScore) -> list[str]:
    if line.completion is None or line.ahead is None:
        return ["无任务", "—"]
    sign = "+" if line.ahead >= 0 else "−"
    return [percent(line.completion), f"{sign}{rounded(abs(line.ahead) * 100, Decimal('0.01'))}"]


def _plain(value: Fraction) -> str:
    """Write a figure with two decimals at most, and none where it is whole."""
    text = f"{rounded(value, Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
