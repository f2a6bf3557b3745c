"""The figures of a bulletin as fields of its template, and its tables: a ranking told in words and numbers."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from app.reports.marked import PlainTable
from app.rules.audience import widest_for
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scheme import Completion, Deduction, Indicator, Measure
from app.rules.scoring import IndicatorScore, UnitScore, hand_points, percent, rounded
from app.rules.supervision import DEFAULT, lagging
from app.services.papers.fields import Fields, chinese_day
from app.services.policy.leading import leading_on
from app.services.ranking.measuring import city_actual
from app.services.ranking.ranking import CityTotal, IndicatorHead, RankingTable, in_unit, rank
from app.services.supervision.exemptions import exemption_of
from app.services.supervision.worklist import pressed

TABLE_MARK = "【排名表】"
"""The line of a bulletin's text at which its ranking table stands …"""
DETAILS_MARK = "【进度表】"
"""… and that at which the table of progress does."""

BEST = 3
"""So many places are praised."""


def bulletin_fields(connection: sqlite3.Connection, ranking: RankingTable, cumulative: RankingTable) -> Fields:
    """Return the fields of a bulletin of a ranking (`services.papers.fields` says what they mean).

    `cumulative` is what `year_to_date` makes of the ranking.
    """
    period = ranking.period
    begun = cumulative is not ranking
    lags = pressed(connection, ranking)
    stale = next((one for one in ranking.scheme.indicators if one.measure is Measure.STALE), None)
    overdue = next((total.actual for total in ranking.city if stale and total.key == stale.key), Fraction(0))
    idle = _without_signing(connection, ranking)
    progress = _progress(cumulative)
    behind = "、".join(
        f"{head.label}（{ahead_text(ahead)}）"
        for head, total in zip(cumulative.heads, cumulative.city, strict=True)
        if (ahead := _ahead(total)) is not None and ahead_text(ahead).startswith("欠")
    )
    return {
        "内部": widest_for(ranking.group) < widest_for("county"),
        "范围词": {"county": "全市", "department": "市直部门", "leader": "市领导"}[ranking.group],
        "期间": period.label,
        "截至": chinese_day(ranking.as_of),
        "办法": ranking.scheme.name,
        "组": {
            "名称": ranking.group_label,
            "范围": {"county": "全市各县区", "department": "市直部门", "leader": "市领导"}[ranking.group],
        },
        "全市": _city(connection, ranking, period),
        "累计": {"有": begun, "月": period.last.month, **_city(connection, ranking, cumulative.period)},
        "进度期间": cumulative.period.label,
        "进度": progress,
        "时序": progress[0]["时序"] if len({one["时序"] for one in progress}) == 1 else "",
        "任务": _task(ranking),
        "有任务": any(line.target is not None for row in ranking.rows for line in row.indicators),
        "欠项": behind,
        "居前": _best_told(ranking),
        "有排名": any(row.rank is not None for row in ranking.rows),
        "单位数": len(ranking.rows),
        "无签约": "、".join(idle),
        "均无签约": len(ranking.rows) > 1 and len(idle) == len(ranking.rows),
        "有问题": bool(idle or lags or overdue or behind),
        "落后": "、".join(
            f"{lag.unit.name}（完成{percent(lag.progress.completion)}，{ahead_text(lag.progress.ahead)}）"
            for lag in lags
        ),
        "后位": "位于后三位" if all(DEFAULT.last_of(lag.of) == DEFAULT.last for lag in lags) else "靠后",
        "超期": {"天数": stale.stale_days if stale else "", "个数": int(overdue)},
        "主导产业": "、".join(leading_on(connection, ranking.as_of)),
    }


def year_to_date(connection: sqlite3.Connection, ranking: RankingTable) -> RankingTable:
    """Return the same group from January to the month of a ranking; of another period, the ranking itself."""
    period = ranking.period
    one_month = period.first.month == period.last.month and period.first.year == period.last.year
    if not one_month or period.first.month == 1:
        return ranking
    to_date = Period.months(period.first.year, 1, period.last.year, period.last.month)
    return rank(connection, to_date, ranking.group, ranking.as_of)


