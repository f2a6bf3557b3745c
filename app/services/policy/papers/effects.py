"""成效 on paper: signings before and after a measure's first day, described and not proved (domain.md §8)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from itertools import zip_longest

from app.reports.marked import Align, PlainTable
from app.rules.money import format_yi
from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day
from app.services.policy.effects import Effects, SplitLine
from app.services.policy.papers.report import charted, report

_MONTHS, _SPLIT = "【逐月】", "【分类】"
_MOST_INDUSTRIES = 4
_ALIGNS: tuple[Align, ...] = ("center", "right", "right", "right", "right")


def effects_paper(connection: sqlite3.Connection, found: Effects, *, today: dt.date) -> PaperContent:
    """Return the paper on what changed around a first day: chart, months, earlier years, groups, industries."""
    first = found.first_month
    rank = f"，当月在全省列第{first.rank}位" if first.rank else ""
    before = [one for one in found.months if not one.after]
    after = [one for one in found.months if one.after]
    last_year = {one.month: one.signed for one in found.earlier if one.back == 1}
    lines = [
        (
            f"办法自{chinese_day(found.first_day)}起施行。施行后的第一个月（{_month(first.month)}）签约项目{first.signed}个，"
            f"其中超亿元项目{first.over}个{rank}。"
            f"前后各{len(after)}个月相比：施行前签约{sum(one.signed for one in before)}个、"
            f"{format_yi(sum(one.amount for one in before), 2)}亿元，"
            f"施行后签约{sum(one.signed for one in after)}个、{format_yi(sum(one.amount for one in after), 2)}亿元。"
            f"数据截至{chinese_day(found.as_of)}，以认定为准。{_unfinished(found)}{_same(found)}"
        ),
        *charted(
            "【线图】",
            f"各月签约项目（{_month(found.months[0].month)}至{_month(found.months[-1].month)}）",
            "个",
            ("月份", "签约", "其中超亿元", "上年同月签约"),
            [
                (_short(one.month), str(one.signed), str(one.over), str(last_year.get(one.month, 0)))
                for one in found.months
            ],
        ),
        _MONTHS,
        _SPLIT,
        found.caution,
    ]
    return report(
        connection,
        kind="成效说明",
        title="招商引资管理办法施行前后签约情况",
        lines=lines,
        tables=((_MONTHS, _months(found)), (_SPLIT, _split(found))),
        today=today,
        words=("管理办法", "施行前后"),
    )


def _months(found: Effects) -> PlainTable:
    heads = ("月份", "签约（个）", "超亿元（个）", "金额（亿元）", "全省名次")
    lines = tuple(
        (
            f"{_short(one.month)}{'' if one.after else '（前）'}{'（未满）' if one.unfinished else ''}",
            str(one.signed),
            str(one.over),
            format_yi(one.amount, 2),
            str(one.rank) if one.rank else "—",
        )
        for one in found.months
    )
    note = "；".join(["“前”为施行以前", *(f"{_month(one)}只到{chinese_day(found.as_of)}" for one in found.unfinished)])
    return PlainTable("", heads, lines, note, _ALIGNS)


def _unfinished(found: Effects) -> str:
    return "".join(f"{_month(one)}还没有过完。" for one in found.unfinished)


def _same(found: Effects) -> str:
    told = "；".join(
        f"{one.year}年签约{one.signed}个、超亿元{one.over}个、{format_yi(one.amount, 2)}亿元"
        for one in found.same_months
    )
    return f"与施行后相同的月份，往年合计：{told}。" if told else ""


def _split(found: Effects) -> PlainTable:
    """Return the splits by group and by industry beside each other; the smallest industries are summed."""
    shown, rest = found.by_industry[:_MOST_INDUSTRIES], found.by_industry[_MOST_INDUSTRIES:]
    groups, industries = ([(one.name, *_figures(one)) for one in lines] for lines in (found.by_group, shown))
    if rest:
        keys = ("before", "after", "amount_before", "amount_after")
        summed = SplitLine(f"其他{len(rest)}个", *(sum(getattr(one, key) for one in rest) for key in keys))
        industries.append((summed.name, *_figures(summed)))
    nothing = ("", "", "")
    rows = tuple((*one, *other) for one, other in zip_longest(groups, industries, fillvalue=nothing))
    heads = ("分组", "施行前", "施行后", "分产业", "施行前", "施行后")
    aligns: tuple[Align, ...] = ("left", "right", "right", "left", "right", "right")
    return PlainTable("分组和分产业", heads, rows, "单位：个（亿元）", aligns)


def _figures(one: SplitLine) -> tuple[str, str]:
    return (
        f"{one.before}（{format_yi(one.amount_before, 2)}）",
        f"{one.after}（{format_yi(one.amount_after, 2)}）",
    )


def _month(text: str) -> str:
    year, _, month = text.partition("-")
    return f"{year}年{int(month)}月"


def _short(text: str) -> str:
    """Return 6月; the year is told in the title, and again where another one begins."""
    month = text.partition("-")[2]
    return _month(text) if month == "01" else f"{int(month)}月"
