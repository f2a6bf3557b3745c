"""The workbench of leading industries (domain.md §4): figures, a choice, and whom it would entitle."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from app.models.office import Office
from app.rules import facts as names
from app.rules.errors import Refused
from app.rules.facts import Known
from app.rules.industry.codes import split_codes
from app.rules.leading import ASPECTS, Figures, LeadingWeights, Scored, Swing, best, compare, swings
from app.rules.policy.matching import match
from app.rules.stages import Stage
from app.services.chain.chain_facts import Chain, load_chain
from app.services.policy.neighbours import pursued
from app.services.policy.policies import version_on
from app.services.policy.policy_facts import facts_of

COUNT = 3
"""How many industries a city chooses, unless told otherwise."""


@dataclass(frozen=True)
class Comparison:
    """The candidates in order, what leads on the day, what the comparison would choose, and how firm that is."""

    on: dt.date
    weights: LeadingWeights
    scored: tuple[Scored, ...]
    leading: tuple[str, ...]
    proposed: tuple[str, ...]
    swings: tuple[Swing, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the proposal stays the same whichever weight moves by 20 %."""
        return all(one.holds for one in self.swings)

    def to_json(self) -> dict[str, object]:
        """Return the comparison as the command line prints it for programs."""
        return {
            "on": self.on.isoformat(),
            "weights": {label: float(getattr(self.weights, key)) for key, label in ASPECTS.items()},
            "candidates": [_scored_json(one) for one in self.scored],
            "leading": list(self.leading),
            "proposed": list(self.proposed),
            "holds": self.holds,
            "swings": [
                {
                    "aspect": ASPECTS[one.aspect],
                    "factor": float(one.factor),
                    "holds": one.holds,
                    "enters": list(one.enters),
                    "leaves": list(one.leaves),
                }
                for one in self.swings
            ],
        }


@dataclass(frozen=True)
class ClauseEffect:
    """How a choice would change who is entitled under a clause: how many now and then, who gains, who loses.

    `gainers` and `losers` are the enterprises of the projects that gain and lose, in the same order.
    """

    clause: str
    title: str
    now: int
    then: int
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    gainers: tuple[str, ...]
    losers: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return the effect as the command line prints it for programs."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in vars(self).items()}


def comparison(
    connection: sqlite3.Connection, on: dt.date, *, weights: LeadingWeights | None = None, count: int = COUNT
) -> Comparison:
    """Compare the industries of the office as of a day. Deterministic; the choice stays with people."""
    chosen = weights or LeadingWeights()
    figures = candidates(connection, on)
    scored = compare(figures, chosen)
    return Comparison(
        on,
        chosen,
        tuple(scored),
        leading_on(connection, on),
        best(scored, count),
        tuple(swings(figures, count, chosen)),
    )


def candidates(connection: sqlite3.Connection, on: dt.date) -> list[Figures]:
    """Return the figures of every industry of the office as of a day."""
    chain = load_chain(connection, on)
    signed = _signed(connection, on)
    courting = pursued(connection, on)
    found = []
    for key, name, text in connection.execute(
        "SELECT id, name, codes FROM industry WHERE void_reason IS NULL ORDER BY id"
    ).fetchall():
        codes = split_codes(text) or chain.finder.broad(name, text)
        enterprises, fen = chain.city.amounts(codes) if codes else (0, 0)
        present, known = _links(chain, codes)
        reserved = tuple(dict.fromkeys(one.city for one in chain.city.reserved if _overlap(one.codes, codes)))
        recent, before = signed.get(key, (0, 0))
        found.append(
            Figures(
                name,
                codes,
                enterprises,
                fen,
                present,
                known,
                _sensitivity(chain, codes),
                reserved,
                tuple(dict.fromkeys(city for city, its in courting if _overlap(its, codes) and city not in reserved)),
                recent,
                before,
            )
        )
    return found


def leading_on(connection: sqlite3.Connection, on: dt.date) -> tuple[str, ...]:
    """Return the industries that lead on a day."""
    return tuple(
        name
        for (name,) in connection.execute(
            "SELECT i.name FROM leading_industry l JOIN industry i ON i.id = l.industry_id WHERE l.void_reason IS NULL"
            " AND l.from_day <= ? AND (l.to_day IS NULL OR l.to_day >= ?) ORDER BY l.id",
            (on.isoformat(), on.isoformat()),
        )
    )


def effect_of(connection: sqlite3.Connection, industries: Sequence[str], on: dt.date) -> list[ClauseEffect]:
    """Return, clause by clause, who would be entitled on a day if these industries led, beside who is now.

    Grants made already are not touched; this is about who could claim.
    """
    _known(connection, industries)
    measures = version_on(connection, on)
    rows = {
        key: (project, enterprise)
        for key, project, enterprise in connection.execute(
            "SELECT p.id, p.name, e.name FROM project p JOIN enterprise e ON e.id = p.enterprise_id"
            " WHERE p.void_reason IS NULL AND p.signed_day <= ?",
            (on.isoformat(),),
        )
    }
    now: dict[str, set[int]] = {}
    then: dict[str, set[int]] = {}
    for project, known in facts_of(connection, rows, on).items():
        industry = known.get(names.INDUSTRY)
        supposed = {**known, names.LEADING: Known(bool(industry and industry.value in industries), "假设的选择")}
        for sets, facts in ((now, known), (then, supposed)):
            for one in match(measures, facts, on):
                if one.entitled:
                    sets.setdefault(one.clause.key, set()).add(project)
    found = []
    for clause in measures.matched:
        one, other = now.get(clause.key, set()), then.get(clause.key, set())
        gains, loses = ([rows[key] for key in sorted(keys)] for keys in (other - one, one - other))
        lists = (tuple(row[place] for row in its) for place in (0, 1) for its in (gains, loses))
        found.append(ClauseEffect(clause.number, clause.title, len(one), len(other), *lists))
    return found