def ranking_table(ranking: RankingTable) -> PlainTable:
    """Return the table in the text: rank, unit, actual／target per indicator with a task, score; the city below.

    The class stands first where units are ranked by class, the points by hand before the score where there are any.
    """
    tasked = [(number, head) for number, head in enumerate(ranking.heads) if head.needs_target]
    by_class, by_hand = ranking.by_class, ranking.has_hand_points
    heads = (
        *(("类别",) if by_class else ()),
        "名次",
        "单位",
        *(f"{head.label}（{head.unit}）" for _, head in tasked),
        *(("手工加减分",) if by_hand else ()),
        "得分",
    )
    rows = [
        (
            *((ranking.class_of(row),) if by_class else ()),
            str(row.rank or "—"),
            row.name,
            *(_of(head, row.indicators[number].actual, row.indicators[number].target) for number, head in tasked),
            *((hand_points(row).replace("-", "−") or "—",) if by_hand else ()),
            str(row.score) if row.score is not None else "—",
        )
        for row in ranking.rows
    ]
    totals = [ranking.city[number] for number, _ in tasked]
    rows.append(
        (
            *(("",) if by_class else ()),
            "",
            "全市",
            *(_of(head, total.actual, total.target) for (_, head), total in zip(tasked, totals, strict=True)),
            *(("",) if by_hand else ()),
            "",
        )
    )
    return PlainTable(
        title=f"{ranking.group_label}{ranking.period.label}招商引资完成情况排名表",
        heads=heads,
        rows=tuple(rows),
        note=f"{ranking.period.label}完成数／{_task(ranking)}",
    )


def details_table(ranking: RankingTable) -> PlainTable:
    """Return the attached table: per unit and indicator the completion and how far ahead or behind (百分点).

    A bulletin attaches that of `year_to_date`, which the words on progress are about; title and note name the period.
    """
    tasked = [(number, head) for number, head in enumerate(ranking.heads) if head.needs_target]
    heads = ["类别"] if ranking.by_class else []
    heads += ["名次", "单位"]
    for _, head in tasked:
        heads += [f"{head.label}完成率", "超/欠"]
    rows = []
    for row in ranking.rows:
        cells = [ranking.class_of(row)] if ranking.by_class else []
        cells += [str(row.rank or "—"), row.name]
        for number, _ in tasked:
            cells += _progress_cells(row.indicators[number])
        rows.append(tuple(cells))
    return PlainTable(
        title=f"{ranking.group_label}{ranking.period.label}各项指标进度表",
        heads=tuple(heads),
        rows=tuple(rows),
        note=f"完成率：{ranking.period.label}完成数／{_task(ranking)}；超/欠：对照{ranking.period.label}时序，百分点",
    )


def ahead_text(ahead: Fraction) -> str:
    """Tell 超/欠 as people do: 超时序42.31个百分点, 欠时序12.92个百分点, 与时序持平 where it rounds to nothing."""
    points = rounded(abs(ahead) * 100, Decimal("0.01"))
    return f"{'超' if ahead > 0 else '欠'}时序{points}个百分点" if points else "与时序持平"


def plain(value: Fraction) -> str:
    """Write a figure with two decimals at most, and none where it is whole."""
    text = f"{rounded(value, Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _city(connection: sqlite3.Connection, ranking: RankingTable, period: Period) -> Fields:
    def measured(measure: Measure, least: int = 0) -> str:
        indicator = Indicator(key="city", label="全市", measure=measure, at_least_fen=least, rule=Completion())
        value = city_actual(connection, indicator, period, ranking.as_of)
        return plain(value / YI) if measure.is_money else plain(value)

    figures = {
        "签约": measured(Measure.SIGNED),
        "亿元以上": measured(Measure.SIGNED, YI),
        "签约额": measured(Measure.SIGNED_AMOUNT),
        "到位资金": measured(Measure.FUNDS),
    }
    return {**figures, "概述": _in_words(figures)}


