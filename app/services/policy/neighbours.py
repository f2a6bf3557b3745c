"""Neighbouring cities (domain.md §4): what they pursue, agreements, copied measures, conflicts, courted targets."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from app.rules.copied import CopyState, copy_state
from app.rules.industry.codes import split_codes
from app.rules.industry.knowledge import Verdict


@dataclass(frozen=True)
class Pursuit:
    """An industry that a city pursues or has reserved by an agreement, from a day to a day."""

    industry: str
    codes: tuple[str, ...]
    from_day: str
    to_day: str | None
    source: str


@dataclass(frozen=True)
class Copy:
    """Our measures copied by a city, and the condition on which that was agreed."""

    day: str
    version: str
    condition: str
    mediator: str


@dataclass(frozen=True)
class Neighbour:
    """A city as of a day: what it pursues, what it has reserved, what it copied of us."""

    city: str
    pursues: tuple[Pursuit, ...]
    reserved: tuple[Pursuit, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True)
class Conflict:
    """A leading industry of ours that a neighbour pursues or has reserved, or a condition of a copy it breaks."""

    city: str
    industry: str
    kind: str
    text: str

    def to_json(self) -> dict[str, str]:
        """Return the conflict as the command line prints it for programs."""
        return dict(vars(self))


_HOLDS = "void_reason IS NULL AND from_day <= :on AND (to_day IS NULL OR to_day >= :on)"


def neighbours(connection: sqlite3.Connection, on: dt.date) -> list[Neighbour]:
    """Return the neighbouring cities as of a day, by name."""
    day = {"on": on.isoformat()}
    pursues: dict[str, list[Pursuit]] = {}
    reserved: dict[str, list[Pursuit]] = {}
    copies: dict[str, list[Copy]] = {}
    for table, source, into in (
        ("neighbour_industry", "source", pursues),
        ("neighbour_reservation", "mediator", reserved),
    ):
        for city, industry, codes, first, last, told in connection.execute(
            f"SELECT city, industry, codes, from_day, to_day, {source} FROM {table} WHERE {_HOLDS} ORDER BY id", day
        ):
            into.setdefault(city, []).append(Pursuit(industry, split_codes(codes), first, last, told))
    for city, when, version, condition, mediator in connection.execute(
        "SELECT city, day, policy, condition, mediator FROM measures_copy WHERE void_reason IS NULL AND day <= :on"
        " ORDER BY day, id",
        day,
    ):
        copies.setdefault(city, []).append(Copy(when, version, condition, mediator))
    return [
        Neighbour(city, tuple(pursues.get(city, ())), tuple(reserved.get(city, ())), tuple(copies.get(city, ())))
        for city in sorted({*pursues, *reserved, *copies})
    ]


def pursued(connection: sqlite3.Connection, on: dt.date) -> list[tuple[str, tuple[str, ...]]]:
    """Return the cities and the codes of what they pursue on a day."""
    return [(city.city, one.codes) for city in neighbours(connection, on) for one in city.pursues]


def conflicts(connection: sqlite3.Connection, on: dt.date) -> list[Conflict]:
    """Return where our leading industries meet a neighbour's on a day, and how copies stand to their condition (§4)."""
    ours = dict(_leading(connection, on))
    found = []
    for city in neighbours(connection, on):
        for name, codes in ours.items():
            found += [
                Conflict(
                    city.city,
                    name,
                    "保留",
                    f"{city.city}按协议保留{one.industry}，与本市主导产业{name}冲突，请协调或调整",
                )
                for one in city.reserved
                if meet(codes, one.codes)
            ]
            found += [
                Conflict(
                    city.city, name, "重叠", f"{city.city}也以{one.industry}为主导，与本市{name}重叠，招商中注意错位"
                )
                for one in city.pursues
                if meet(codes, one.codes)
            ]
        shared = _shared(ours, city)
        found += [
            Conflict(
                city.city,
                "、".join(shared),
                "照抄",
                f"{city.city}{copy.day}照抄本市{copy.version}版办法，约定：{copy.condition}；现做{'、'.join(shared)}，{state}",
            )
            for copy in city.copies
            if (state := copy_state(copy.condition, list(ours), shared)) is not CopyState.KEPT
        ]
    return found