def choose(
    office: Office,
    industries: Sequence[str],
    *,
    from_day: dt.date,
    by: str,
    reason: str,
    today: dt.date,
    compared: Comparison | None = None,
) -> tuple[str, ...]:
    """Choose the leading industries from a day on, with name and reason; return warnings that stand beside it.

    Industries that led and are not chosen lead to the eve of the day. The comparison looked at (`compared`, else the
    one of today with the usual weights) is kept with the choice.
    Raises `Refused` without reason or name, for an unknown industry, or a day before the last choice.
    """
    from app.models.tables import Industry, LeadingChoice, LeadingIndustry
    from app.services.dossiers.records import valid

    if not by.strip() or not reason.strip():
        raise Refused("选定主导产业要写明决定人（会议）和理由。")
    if not industries:
        raise Refused("至少要选一个主导产业。")
    with closing(office.read()) as connection:
        _known(connection, industries)
        compared = compared or comparison(connection, today)
    eve = from_day - dt.timedelta(days=1)
    with office.change("选定主导产业", reason=reason) as change:
        standing = [
            one for one in valid(change.session, LeadingIndustry) if one.to_day is None or one.to_day >= from_day
        ]
        if later := max((one.from_day for one in standing if one.from_day >= from_day), default=None):
            raise Refused(f"已有自{later}起的主导产业，新的选择须从更晚的一天开始。")
        ids = {one.name: one.id for one in valid(change.session, Industry)}
        wanted = {ids[one] for one in industries}
        for one in standing:
            if one.industry_id not in wanted:
                one.to_day = eve
        kept = {one.industry_id for one in standing}
        change.session.add_all(
            LeadingIndustry(industry_id=key, from_day=from_day, reason=reason.strip()) for key in sorted(wanted - kept)
        )
        change.session.add(
            LeadingChoice(
                from_day=from_day,
                chosen_on=today,
                by=by.strip(),
                reason=reason.strip(),
                industries="、".join(industries),
                body=json.dumps(compared.to_json(), ensure_ascii=False),
            )
        )
    return tuple(
        f"{one.figures.name}：{one.warning}"
        for one in compared.scored
        if one.warning and one.figures.name in industries
    )


def _known(connection: sqlite3.Connection, industries: Sequence[str]) -> None:
    there = [name for (name,) in connection.execute("SELECT name FROM industry WHERE void_reason IS NULL ORDER BY id")]
    if unknown := [one for one in industries if one not in there]:
        raise Refused(f"没有“{'、'.join(unknown)}”这个产业；现有：{'、'.join(there)}。")


def _signed(connection: sqlite3.Connection, on: dt.date) -> dict[int, tuple[int, int]]:
    """Return, per industry, the verified signings of the last 12 months and of the 12 before."""
    year = on.replace(year=on.year - 1, day=min(on.day, 28) if on.month == 2 else on.day)
    two = year.replace(year=year.year - 1)
    rows = connection.execute(
        "SELECT p.industry_id, sum(s.day > :year), sum(s.day <= :year) FROM stage_event s JOIN project p"
        " ON p.id = s.project_id WHERE s.stage = :signed AND s.is_main = 1 AND s.void_reason IS NULL"
        " AND p.void_reason IS NULL AND s.verified_on <= :on AND s.day <= :on AND s.day > :two GROUP BY 1",
        {"year": year.isoformat(), "two": two.isoformat(), "on": on.isoformat(), "signed": int(Stage.SIGNED)},
    )
    return {industry: (recent, before) for industry, recent, before in rows if industry is not None}


def _links(chain: Chain, codes: tuple[str, ...]) -> tuple[int, int]:
    """Return how many of the industries joined to this one by a supply link are here, and how many there are."""
    partners: dict[str, None] = {}
    for link in chain.knowledge.links:
        for own, other in ((link.supplier, link.buyer), (link.buyer, link.supplier)):
            if _overlap((own,), codes) and not _overlap((other,), codes):
                partners.setdefault(other)
    return sum(1 for code in partners if chain.city.enterprises(code)), len(partners)


def _sensitivity(chain: Chain, codes: tuple[str, ...]) -> float:
    """Return how much a preference sways the industry: the mean over those under its codes, by enterprises here.

    Where none of them is here they count alike; 3 where nothing is known.
    """
    known = chain.knowledge.industries
    under = [one for one in known if one.startswith(codes)] if codes else []
    narrow = [one for one in under if not any(other != one and other.startswith(one) for other in under)]
    weighed = [(known[one].sensitivity, chain.city.enterprises(one)) for one in narrow]
    here = sum(count for _, count in weighed)
    if here:
        return sum(value * count for value, count in weighed) / here
    alone = [value for value, _ in weighed] or [
        one.sensitivity for code in codes if (one := chain.knowledge.industry(code))
    ]
    return sum(alone) / len(alone) if alone else 3.0


def _overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


def _scored_json(one: Scored) -> dict[str, object]:
    figures = one.figures
    return {
        "industry": figures.name,
        "total": round(float(one.total), 1),
        "points": {ASPECTS[key]: round(float(value), 1) for key, value in one.points.items()},
        "enterprises": figures.enterprises,
        "investment_fen": figures.fen,
        "links_present": figures.links_present,
        "links_known": figures.links_known,
        "sensitivity": round(figures.sensitivity, 2),
        "reserved_by": list(figures.reserved_by),
        "pursued_by": list(figures.pursued_by),
        "recent": figures.recent,
        "before": figures.before,
        "warning": one.warning,
    }
