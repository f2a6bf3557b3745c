"""督促: who lags, why, for how long, and what the office may propose (domain.md §3; docs/supervision.md)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from app.rules.audience import Audience, widest_for
from app.rules.errors import Refused
from app.rules.scheme import Scheme
from app.rules.scoring import UnitScore, class_label, percent, rounded

FORBIDDEN = ("警告", "处分", "督办函")
"""Words that are not the office's to write: discipline, and the paper of the 督察室."""


class Step(StrEnum):
    """The ladder: the first running month, the second, the third and all later ones."""

    REMIND = "提醒"
    CIRCULATE = "通报"
    TALK = "约谈"


class Status(StrEnum):
    """How far a measure has come."""

    DECIDED = "已决定"
    DROPPED = "不采取"
    SENT = "已送达"
    ANSWERED = "已反馈"
    DONE = "办结"
    RELIEVED = "已解除"


OPEN = (Status.DECIDED, Status.SENT, Status.ANSWERED)
"""A measure in one of these waits for something."""

NEXT: Mapping[Status, tuple[Status, ...]] = {
    Status.DECIDED: (Status.SENT, Status.DROPPED, Status.DONE, Status.RELIEVED),
    Status.SENT: (Status.ANSWERED, Status.DONE, Status.RELIEVED),
    Status.ANSWERED: (Status.DONE, Status.RELIEVED),
    Status.DROPPED: (),
    Status.DONE: (),
    Status.RELIEVED: (),
}
"""Where a measure may go from where it stands."""