def copy_states(connection: sqlite3.Connection, on: dt.date) -> dict[int, tuple[CopyState, str]]:
    """Return, for each copy of our measures by its id, how it stands to its condition on a day, and by what."""
    ours = dict(_leading(connection, on))
    shared = {city.city: _shared(ours, city) for city in neighbours(connection, on)}
    return {
        key: (copy_state(condition, list(ours), its := shared.get(city, [])), "、".join(its))
        for key, city, condition in connection.execute(
            "SELECT id, city, condition FROM measures_copy WHERE void_reason IS NULL"
        )
    }


def chain_conflicts(connection: sqlite3.Connection, on: dt.date) -> list[Conflict]:
    """Return the candidates of the chain that may be drawn (§2) and that a neighbour has reserved or pursues.

    Each candidate industry is told once per city, with the enterprise here that speaks most for it.
    """
    from app.services.chain.chain_candidates import listed_candidates
    from app.services.chain.chain_facts import load_chain

    theirs = [
        (city.city, kind, one)
        for city in neighbours(connection, on)
        for kind, lines in (("保留", city.reserved), ("重叠", city.pursues))
        for one in lines
    ]
    if not theirs:
        return []
    found: dict[tuple[str, str, str], Conflict] = {}
    for listed in listed_candidates(load_chain(connection, on)):
        candidate = listed.candidate
        if candidate.judgement.verdict is Verdict.REJECT:
            continue
        for city, kind, one in theirs:
            if meet((candidate.judgement.candidate,), one.codes):
                does = "已按协议保留" if kind == "保留" else "也在主攻"
                text = (
                    f"可延伸的{candidate.candidate_name}（因{candidate.origin.name}，"
                    f"{candidate.judgement.verdict.label}）属于{city}{does}的{one.industry}"
                )
                found.setdefault(
                    (city, candidate.candidate_name, kind), Conflict(city, candidate.candidate_name, kind, text)
                )
    return sorted(found.values(), key=lambda one: (one.city, one.kind != "保留"))


def courted(connection: sqlite3.Connection, on: dt.date) -> dict[int, str]:
    """Return the projects whose investors a neighbour courts too, with the cities."""
    found: dict[int, str] = {}
    for project, cities in connection.execute(
        "SELECT project_id, group_concat(DISTINCT city) FROM courted_target WHERE void_reason IS NULL AND day <= ?"
        " GROUP BY project_id",
        (on.isoformat(),),
    ):
        found[project] = cities.replace(",", "、")
    return found


def courted_projects(connection: sqlite3.Connection, on: dt.date) -> list[tuple[str, str, str]]:
    """Return the projects that a neighbour courts too: code, name, cities."""
    cities = courted(connection, on)
    rows = connection.execute("SELECT id, code, name FROM project WHERE void_reason IS NULL ORDER BY id")
    return [(code, name, cities[key]) for key, code, name in rows if key in cities] if cities else []


def meet(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two sets of codes have something in common: one is a prefix of the other."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


def _leading(connection: sqlite3.Connection, on: dt.date) -> list[tuple[str, tuple[str, ...]]]:
    """Return our leading industries on a day with their codes."""
    return [
        (name, split_codes(codes))
        for name, codes in connection.execute(
            "SELECT i.name, i.codes FROM leading_industry l JOIN industry i ON i.id = l.industry_id"
            " WHERE l.void_reason IS NULL AND l.from_day <= :on AND (l.to_day IS NULL OR l.to_day >= :on)"
            " ORDER BY l.id",
            {"on": on.isoformat()},
        )
    ]


def _shared(ours: dict[str, tuple[str, ...]], city: Neighbour) -> list[str]:
    """Return those of our leading industries that a city pursues too."""
    return [name for name, codes in ours.items() if any(meet(codes, one.codes) for one in city.pursues)]
