"""Which industry draws which: the verdict on a candidate because an industry is here (domain.md §2).

A rule whose conditions hold decides, the most specific first; among equally specific ones *does not draw* beats
*draws* unless an exception of it holds. Without a rule the verdict follows from the candidate's location.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.rules.industry import wording
from app.rules.industry.city import City
from app.rules.industry.codes import ANY, SAME
from app.rules.industry.conditions import Weighed
from app.rules.industry.knowledge import Knowledge, Link, Location, PullRule, Relation, Verdict
from app.rules.industry.points import DEFAULT_WEIGHTS, Parts, Weights, points

DERIVED = "推断"
"""What stands for the rule where the verdict follows from the location."""

DEEPEST = 3
FADING = 0.7
"""How much of a score is left at each further step, at most."""

_CLUSTERING = 4
"""The strength from which clusters pull where transport does not decide."""

_ORDER = (Verdict.REJECT, Verdict.POSSIBLE, Verdict.RECOMMEND)


@dataclass(frozen=True)
class Judgement:
    """The verdict on `candidate` because `industry` is here (codes), with what it rests on.

    `rule` is the deciding rule's number or `DERIVED`; `words` is the reason without the enterprise it is about.
    """

    industry: str
    candidate: str
    verdict: Verdict
    relation: Relation
    good: str
    strength: int
    rule: str
    words: str
    conditions: tuple[Weighed, ...] = ()
    advice: str = ""

    def reason(self, subject: str) -> str:
        """Return the reason in one sentence; `subject` says who is here: 白塔食品有限公司（方便食品）在本市."""
        return f"{subject}，{self.words}"


@dataclass(frozen=True)
class Extension:
    """A judged candidate with its score; `path` holds the industries passed on the way, the first one first."""

    judgement: Judgement
    parts: Parts
    score: float
    here: int
    path: tuple[str, ...]

    @property
    def step(self) -> int:
        """1 for what the industry here draws itself, 2 for what that would draw …"""
        return len(self.path)


def judge(knowledge: Knowledge, city: City, industry: str, candidate: str) -> Judgement:
    """Return the verdict on drawing `candidate` because `industry` is here (codes of 2 to 4 digits)."""
    standing = list(_relations(knowledge, industry, candidate))
    matching = [
        _Matched(rule, rank, city)
        for rule in knowledge.rules_of(industry)
        if (rank := rule.rank(industry, candidate)) is not None and _speaks_of(rule, candidate, standing)
    ]
    applying = [one for one in matching if one.applies]
    silent = [one for one in matching if not one.applies]
    if applying:
        chosen = max(applying, key=lambda one: one.precedence)
        others = [one.aside() for one in silent if one.rank >= chosen.rank]
        return _ruled(knowledge, industry, candidate, chosen, others, silent)
    derived = _derived(knowledge, city, industry, candidate, standing, silent)
    asides = [one.aside() for one in silent]
    basis = "（按区位推断）" if standing else ""
    tail = "；".join(["", *asides])
    return replace(
        derived,
        words=f"{derived.words}{tail}{basis}。",
        conditions=tuple(line for one in silent for line in one.lines(named=True)),
    )


def candidates_of(knowledge: Knowledge, industry: str) -> tuple[str, ...]:
    """Return the codes that rules or links join to an industry, in order; rivals (its own code) last."""
    found: dict[str, None] = {}
    for rule in knowledge.rules_of(industry):
        for follower in rule.followers:
            if follower not in (ANY, SAME) and (follower == industry or not industry.startswith(follower)):
                found.setdefault(follower)
    for link in knowledge.supplying(industry):
        found.setdefault(link.supplier)
    for link in knowledge.supplied_by(industry):
        found.setdefault(link.buyer)
    others = sorted(code for code in found if not industry.startswith(code))
    return (*others, industry)


def extend(
    knowledge: Knowledge, city: City, industry: str, *, steps: int = 1, weights: Weights = DEFAULT_WEIGHTS
) -> list[Extension]:
    """Return all candidates of an industry, judged, best first, rejections last.

    A group of industries that is rejected is left out where one of it is told by itself (391 beside 3911).
    With `steps` up to 3 each industry drawn draws further ones, no industry twice on one way, scores falling.
    """
    found = list(_step(knowledge, city, industry, (industry,), None, min(steps, DEEPEST), weights))
    rejected = {one.judgement.candidate for one in found if one.judgement.verdict is Verdict.REJECT}
    groups = {code for code in rejected if any(other != code and other.startswith(code) for other in rejected)}
    told = [
        one for one in found if one.judgement.verdict is not Verdict.REJECT or one.judgement.candidate not in groups
    ]
    return sorted(told, key=order)


def order(extension: Extension) -> tuple[int, int, float]:
    """Return the key by which candidates are listed: near steps first, recommended before possible, by score."""
    return extension.step, -_ORDER.index(extension.judgement.verdict), -extension.score


def _step(
    knowledge: Knowledge,
    city: City,
    industry: str,
    path: tuple[str, ...],
    before: float | None,
    steps: int,
    weights: Weights,
) -> Iterator[Extension]:
    for candidate in candidates_of(knowledge, industry):
        if len(path) > 1 and any(one.startswith(candidate) or candidate.startswith(one) for one in path):
            continue
        judgement = judge(knowledge, city, industry, candidate)
        if judgement.verdict is Verdict.REJECT:
            if len(path) == 1:
                yield Extension(judgement, Parts(), 0.0, city.enterprises(candidate), path)
            continue
        parts = points(knowledge, city, industry, candidate, judgement.strength, weights)
        score = parts.total if before is None else round(min(parts.total, before) * FADING, 1)
        yield Extension(judgement, parts, score, city.enterprises(candidate), path)
        if steps > 1 and candidate != industry:
            yield from _step(knowledge, city, candidate, (*path, candidate), score, steps - 1, weights)


@dataclass(frozen=True)
class _Matched:
    """A rule that matches a pair, weighed against the city."""

    rule: PullRule
    rank: int
    city: City

    @property
    def conditions(self) -> tuple[Weighed, ...]:
        return tuple(one.weigh(self.city.amounts) for one in self.rule.conditions)

    @property
    def exceptions(self) -> tuple[Weighed, ...]:
        return tuple(one.weigh(self.city.amounts) for one in self.rule.exceptions)

    @property
    def is_excepted(self) -> bool:
        """An exception is a whole: all its terms must hold."""
        return bool(self.exceptions) and all(one.holds for one in self.exceptions)

    @property
    def applies(self) -> bool:
        return all(one.holds for one in self.conditions) and not self.is_excepted

    @property
    def precedence(self) -> tuple[int, bool, int]:
        return self.rank, self.rule.verdict is Verdict.REJECT, self.rule.strength

    def aside(self) -> str:
        """Say why the rule does not apply."""
        if self.is_excepted:
            return wording.excepted(self.rule, self.exceptions)
        return wording.unmet(self.rule, self.conditions)

    def lines(self, *, named: bool) -> list[Weighed]:
        """Return the conditions as lines of their own; `named` says of which rule they are."""
        name = f"规则{self.rule.number}：" if named else ""
        lines = [replace(one, text=f"{name}{one.text}") for one in self.conditions]
        lines += [replace(one, text=f"{name}例外：{one.text}") for one in self.exceptions]
        if self.rule.premise and not named:
            lines.append(Weighed(self.rule.premise, None))
        return lines


def _speaks_of(rule: PullRule, candidate: str, standing: list[tuple[Relation, Link]]) -> bool:
    """A rule on any follower speaks only of those that stand in its relation (N04: buyers of household chemicals)."""
    named = any(one == SAME or (one != ANY and candidate.startswith(one)) for one in rule.followers)
    return named or any(relation is rule.relation for relation, _ in standing)


def _relations(knowledge: Knowledge, industry: str, candidate: str) -> Iterator[tuple[Relation, Link]]:
    for link in knowledge.supplying(industry):
        if candidate.startswith(link.supplier):
            yield Relation.SUPPLIES, link
    for link in knowledge.supplied_by(industry):
        if candidate.startswith(link.buyer):
            yield Relation.BUYS, link


def _ruled(
    knowledge: Knowledge,
    industry: str,
    candidate: str,
    chosen: _Matched,
    others: list[str],
    silent: list[_Matched],
) -> Judgement:
    rule = chosen.rule
    words = wording.by_rule(
        knowledge,
        industry,
        candidate,
        rule,
        chosen.conditions,
        chosen.exceptions,
        others,
        here=chosen.city.enterprises(candidate) > 0,
    )
    return Judgement(
        industry,
        candidate,
        rule.verdict,
        rule.relation,
        rule.good,
        rule.strength,
        rule.number,
        words,
        (*chosen.lines(named=False), *(line for one in silent for line in one.lines(named=True))),
        rule.advice,
    )


def _derived(
    knowledge: Knowledge,
    city: City,
    industry: str,
    candidate: str,
    standing: list[tuple[Relation, Link]],
    silent: list[_Matched],
) -> Judgement:
    """Return the best of what the relations of the two industries say, its words still open."""
    if not standing:
        would = next((one.rule for one in silent if one.rule.verdict is not Verdict.REJECT), None)
        relation, good = (would.relation, would.good) if would else (Relation.SHARED, "")
        words = wording.without_link(knowledge, industry, candidate, would)
        return Judgement(industry, candidate, Verdict.REJECT, relation, good, 0, DERIVED, words)
    weighed = [
        (_by_location(knowledge, candidate, relation, link), link.strength, relation, link)
        for relation, link in standing
    ]
    verdict, strength, relation, link = max(weighed, key=lambda one: (_ORDER.index(one[0]), one[1]))
    here = city.enterprises(candidate) > 0
    words = wording.by_location(knowledge, industry, candidate, link, relation, verdict, here=here)
    return Judgement(industry, candidate, verdict, relation, link.good, strength, DERIVED, words)


def _by_location(knowledge: Knowledge, candidate: str, relation: Relation, link: Link) -> Verdict:
    """The table of domain.md §2."""
    known = knowledge.industry(candidate)
    match known.location if known else None:
        case Location.MARKET:
            return Verdict.RECOMMEND if relation is Relation.SUPPLIES else Verdict.REJECT
        case Location.MATERIAL:
            return Verdict.RECOMMEND if relation is Relation.BUYS and link.main else Verdict.REJECT
        case Location.TECHNOLOGY | Location.LABOUR | Location.FREE:
            return Verdict.POSSIBLE if link.strength >= _CLUSTERING else Verdict.REJECT
        case _:
            return Verdict.REJECT