@dataclass(frozen=True)
class LagRule:
    """When a unit lags: in the last `last` of its group (or class), and behind by more than `behind`.

    In a group of fewer than twice as many, the last are those of its lower half.
    `new_months` exempts whoever was appointed less than so many months ago.
    """

    last: int = 3
    behind: Fraction = Fraction(5, 100)
    new_months: int = 3

    def last_of(self, count: int) -> int:
        """Return how many are the last in a group of so many: never more than half, and one at least."""
        return max(1, min(self.last, count // 2))


DEFAULT = LagRule()


@dataclass(frozen=True)
class Progress:
    """How far a unit has come with all its tasks together, as shares of 1: weighted by the scheme's weights."""

    completion: Fraction
    expected: Fraction

    @property
    def ahead(self) -> Fraction:
        """超/欠 as a share of 1; negative is behind."""
        return self.completion - self.expected


@dataclass(frozen=True)
class Reached:
    """What a unit has reached in the year so far: projects signed and started, funds in 分."""

    signed: Fraction
    started: Fraction
    funds: Fraction


@dataclass(frozen=True)
class Lag:
    """One unit that lags in one period: among `of` units, those of its class where the scheme ranks by class.

    `among` is what that class is called (A类, 未分类); empty where the whole group is ranked together.
    """

    unit: UnitScore
    progress: Progress
    of: int
    among: str = ""


def progress_of(scheme: Scheme, unit: UnitScore) -> Progress | None:
    """Return the weighted completion over the indicators with a weight and a task that is due; None without one.

    Σ weight × completion ÷ Σ weight, and the expected share likewise; completions are not capped.
    """
    completion = expected = weights = Fraction(0)
    for indicator, line in zip(scheme.indicators, unit.indicators, strict=True):
        if not (indicator.needs_target and indicator.weight):
            continue
        if line.points is None or line.completion is None or line.expected is None:
            continue
        weight = Fraction(indicator.weight)
        completion += weight * line.completion
        expected += weight * line.expected
        weights += weight
    return Progress(completion / weights, expected / weights) if weights else None


def lagging(scheme: Scheme, units: Sequence[UnitScore], rule: LagRule = DEFAULT) -> tuple[Lag, ...]:
    """Return the units that lag, in the order of the ranking: in the last few **and** behind by more than allowed.

    The last are those of a class where the scheme ranks by class, else of the group. Equals are treated alike: a unit
    is among the last three if at most two of those it is ranked with rank below it. The first is
    never among the last, unless nobody ranks below it (all are equal, or it stands alone): then progress decides.
    """
    found = []
    classes = scheme.by_class and any(one.class_key for one in units)
    for unit in units:
        if unit.rank is None:
            continue
        beside = [one for one in units if not classes or one.class_key == unit.class_key]
        ranks = [one.rank for one in beside if one.rank is not None]
        below = sum(rank > unit.rank for rank in ranks)
        if below >= rule.last_of(len(ranks)) or (below and unit.rank == 1):
            continue
        progress = progress_of(scheme, unit)
        if progress is not None and progress.ahead < -rule.behind:
            found.append(Lag(unit, progress, len(ranks), class_label(unit.class_key) if classes else ""))
    return tuple(found)


def pattern(reached: Reached) -> str | None:
    """Return the pattern by which a laggard is named; None where it fits none."""
    if not reached.signed:
        return "没有签约项目"
    if not reached.started:
        return "有签约、无开工"
    return "有开工、无到位资金" if not reached.funds else None


def step_for(months_running: int) -> Step:
    """Return the step for so many months running: 提醒, 通报, 约谈."""
    return (Step.REMIND, Step.CIRCULATE, Step.TALK)[min(max(months_running, 1), 3) - 1]


def kind_of_paper(group: str, step: Step) -> str:
    """Return the kind of paper by the rank of who receives it; the office never writes 督办函.

    Counties and departments: 提醒函, 通报, 约谈通知. City leaders stand above the office: a 呈阅件 first, then an
    oral 通报 by somebody of rank.
    """
    if group == "leader":
        return "呈阅件" if step is Step.REMIND else "口头通报"
    return {Step.REMIND: "提醒函", Step.CIRCULATE: "通报", Step.TALK: "约谈"}[step]


def spoken_by(group: str, step: Step) -> str:
    """Return who reads it out or signs it."""
    if group == "leader":
        return "由市委主要负责同志阅示" if step is Step.REMIND else "由市委主要负责同志在常委会上口头通报"
    return {
        Step.REMIND: "招商办发函",
        Step.CIRCULATE: "在全市领导干部大会上通报",
        Step.TALK: "由市政府分管负责同志约谈",
    }[step]


def audience_for(group: str) -> Audience:
    """Return before whom the measure may be spoken of: by whom it names."""
    return widest_for(group)


def newly_appointed(appointed: dt.date | None, day: dt.date, rule: LagRule = DEFAULT) -> bool:
    """Tell whether somebody was appointed less than the rule's months before `day`.

    Months run from day to day; the 31st ends with a shorter month's last day (31 May counts from 28 or 29 Feb on).
    """
    return appointed is not None and appointed <= day < months_later(appointed, rule.new_months)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def grounds(period: str, group: str, lag: Lag, months_running: int, named: str | None) -> str:
    """Return the grounds of a measure in one Chinese sentence."""
    progress = lag.progress
    behind = rounded(-progress.ahead * 100, Decimal("0.01"))
    running = f"连续{months_running}个月落后" if months_running > 1 else "首次落后"
    words = f"，{named}" if named else ""
    members = {"county": "县区", "department": "市直部门", "leader": "市领导"}[group]
    return (
        f"{lag.unit.name}{period}在{lag.of}个{lag.among}{members}中列第{lag.unit.rank}位（得分{lag.unit.score}），"
        f"各项任务加权完成率{percent(progress.completion)}，时序应达{percent(progress.expected)}，"
        f"欠{behind}个百分点{words}，{running}。"
    )


def check_words(text: str) -> None:
    """Refuse words that are not the office's to give."""
    found = [word for word in FORBIDDEN if word in text]
    if found:
        raise Refused(f"文中有“{'”“'.join(found)}”，这不是招商办能使用的措辞。请改写后再保存。")


def check_due(decided: dt.date, due: dt.date | None) -> None:
    """Refuse an answer to be due before the measure was decided."""
    if due is not None and due < decided:
        raise Refused(f"反馈期限 {due} 早于决定的日期 {decided}。请改成那天或以后。")


def check_day(on: dt.date, today: dt.date, before: Sequence[tuple[str, dt.date | None]]) -> None:
    """Refuse a day to come, or one earlier than what happened `before` (what, and its day where it has one)."""
    if on > today:
        raise Refused(f"{on} 还没有到，不能先记上。请写今天（{today}）或以前的日期。")
    for what, day in before:
        if day is not None and on < day:
            raise Refused(f"{on} 早于{what}的日期 {day}。请核对后改正。")


def check_move(status: Status, to: Status) -> None:
    """Refuse a measure to go where it cannot go from where it stands."""
    if to not in NEXT[status]:
        options = "、".join(NEXT[status]) or "无（已经了结）"
        raise Refused(f"这项措施现在是“{status}”，不能改为“{to}”；可选：{options}。")