def _in_words(city: Mapping[str, str]) -> str:
    """Tell the city's figures; what there was none of is said in words and not as 0."""
    signed, large, amount, funds = city["签约"], city["亿元以上"], city["签约额"], city["到位资金"]
    told = "没有新签约项目"
    if signed != "0":
        told = f"新签约项目{signed}个，{f'其中亿元以上项目{large}个' if large != '0' else '没有亿元以上项目'}"
    if amount != "0":
        told += f"；签约总额{amount}亿元"
    return f"{told}；{f'到位资金{funds}亿元' if funds != '0' else '没有资金到位'}"


def _without_signing(connection: sqlite3.Connection, ranking: RankingTable) -> list[str]:
    """Return who signed nothing and is not exempt; nobody where the scheme does not count what is signed."""
    day = min(ranking.period.last, ranking.as_of)
    return [
        row.name
        for row in ranking.rows
        if (lines := _signed(ranking, row))
        and not any(line.actual for line in lines)
        and exemption_of(connection, row.unit_id, day) is None
    ]


def _progress(ranking: RankingTable) -> list[Fields]:
    return [
        {
            "名称": head.label,
            "完成率": percent(total.completion),
            "时序": percent(total.expected),
            "超欠": ahead_text(total.completion - total.expected),
        }
        for head, total in zip(ranking.heads, ranking.city, strict=True)
        if total.completion is not None and total.expected is not None
    ]


def _best_told(ranking: RankingTable) -> str:
    """Name the best with their scores, class by class where units are ranked by class."""
    told: dict[str, list[str]] = {}
    for row in _best(ranking):
        told.setdefault(ranking.class_of(row), []).append(f"{row.name}（{row.score}分）")
    return "；".join(f"{key}{'为' if key else ''}{'、'.join(rows)}" for key, rows in told.items())


def _best(ranking: RankingTable) -> list[UnitScore]:
    """Return the first few of each class that did something and do not lag; none of a class whose first did nothing.

    In a class of fewer than twice as many, the first are those of its upper half: who stands alone is not ahead.
    """
    of_class = Counter(ranking.class_of(row) for row in ranking.rows if row.rank is not None)
    first = [
        row
        for row in ranking.rows
        if row.rank is not None and row.rank <= min(BEST, of_class[ranking.class_of(row)] // 2)
    ]
    idle = {ranking.class_of(row) for row in first if row.rank == 1 and not _did_something(ranking, row)}
    first = [row for row in first if ranking.class_of(row) not in idle]
    behind = {lag.unit.unit_id for lag in lagging(ranking.scheme, ranking.rows)}
    return [row for row in first if row.unit_id not in behind and _did_something(ranking, row)]


def _did_something(ranking: RankingTable, row: UnitScore) -> bool:
    pairs = zip(ranking.scheme.indicators, row.indicators, strict=True)
    return any(line.actual > 0 for one, line in pairs if not isinstance(one.rule, Deduction))


def _ahead(total: CityTotal) -> Fraction | None:
    """Return 超/欠 of the city as a share of 1; None where there is nothing to compare."""
    if total.completion is None or total.expected is None:
        return None
    return total.completion - total.expected


def _task(ranking: RankingTable) -> str:
    return "全年任务" if ranking.period.first.year == ranking.period.last.year else "各年任务"


def _signed(ranking: RankingTable, row: UnitScore) -> list[IndicatorScore]:
    """Return the lines that count all projects signed, whatever their size and industry."""
    return [
        line
        for line, one in zip(row.indicators, ranking.scheme.indicators, strict=True)
        if one.measure in (Measure.SIGNED, Measure.SIGNED_AMOUNT)
        and not (one.at_least_fen or one.below_fen or one.leading_only)
    ]


def _of(head: IndicatorHead, actual: Fraction, target: Fraction | None) -> str:
    done = plain(in_unit(head, actual))
    return f"{done}／{plain(in_unit(head, target))}" if target is not None else f"{done}／无任务"


def _progress_cells(line: IndicatorScore) -> list[str]:
    if line.completion is None or line.ahead is None:
        return ["无任务", "—"]
    points = rounded(abs(line.ahead) * 100, Decimal("0.01"))
    sign = "" if not points else "+" if line.ahead > 0 else "−"
    return [percent(line.completion), f"{sign}{points}"]
