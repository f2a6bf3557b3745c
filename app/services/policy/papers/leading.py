"""The report on leading industries: candidates compared part by part, how firm that is, the choice, its effect."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from app.reports.marked import Align, PlainTable
from app.rules.audience import Audience
from app.rules.leading import ASPECTS, Swing, left_out, margin
from app.rules.money import format_yi
from app.rules.policy.document import in_force
from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day
from app.services.policy.leading import ClauseEffect, Comparison, effect_of
from app.services.policy.papers.report import charted, listed, report
from app.services.policy.policies import versions

_POINTS, _FIGURES, _SWINGS, _EFFECT = "【得分】", "【基础情况】", "【敏感性】", "【影响】"
_MOST_LINES = 5
"""So many industries are drawn: more lines in grey cannot be told apart."""
_NAMED = 5
_RIGHT: Align = "right"
_CENTRED: tuple[Align, ...] = ("center", "center", "center", "center")


def leading_report(
    connection: sqlite3.Connection, found: Comparison, *, today: dt.date, suppose: Sequence[str] = ()
) -> PaperContent:
    """Return the report of a comparison; `suppose` are the industries whose choice is weighed.

    Without them the choice on record is told with its effect, else what the comparison would choose. Before there are
    measures nobody is entitled to anything, and no effect is told. Raises `Refused` for an industry that is not known.
    """
    chosen = _choice(connection, found.on)
    wanted = tuple(suppose) or (found.leading if chosen else found.proposed)
    measured = in_force(versions(connection), found.on) is not None
    effect = effect_of(connection, wanted, found.on) if measured else []
    return report(
        connection,
        kind="比较报告",
        title="关于主导产业比较和选择的报告",
        lines=[
            f"现将截至{chinese_day(found.on)}各产业作为主导产业的比较情况报告如下。得分只供参考，选择由会议决定。",
            *_comparison(found),
            *_firmness(found),
            *_chosen(found, chosen, _recorded(connection, found.on)),
            "四、选择的影响",
            *(_effect(found, wanted, effect) if measured else ["这一天还没有施行中的管理办法，不计算影响。"]),
        ],
        tables=(
            (_POINTS, _points(found)),
            (_FIGURES, _figures(found)),
            (_SWINGS, _swings(found)),
            (_EFFECT, _effects(effect)),
        ),
        today=today,
        within=Audience.CITY_LEADERS,
        words=("主导产业",),
    )


def _effect(found: Comparison, wanted: Sequence[str], effect: Sequence[ClauseEffect]) -> list[str]:
    day = chinese_day(found.on)
    return [
        f"以{'、'.join(wanted)}为主导产业，与{day}的实际情况相比，各条款可以享受的项目数变化见下表。已经兑现的不受影响。",
        _EFFECT,
        *_named(effect),
    ]


def _comparison(found: Comparison) -> list[str]:
    first = [one for one in found.scored if one.figures.name in (*found.leading, *found.proposed)]
    drawn = [*first, *(one for one in found.scored if one not in first)][:_MOST_LINES]
    weights = "、".join(f"{label}{float(getattr(found.weights, key)):g}" for key, label in ASPECTS.items())
    chart = charted(
        "【线图】",
        "现行和居前的产业逐项比较",
        "%，各项满分为100",
        ("项目", *(one.figures.name for one in drawn)),
        [(label, *(f"{float(one.shares[key]) * 100:.1f}" for one in drawn)) for key, label in ASPECTS.items()],
    )
    return [
        "一、比较结果",
        (
            f"参加比较的产业{len(found.scored)}个，权重为：{weights}。各项得分按权重折算，合计100分。"
            f"按得分居前并且没有不宜情形的是：{'、'.join(found.proposed) or '没有'}。"
        ),
        _POINTS,
        *chart,
        "得分依据的情况如下。",
        _FIGURES,
        *(f"{one}。" for one in left_out(found.scored)),
    ]


def _firmness(found: Comparison) -> list[str]:
    ahead = margin(found.scored, len(found.proposed))
    told = "任一项权重增加或者减少20%，居前的产业不变，结果稳定。"
    if not found.holds:
        moved = "、".join(dict.fromkeys(ASPECTS[one.aspect] for one in found.swings if not one.holds))
        told = f"{moved}的权重变动20%时，居前的产业有变化，结果要结合实际判断。"
    if ahead is not None:
        told += f"居前的最后一个产业比其后的产业高{float(ahead):.1f}分。"
    return ["二、结果是否稳定", told, _SWINGS]


def _chosen(found: Comparison, chosen: tuple[str, str, str, str, str] | None, recorded: str) -> list[str]:
    lines = ["三、选择"]
    if chosen is not None:
        from_day, chosen_on, by, reason, industries = chosen
        lines.append(
            f"{_day(chosen_on)}，{by}选定{industries}为主导产业，自{_day(from_day)}起。理由：{_one_line(reason)}。"
        )
    elif found.leading:
        lines.append(f"现行主导产业为{'、'.join(found.leading)}，没有登记由谁决定。{recorded}")
    else:
        lines.append("尚未选定主导产业，请会议研究决定。")
    return lines


def _points(found: Comparison) -> PlainTable:
    rows = [
        (
            str(place),
            f"{one.figures.name}{'（现行）' if one.figures.name in found.leading else ''}",
            *(f"{float(one.points[key]):.1f}" for key in ASPECTS),
            f"{float(one.total):.1f}",
        )
        for place, one in enumerate(found.scored, start=1)
    ]
    whole = sum(float(getattr(found.weights, key)) for key in ASPECTS)
    full = [f"{float(getattr(found.weights, key)) * 100 / whole:.1f}" for key in ASPECTS]
    rows.insert(0, ("", "满分（权重）", *full, "100.0"))
    aligns: tuple[Align, ...] = ("center", "left", *(_RIGHT for _ in ASPECTS), "right")
    return PlainTable("各产业得分", ("序号", "产业", *ASPECTS.values(), "合计"), tuple(rows), "单位：分", aligns)


def _figures(found: Comparison) -> PlainTable:
    rows = []
    for one in found.scored:
        figures = one.figures
        beside = [f"{'、'.join(figures.reserved_by)}协议保留"] if figures.reserved_by else []
        beside += [f"{'、'.join(figures.pursued_by)}主攻"] if figures.pursued_by else []
        rows.append(
            (
                figures.name,
                str(figures.enterprises),
                format_yi(figures.fen, 2),
                f"{figures.links_present}/{figures.links_known}",
                f"{figures.sensitivity:.1f}",
                f"{figures.recent}/{figures.before}",
                "；".join(beside) or "—",
            )
        )
    heads = ("产业", "企业（家）", "投资（亿元）", "链条在本市/全部", "政策敏感（1—5）", "签约近12月/前12月", "邻市")
    aligns: tuple[Align, ...] = ("left", "right", "right", "center", "center", "center", "left")
    return PlainTable("各产业情况", heads, tuple(rows), "", aligns)


def _swings(found: Comparison) -> PlainTable:
    rows = []
    for key, label in ASPECTS.items():
        down, up = sorted((one for one in found.swings if one.aspect == key), key=lambda one: one.factor)
        rows.append((label, f"{float(getattr(found.weights, key)):g}", _swung(down), _swung(up)))
    return PlainTable("权重变动20%的结果", ("项目", "权重", "权重减20%", "权重增20%"), tuple(rows), "", _CENTRED)


def _swung(one: Swing) -> str:
    return "不变" if one.holds else f"{'、'.join(one.leaves)}换成{'、'.join(one.enters)}"


def _effects(effect: Sequence[ClauseEffect]) -> PlainTable:
    rows = tuple(
        (one.clause, one.title, str(one.now), str(one.then), str(len(one.gains)), str(len(one.loses))) for one in effect
    )
    return PlainTable("可以享受的项目数", ("条款", "名称", "现在", "选定后", "增加", "减少"), rows, "单位：个")


def _named(effect: Sequence[ClauseEffect]) -> list[str]:
    """Say who would gain and who would lose, a few of each by name."""
    told = []
    for one in effect:
        parts = [
            f"{word}{len(projects)}个：{listed(projects, _NAMED)}"
            for word, projects in (("增加", one.gains), ("减少", one.loses))
            if projects
        ]
        if parts:
            told.append(f"（{one.clause}）{'；'.join(parts)}。")
    return told or ["没有项目因此增加或者减少扶持。"]


def _choice(connection: sqlite3.Connection, on: dt.date) -> tuple[str, str, str, str, str] | None:
    """Return the choice that holds on a day: from when, decided when, by whom, why, and the industries."""
    return connection.execute(
        "SELECT from_day, chosen_on, by, reason, industries FROM leading_choice WHERE void_reason IS NULL"
        " AND from_day <= ? ORDER BY from_day DESC LIMIT 1",
        (on.isoformat(),),
    ).fetchone()


def _recorded(connection: sqlite3.Connection, on: dt.date) -> str:
    """Return since when each industry leads on a day and why, as it was recorded, in one sentence."""
    rows = connection.execute(
        "SELECT i.name, l.from_day, l.reason FROM leading_industry l JOIN industry i ON i.id = l.industry_id"
        " WHERE l.void_reason IS NULL AND l.from_day <= ? AND (l.to_day IS NULL OR l.to_day >= ?) ORDER BY l.id",
        (on.isoformat(), on.isoformat()),
    ).fetchall()
    told = [
        f"{name}自{_day(day)}起，{f'理由：{_one_line(reason)}' if reason.strip() else '没有登记理由'}"
        for name, day, reason in rows
    ]
    return f"{'；'.join(told)}。" if told else ""


def _one_line(text: str) -> str:
    return "".join(text.split()).rstrip("。")


def _day(text: str) -> str:
    return chinese_day(dt.date.fromisoformat(text))
