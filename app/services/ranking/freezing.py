"""Publishing a ranking: frozen with its figures, hash and version; what changes later shows beside it, never in it.

For screens: `publish` freezes; `published` lists; `read_published` gives the frozen figures, checked against their
hash; `since_published` tells what a later change of the records would do, record by record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.models.office import Office
from app.rules.errors import OfficeError, Refused
from app.rules.periods import Period
from app.services.ranking.comparing import RecordDifference, RecordLine, differences, record_lines
from app.services.ranking.ranking import GROUPS, RankingTable, rank, rank_again


@dataclass(frozen=True)
class PublishedRanking:
    """A published ranking in the list. `corrects` is the edition that it corrects; `latest` the one that counts."""

    id: int
    period: Period
    group: str
    as_of: dt.date
    edition: int
    corrects: int | None
    correction: str
    published_on: dt.date
    published_by: str
    sha256: str
    latest: bool
    level: str


@dataclass(frozen=True)
class FrozenRanking:
    """A published ranking with its figures as they were (`RankingTable.to_json`) and the records behind them."""

    facts: PublishedRanking
    body: dict[str, Any]
    records: tuple[RecordLine, ...]


@dataclass(frozen=True)
class FrozenMove:
    """One unit as published and as it would stand now, by its name of today where it is still ranked."""

    unit_id: int
    unit: str
    rank_then: int | None
    rank_now: int | None
    score_then: Decimal | None
    score_now: Decimal | None

    @property
    def moved(self) -> bool:
        """Whether rank or score would be another now."""
        return (self.rank_then, self.score_then) != (self.rank_now, self.score_now)


@dataclass(frozen=True)
class LaterChange:
    """What became of the figures since a ranking was published; the ranking itself is as it was."""

    frozen: FrozenRanking
    now: RankingTable
    moves: tuple[FrozenMove, ...]
    records: tuple[RecordDifference, ...]

    @property
    def unchanged(self) -> bool:
        """Whether the same records still give the same figures; another name of a unit is no other figure."""
        names = {unit["id"]: unit["unit"] for unit in self.frozen.body["units"]}
        body: dict[str, Any] = self.now.to_json()
        body["units"] = [unit | {"unit": names.get(unit["id"], unit["unit"])} for unit in body["units"]]
        return _in_one_order(body) == _in_one_order(self.frozen.body)


def publish(
    office: Office,
    period: Period,
    group: str,
    as_of: dt.date,
    *,
    today: dt.date,
    by: str,
    correction: str = "",
    level: str = "",
) -> int:
    """Freeze the ranking of a group and period as it is, and return its id.

    The first publication is edition 1. After that only a correction is possible: it says in `correction` what it
    corrects, and becomes the next edition; the earlier ones stay. One that scores against another `level` of targets
    is published beside it, with editions of its own. Raises `Refused` for an `as_of` after `today`, where one is
    published already and nothing is said, where nothing has changed since, or as `rank` does.
    """
    if as_of > today:
        raise Refused(f"{as_of} 还没有到，不能发布那天的排名。截至日期最晚是今天（{today}）。")
    with closing(office.read()) as connection:
        table = rank(connection, period, group, as_of, level=level)
        records = record_lines(connection, table)
        earlier = [one for one in published(connection, group) if (one.period, one.level) == (period, level)]
    last = max(earlier, key=lambda one: one.edition, default=None)
    digest = table.sha256()
    if last is not None:
        if not correction.strip():
            raise Refused(
                f"{period.label}{GROUPS[group]}排名已发布第{last.edition}版，不能改动。更正须写明更正了什么，另发一版。"
            )
        if last.sha256 == digest:
            raise Refused(f"数字与第{last.edition}版完全相同，没有可更正的。")
    elif correction.strip():
        raise Refused(f"{period.label}{GROUPS[group]}排名还没有发布过，不需要更正。")
    with office.change(f"发布排名：{period.label}{GROUPS[group]}", reason=correction.strip()) as change:
        return _freeze(change, table, records, digest, last, today, by, correction.strip())


def published(connection: sqlite3.Connection, group: str = "") -> tuple[PublishedRanking, ...]:
    """Return the published rankings, of one group or of all, the latest first; `level` as `rank` takes it."""
    rows = connection.execute(
        "SELECT r.id, r.period, r.group_key, r.as_of, r.edition, c.edition, r.correction, r.published_on,"
        " r.published_by, r.sha256, NOT EXISTS (SELECT 1 FROM ranking n WHERE n.period = r.period"
        " AND n.group_key = r.group_key AND coalesce(json_extract(n.body, '$.level'), '') ="
        " coalesce(json_extract(r.body, '$.level'), '') AND n.published_on IS NOT NULL AND n.void_reason IS NULL"
        " AND n.edition > r.edition), coalesce(json_extract(r.body, '$.level'), '')"
        " FROM ranking r LEFT JOIN ranking c ON c.id = r.corrects_id"
        " WHERE r.published_on IS NOT NULL AND r.void_reason IS NULL AND ? IN ('', r.group_key)"
        " ORDER BY r.period DESC, r.group_key, r.edition DESC",
        (group,),
    )
    return tuple(
        PublishedRanking(
            key,
            Period.parse(period),
            group_key,
            dt.date.fromisoformat(as_of),
            edition,
            corrects,
            correction,
            dt.date.fromisoformat(on),
            by,
            digest,
            bool(latest),
            level,
        )
        for key, period, group_key, as_of, edition, corrects, correction, on, by, digest, latest, level in rows
    )


def read_published(connection: sqlite3.Connection, ranking_id: int) -> FrozenRanking:
    """Return a published ranking; raise `OfficeError` where its figures no longer fit their hash."""
    facts = next((one for one in published(connection) if one.id == ranking_id), None)
    if facts is None:
        raise Refused("没有这一版已发布的排名。请刷新后再看。")
    body, records = connection.execute("SELECT body, records FROM ranking WHERE id = ?", (ranking_id,)).fetchone()
    read = json.loads(body)
    if hash_of(read) != facts.sha256:
        raise OfficeError(
            f"{facts.period.label}{GROUPS[facts.group]}排名第{facts.edition}版的数字与发布时的校验码不符，"
            "数据可能在程序之外被改动过。请从备份恢复后再用。"
        )
    return FrozenRanking(facts, read, tuple(RecordLine(*line) for line in json.loads(records or "[]")))


def latest_published(
    connection: sqlite3.Connection, period: Period, group: str, level: str = ""
) -> FrozenRanking | None:
    """Return the edition that counts of a group and period, by the scheme's levels or another; None without one."""
    found = [one for one in published(connection, group) if (one.period, one.level) == (period, level) and one.latest]
    return read_published(connection, found[0].id) if found else None


