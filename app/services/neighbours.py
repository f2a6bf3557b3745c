"""Neighbouring cities (domain.md §4): what they pursue, agreements, copied measures, conflicts, courted targets."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.codes import split_codes


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
    """Return where our leading industries meet a neighbour's on a day; a copy is told its condition beside it."""
    ours = [
        (name, split_codes(codes))
        for name, codes in connection.execute(
            "SELECT i.name, i.codes FROM leading_industry l JOIN industry i ON i.id = l.industry_id"
            " WHERE l.void_reason IS NULL AND l.from_day <= :on AND (l.to_day IS NULL OR l.to_day >= :on)"
            " ORDER BY l.id",
            {"on": on.isoformat()},
        )
    ]
    found = []
    for city in neighbours(connection, on):
        for name, codes in ours:
            for kind, theirs in (("保留", city.reserved), ("重叠", city.pursues)):
                for one in theirs:
                    if not _meet(codes, one.codes):
                        continue
                    words = (
                        f"{city.city}按协议保留{one.industry}，与本市主导产业{name}冲突，请协调或调整"
                        if kind == "保留"
                        else f"{city.city}也以{one.industry}为主导，与本市{name}重叠，招商中注意错位"
                    )
                    found.append(Conflict(city.city, name, kind, words))
        overlapping = [one.industry for one in city.pursues if any(_meet(codes, one.codes) for _, codes in ours)]
        found += [
            Conflict(
                city.city,
                "、".join(overlapping),
                "照抄",
                f"{city.city}{copy.day}照抄本市{copy.version}版办法，约定：{copy.condition}；现做{'、'.join(overlapping)}",
            )
            for copy in city.copies
            if overlapping
        ]
    return found


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


def add_pursuit(
    office: Office, city: str, industry: str, codes: str, *, from_day: dt.date, to_day: dt.date | None, source: str
) -> int:
    """Record that a city pursues an industry from a day on; return the record's id."""
    from app.models.tables import NeighbourIndustry

    _check(city, industry, codes, from_day, to_day)
    with office.change(f"登记{city.strip()}的主导产业") as change:
        row = NeighbourIndustry(
            city=city.strip(),
            industry=industry.strip(),
            codes=codes.strip(),
            from_day=from_day,
            to_day=to_day,
            source=source.strip(),
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def add_agreement(
    office: Office, city: str, industry: str, codes: str, *, from_day: dt.date, to_day: dt.date | None, mediator: str
) -> int:
    """Record an agreement by which an industry is the city's, with who mediated it; it counts in §2 and §4."""
    from app.models.tables import NeighbourReservation

    _check(city, industry, codes, from_day, to_day)
    with office.change(f"登记与{city.strip()}的产业分工协议") as change:
        row = NeighbourReservation(
            city=city.strip(),
            industry=industry.strip(),
            codes=codes.strip(),
            from_day=from_day,
            to_day=to_day,
            mediator=mediator.strip(),
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def record_copy(
    office: Office, city: str, *, day: dt.date, version: dt.date, condition: str, mediator: str = ""
) -> int:
    """Record that a city copied our measures, and on which condition; return the record's id."""
    from app.models.tables import MeasuresCopy

    if not city.strip() or not condition.strip():
        raise Refused("登记照抄办法的城市，要写明城市和约定的条件。")
    with office.change(f"登记{city.strip()}照抄办法", reason=condition) as change:
        row = MeasuresCopy(
            city=city.strip(), day=day, policy=version, condition=condition.strip(), mediator=mediator.strip()
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def mark_courted(office: Office, project_id: int, city: str, *, day: dt.date, note: str = "") -> int:
    """Mark a project whose investor a neighbouring city courts too; return the mark's id."""
    from app.models.tables import CourtedTarget, Project

    if not city.strip():
        raise Refused("标明邻市争取要写城市。")
    with office.change(f"标明{city.strip()}也在争取") as change:
        change.get(Project, project_id)
        row = CourtedTarget(project_id=project_id, city=city.strip(), day=day, note=note.strip())
        change.session.add(row)
        change.session.flush()
        return row.id


def _check(city: str, industry: str, codes: str, from_day: dt.date, to_day: dt.date | None) -> None:
    if not city.strip() or not industry.strip():
        raise Refused("要写明城市和产业。")
    wrong = [one for one in split_codes(codes) if not (one.isdecimal() and 2 <= len(one) <= 4)]
    if wrong or not split_codes(codes):
        raise Refused(f"行业代码“{codes}”不对：请写国民经济行业分类的2至4位代码，几个之间用/隔开。")
    if to_day is not None and to_day < from_day:
        raise Refused(f"截止日期{to_day}早于起始日期{from_day}。")


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)
