"""Matching one subject on one day against the clauses of the measures (domain.md §5): verdicts with their working."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.rules import facts as names
from app.rules.facts import FACTS, Facts, Known
from app.rules.money import Fen, in_words
from app.rules.policy.benefits import Duty, FirstYear, ReferralMap, Schedule, Subsidy, YearRate, by_year, first_year
from app.rules.policy.conditions import All, State, Test, Weighed, evaluate, missing, weighed
from app.rules.policy.document import Clause, Measures, Outcome, Rule

STANDING = Test(FACTS[names.TERMINATED], "is", False)
"""What every grant demands beside its own conditions: the project was not terminated."""


@dataclass(frozen=True)
class Estimate:
    """What a benefit may be worth in 分, from least to most: an estimate, never a promise.

    `years` are least and most of each year of a schedule, in its order.
    """

    low: Fen
    high: Fen
    basis: str
    years: tuple[tuple[Fen, Fen], ...] = ()

    @property
    def text(self) -> str:
        """The range in words, labelled as an estimate."""
        amount = in_words(self.low) if self.low == self.high else f"{in_words(self.low)}至{in_words(self.high)}"
        return f"估算{amount}（{self.basis}，不作承诺）"


@dataclass(frozen=True)
class ClauseMatch:
    """What one clause says of the subject: the answer, each condition, the benefit, and what stands beside it.

    `missing` says what is lacking where the answer is `COULD`; `yields_to` names the clause that is enjoyed instead;
    `promised` is False for a clause whose review is not 有效: it is matched for history and promised to nobody.
    """

    clause: Clause
    state: State
    conditions: tuple[Weighed, ...]
    missing: tuple[str, ...]
    benefit: str
    first: FirstYear | None
    schedule: tuple[YearRate, ...]
    estimate: Estimate | None
    promised: bool
    note: str = ""
    yields_to: str = ""
    granted_by: str = ""

    @property
    def entitled(self) -> bool:
        """Tell whether the subject may claim it: the clause applies, is in force, and no better one takes its place."""
        gives = not isinstance(self.clause.benefit, Duty)
        return gives and self.state is State.YES and self.promised and not self.yields_to

    def to_json(self) -> dict[str, object]:
        """Return the clause as the command line prints it for programs."""
        return {
            "clause": self.clause.number,
            "key": self.clause.key,
            "title": self.clause.title,
            "verdict": self.state.key,
            "conditions": [one.to_json() for one in self.conditions],
            "missing": list(self.missing),
            "benefit": self.benefit,
            "level": self.clause.rule.level if self.clause.rule else "",
            "schedule": [{"year": one.year, "rate": one.rate} for one in self.schedule],
            "first_year": None
            if self.first is None
            else {"year": self.first.year, "assumed": self.first.assumed, "basis": self.first.basis},
            "estimate": None if self.estimate is None else self.estimate.text,
            "promised": self.promised,
            "review": self.clause.rule.review.value if self.clause.rule else "",
            "note": self.note,
            "yields_to": self.yields_to,
            "granted_by": self.granted_by,
        }


def match(measures: Measures, facts: Facts, on: dt.date) -> list[ClauseMatch]:
    """Return what every clause with a rule says of a subject on a day, overlaps resolved by the stated rule.

    The clause on 以商招商 is not among them: it is about others that the subject brought (`policy.referral`).
    """
    found = [
        match_clause(clause, clause.rule, facts, on)
        for clause in measures.matched
        if clause.rule and not isinstance(clause.benefit, ReferralMap)
    ]
    return resolved(found)


def match_clause(clause: Clause, rule: Rule, facts: Facts, on: dt.date) -> ClauseMatch:
    """Return what one clause says of a subject on a day."""
    whole = All((STANDING, rule.when))
    state = evaluate(whole, facts, on) if rule.holds_on(on) else State.NO
    benefit = rule.benefit
    first = first_year(benefit.start, facts, on) if isinstance(benefit, Schedule) and state is not State.NO else None
    schedule = by_year(benefit.rates, first.year) if isinstance(benefit, Schedule) and first else []
    return ClauseMatch(
        clause,
        state,
        tuple(weighed(whole, facts, on)),
        tuple(missing(whole, facts, on)) if state is State.COULD else (),
        benefit.text if benefit else "",
        first,
        tuple(schedule),
        _estimate(rule, facts) if state is not State.NO else None,
        rule.review is Outcome.IN_FORCE,
        _note(rule, on),
    )


def resolved(found: Sequence[ClauseMatch]) -> list[ClauseMatch]:
    """Resolve overlaps: of one matter the best clause that applies is enjoyed, unless the clauses are stacked (叠加).

    Clauses not in force never take another's place. The best is the one worth most (`worth`); of equals the one at
    the higher level (全额 before 较低), then the first.
    """
    best: dict[str, ClauseMatch] = {}
    for one in found:
        overlap = one.clause.rule.overlap if one.clause.rule else None
        if overlap is None or overlap.rule == "叠加" or one.state is not State.YES or not one.promised:
            continue
        if overlap.matter not in best or _rank(one) > _rank(best[overlap.matter]):
            best[overlap.matter] = one
    answer = []
    for one in found:
        overlap = one.clause.rule.overlap if one.clause.rule else None
        chosen = best.get(overlap.matter) if overlap and overlap.rule == "就高" else None
        if chosen is not None and chosen is not one and one.state is State.YES:
            matter = overlap.matter if overlap else ""
            note = f"与{chosen.clause.number}同属“{matter}”，按就高原则享受{chosen.clause.number}"
            answer.append(replace(one, yields_to=chosen.clause.number, note=_joined(one.note, note)))
        else:
            answer.append(one)
    return answer


def _rank(one: ClauseMatch) -> tuple[int, int]:
    return worth(one), _LEVELS[one.clause.rule.level] if one.clause.rule else 0


_LEVELS = {"较低": 0, "不限": 1, "全额": 2}


def worth(one: ClauseMatch) -> int:
    """Return by how much a benefit outweighs others of its matter: percent-years of a schedule, 分 of a subsidy."""
    benefit = one.clause.benefit
    if isinstance(benefit, Schedule):
        return sum(benefit.rates)
    return one.estimate.high if one.estimate else 0


def project_facts(known: dict[str, Known]) -> dict[str, Known]:
    """Return the facts with those that follow from others: investment per 亩."""
    invested, land = known.get(names.FIXED), known.get(names.LAND)
    if invested and land and isinstance(invested.value, int) and isinstance(land.value, int) and land.value > 0:
        density = Known(invested.value // land.value, f"{invested.source}÷{land.source}")
        return {**known, names.DENSITY: density}
    return known


def _estimate(rule: Rule, facts: Facts) -> Estimate | None:
    benefit = rule.benefit
    if isinstance(benefit, Subsidy):
        amount = benefit.amount(facts)
        return None if amount is None else Estimate(amount, amount, f"按已登记的{benefit.of}")
    low, high = facts.get(names.TAX_LOW), facts.get(names.TAX_HIGH)
    if not isinstance(benefit, Schedule) or not low or not high:
        return None
    if not isinstance(low.value, int) or not isinstance(high.value, int):
        return None
    share = sum(benefit.rates)
    years = tuple((low.value * rate // 100, high.value * rate // 100) for rate in benefit.rates)
    return Estimate(low.value * share // 100, high.value * share // 100, f"按{low.source}的年留成税额", years)


def _note(rule: Rule, on: dt.date) -> str:
    if not rule.holds_on(on):
        bounds = f"{rule.valid_from or '施行之日'}至{rule.valid_to or '废止'}"
        return f"本条有效期为{bounds}，{on}不在其内"
    if rule.review is not Outcome.IN_FORCE:
        return f"公平竞争审查结论为“{rule.review.value}”，只供核对，不得对外承诺"
    return ""


def _joined(one: str, other: str) -> str:
    return f"{one}；{other}" if one else other