def since_published(connection: sqlite3.Connection, ranking_id: int) -> LaterChange:
    """Tell what a later change of the records would do to a published ranking, as of the same day."""
    frozen = read_published(connection, ranking_id)
    facts = frozen.facts
    now = rank_again(connection, facts.period, facts.group, facts.as_of, level=facts.level)
    present = {row.unit_id: row for row in now.rows}
    then = {unit["id"]: unit for unit in frozen.body["units"]}
    names = {key: unit["unit"] for key, unit in then.items()} | {key: row.name for key, row in present.items()}
    moves = []
    for key in dict.fromkeys([*then, *present]):
        old, new = then.get(key), present.get(key)
        moves.append(
            FrozenMove(
                key,
                names[key],
                old["rank"] if old else None,
                new.rank if new else None,
                Decimal(str(old["score"])) if old and old["score"] is not None else None,
                new.score if new else None,
            )
        )
    renamed = {unit["unit"]: names[key] for key, unit in then.items()}
    known = [replace(one, unit=renamed.get(one.unit, one.unit)) for one in frozen.records]
    records = differences(known, record_lines(connection, now))
    return LaterChange(frozen, now, tuple(moves), records)


def _in_one_order(body: dict[str, Any]) -> dict[str, Any]:
    """Return the figures with the units in the order of their ids: equals stand in the order of their names."""
    return body | {"units": sorted(body["units"], key=lambda unit: unit["id"])}


def hash_of(body: dict[str, Any]) -> str:
    """Return the SHA-256 by which a ranking's figures are known (`RankingTable.sha256` of the same figures)."""
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _freeze(
    change: Any,
    table: RankingTable,
    records: tuple[RecordLine, ...],
    digest: str,
    last: PublishedRanking | None,
    today: dt.date,
    by: str,
    correction: str,
) -> int:
    """Write the frozen ranking; one that a paper froze with the same figures becomes the published one."""
    from app.models.tables import Ranking
    from app.services.dossiers.records import valid

    known = [one for one in valid(change.session, Ranking, sha256=digest) if one.published_on is None]
    row = (
        known[0]
        if known
        else Ranking(
            period=str(table.period),
            group_key=table.group,
            as_of=table.as_of,
            scheme_id=table.scheme_id,
            body=json.dumps(table.to_json(), ensure_ascii=False),
            sha256=digest,
        )
    )
    row.edition = last.edition + 1 if last else 1
    row.corrects_id = last.id if last else None
    row.correction = correction
    row.published_on = today
    row.published_by = by
    row.records = json.dumps(
        [(one.indicator, one.unit, one.record, one.day, one.value) for one in records], ensure_ascii=False
    )
    change.session.add(row)
    change.session.flush()
    return row.id
