"""以商招商 (domain.md §5): what an enterprise here gets for the projects that it brought, one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.rules.policy.benefits import ReferralMap, Schedule, YearRate
from app.rules.policy.conditions import State, Weighed


@dataclass(frozen=True)
class Tie:
    """How a project is related to its referrer's industry: by a link or rule of §2, or by a recorded justification."""

    text: str
    source: str


@dataclass(frozen=True)
class BroughtProject:
    """A project N that an enterprise R brought. Days are None until they come.

    `schedule` is what N itself gets (None: nothing to pass on), `schedule_missing` what N itself still lacks for it,
    `supported` whether N's industry is in the supported set, `tie` how it is related to R's industry, `first_year` the
    year in which N starts production (assumed where `producing_on` is None); `key` is the office's id of N.
    """

    name: str
    signed_on: dt.date | None
    supported: bool
    supported_text: str
    tie: Tie | None
    schedule: Schedule | None
    schedule_clause: str
    schedule_missing: str
    producing_on: dt.date | None
    first_year: int
    terminated_on: dt.date | None = None
    key: int = 0


@dataclass(frozen=True)
class Passed:
    """What R gets for one N: the answer, why, and the years; `ended_on` where N was terminated."""

    project: str
    state: State
    conditions: tuple[Weighed, ...]
    benefit: str
    schedule: tuple[YearRate, ...]
    assumed: bool
    ended_on: dt.date | None
    note: str
    key: int = 0


def passed_on(
    given: ReferralMap,
    brought: Sequence[BroughtProject],
    own: Sequence[YearRate],
    *,
    excluded: str = "",
) -> list[Passed]:
    """Return what an enterprise gets for each project that it brought, those that hold first, by year of production.

    Each schedule starts in the year N starts production, or later: after R's own running schedule (`own`, which is
    not shortened) and after the one before it. Where N was terminated, the years after that day fall away, and what
    follows may begin sooner. `excluded` says why R gets nothing whatever it brings (cement), if so.
    """
    answer: dict[int, Passed] = {}
    last = max((one.year for one in own), default=0)
    lines = [_conditions(one, excluded) for one in brought]
    states = [min(line.state for line in conditions) for conditions in lines]
    order = sorted(
        range(len(brought)), key=lambda place: (-states[place], brought[place].first_year, brought[place].name)
    )
    for place in order:
        one, conditions, state = brought[place], lines[place], states[place]
        schedule = given.given_for(one.schedule) if one.schedule else None
        if state is State.NO or schedule is None:
            answer[place] = Passed(
                one.name, State.NO, conditions, "", (), False, one.terminated_on, _why(conditions), one.key
            )
            continue
        start = max(one.first_year, last + 1)
        years = tuple(
            YearRate(start + number, rate)
            for number, rate in enumerate(schedule.rates)
            if one.terminated_on is None or start + number <= one.terminated_on.year
        )
        if years:
            last = years[-1].year
        answer[place] = Passed(
            one.name,
            state,
            conditions,
            schedule.text if one.terminated_on is None else f"{schedule.name}（自{one.terminated_on}起停止）",
            years,
            one.producing_on is None,
            one.terminated_on,
            _told(one, start, own, last),
            one.key,
        )
    return [answer[place] for place in range(len(brought))]


def _conditions(one: BroughtProject, excluded: str) -> tuple[Weighed, ...]:
    signed = State.YES if one.signed_on else State.COULD
    over = one.terminated_on is not None and one.producing_on is None
    lines = [
        _line("引荐企业产业", "不属于不予扶持的产业", excluded or "符合", not excluded, "管理办法"),
        Weighed(
            "被引荐项目签约",
            "已签约",
            str(one.signed_on) if one.signed_on else "尚未签约",
            signed is State.YES,
            signed,
            "项目档案",
            "" if one.signed_on else "被引荐项目尚未签约",
        ),
        _line("被引荐项目产业", "属于扶持产业", one.supported_text, one.supported, "项目档案"),
        _line(
            "产业关联",
            "与引荐企业有上下游或配套关系，或有书面论证",
            one.tie.text if one.tie else "未见关联，也没有书面论证",
            one.tie is not None,
            one.tie.source if one.tie else "产业资料",
        ),
        _own_benefit(one),
        _line(
            "被引荐项目存续",
            "投产前未终止",
            f"{one.terminated_on}终止" if one.terminated_on else "存续",
            not over,
            "项目档案",
        ),
    ]
    return tuple(lines)


def _own_benefit(one: BroughtProject) -> Weighed:
    """N must enjoy a schedule itself; while it still lacks something for it, R's stays open too."""
    shown = f"{one.schedule.name}（{one.schedule_clause}）" if one.schedule else "没有可以对应的税收扶持"
    line = _line(
        "被引荐项目的扶持", "被引荐项目本身享受列入对照表的税收扶持", shown, one.schedule is not None, "管理办法"
    )
    if one.schedule is None or not one.schedule_missing:
        return line
    return replace(line, ok=False, state=State.COULD, short=f"被引荐项目{one.schedule_missing}")


def _line(fact: str, required: str, actual: str, ok: bool, source: str) -> Weighed:
    return Weighed(fact, required, actual, ok, State.YES if ok else State.NO, source, "" if ok else f"{fact}：{actual}")


def _why(conditions: Sequence[Weighed]) -> str:
    short = [line.short.rstrip("。") for line in conditions if line.state is State.NO]
    return "不享受：" + "；".join(short) if short else "不享受：对照表没有列入被引荐项目的扶持"


def _told(one: BroughtProject, start: int, own: Sequence[YearRate], last: int) -> str:
    parts = []
    if one.producing_on is None:
        parts.append(f"被引荐项目尚未投产，假定自{one.first_year}年起")
    if start > one.first_year:
        end = max((line.year for line in own), default=0)
        reason = f"本企业自身扶持至{end}年" if start == end + 1 else "前一项引荐扶持未满"
        parts.append(f"{reason}，顺延自{start}年起")
    if one.terminated_on is not None:
        ended = f"至{min(last, one.terminated_on.year)}年止" if last >= start else "不再享受"
        parts.append(f"被引荐项目{one.terminated_on}终止，{ended}")
    return "；".join(parts)
