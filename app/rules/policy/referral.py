"""以商招商 (domain.md §5): what an enterprise here gets for the projects that it brought, one after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from app.rules.facts import CODES, Facts
from app.rules.policy.benefits import ReferralMap, Schedule, YearRate, by_year
from app.rules.policy.conditions import State, Weighed, evaluate, weighed
from app.rules.policy.document import Outcome, Rule


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
    """What R gets for one N: the answer, why, and the years; `ended_on` where N was terminated.

    `barred` says why R gets nothing whatever it brings (cement, a clause that has run out), empty where it may.
    """

    project: str
    state: State
    conditions: tuple[Weighed, ...]
    benefit: str
    schedule: tuple[YearRate, ...]
    assumed: bool
    ended_on: dt.date | None
    note: str
    key: int = 0
    barred: str = ""


def passed_on(
    given: ReferralMap,
    brought: Sequence[BroughtProject],
    own: Sequence[YearRate],
    *,
    clause: Sequence[Weighed] = (),
    granted: Mapping[int, Sequence[YearRate]] | None = None,
) -> list[Passed]:
    """Return what an enterprise gets for each project that it brought, those that hold first, by year of production.

    Each schedule starts in the year N starts production, or later: after R's own running schedule (`own`, which is
    not shortened), and where no year of it is another's. What was `granted` for an N (its years by N's key) keeps
    those years; the others are laid out around it. Where N was terminated, the years after that day fall away, and
    what follows may begin sooner. `clause` are the lines of the clause itself (`clause_lines`): what fails there
    stands against all that R brings.
    """
    kept = granted or {}
    answer: dict[int, Passed] = {}
    barred = "；".join(line.short for line in clause if line.state is State.NO)
    last = max((one.year for one in own), default=0)
    taken = {one.year for years in kept.values() for one in years}
    lines = [(*clause, *_conditions(one)) for one in brought]
    states = [min(line.state for line in conditions) for conditions in lines]
    order = sorted(
        range(len(brought)), key=lambda place: (-states[place], brought[place].first_year, brought[place].name)
    )
    for place in order:
        one, conditions, state = brought[place], lines[place], states[place]
        schedule = given.given_for(one.schedule) if one.schedule else None
        if state is State.NO or schedule is None:
            answer[place] = Passed(
                one.name, State.NO, conditions, "", (), False, one.terminated_on, _why(conditions), one.key, barred
            )
            continue
        laid = one.key not in kept
        start = _free(max(one.first_year, last + 1), len(schedule.rates), taken)
        years = _until(one.terminated_on, start, schedule.rates) if laid else tuple(kept[one.key])
        taken |= {year.year for year in years}
        answer[place] = Passed(
            one.name,
            state,
            conditions,
            schedule.text if one.terminated_on is None else f"{schedule.name}（自{one.terminated_on}起停止）",
            years,
            laid and one.producing_on is None,
            one.terminated_on,
            _told(one, start, last, years) if laid else "已兑现，按兑现时的年度执行",
            one.key,
        )
    return [answer[place] for place in range(len(brought))]


def clause_lines(rule: Rule, facts: Facts, on: dt.date) -> tuple[Weighed, ...]:
    """Return what the clause on 以商招商 itself asks on a day: its review, its validity, its conditions of R.

    Of alternatives that hold or could hold, those that do not are left out, so that the least of the lines is the
    answer of the whole.
    """
    lines: list[Weighed] = []
    if rule.review is not Outcome.IN_FORCE:
        short = f"本条的公平竞争审查结论为“{rule.review.value}”，不作承诺"
        lines.append(Weighed("公平竞争审查", "有效", rule.review.value, False, State.NO, "管理办法", short))
    if rule.valid_from or rule.valid_to:
        bounds = f"{rule.valid_from or '施行之日'}至{rule.valid_to or '废止'}"
        holds = rule.holds_on(on)
        short = "" if holds else f"本条有效期为{bounds}，{on}不在其内"
        state = State.YES if holds else State.NO
        lines.append(Weighed("条款有效期", bounds, str(on), holds, state, "管理办法", short))
    answer = evaluate(rule.when, facts, on)
    return (*lines, *(_of_referrer(line) for line in weighed(rule.when, facts, on) if line.state >= answer))


def _of_referrer(line: Weighed) -> Weighed:
    whose = "引荐企业产业：" if line.fact == CODES else "引荐企业"
    return replace(line, short=line.short and f"{whose}{line.short}")


def _free(start: int, count: int, taken: AbstractSet[int]) -> int:
    """Return the first year from `start` on from which `count` years are nobody's."""
    while any(start + number in taken for number in range(count)):
        start += 1
    return start


def _until(ended_on: dt.date | None, start: int, rates: Sequence[int]) -> tuple[YearRate, ...]:
    laid = by_year(tuple(rates), start)
    return tuple(one for one in laid if ended_on is None or one.year <= ended_on.year)


def _conditions(one: BroughtProject) -> tuple[Weighed, ...]:
    signed = State.YES if one.signed_on else State.COULD
    over = one.terminated_on is not None and one.producing_on is None
    lines = [
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


def _told(one: BroughtProject, start: int, last: int, years: Sequence[YearRate]) -> str:
    """Say from when on and why; `last` is the last year of R's own schedule."""
    parts = []
    if one.producing_on is None:
        parts.append(f"被引荐项目尚未投产，假定自{one.first_year}年起")
    if start > one.first_year:
        reason = f"本企业自身扶持至{last}年" if start == last + 1 else "与其他引荐扶持不重叠"
        parts.append(f"{reason}，顺延自{start}年起")
    if one.terminated_on is not None:
        ended = f"至{years[-1].year}年止" if years else "不再享受"
        parts.append(f"被引荐项目{one.terminated_on}终止，{ended}")
    return "；".join(parts)
