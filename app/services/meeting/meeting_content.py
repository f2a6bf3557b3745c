"""What goes into a meeting pack: the rankings of the groups that an audience may see, their months, the province."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.models.office import read_names
from app.rules.audience import Audience
from app.rules.errors import Refused
from app.rules.meeting_pack import (
    MeetingPack,
    PackedCity,
    PackedGroup,
    PackedIndicator,
    PackedMonth,
    PackedRecord,
    PackedUnit,
)
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scheme import Scheme, read_scheme
from app.rules.scoring import class_label
from app.services.ranking import province
from app.services.ranking.comparing import RecordLine, record_lines
from app.services.ranking.freezing import latest_published
from app.services.ranking.ranking import GROUPS, rank
from app.services.ranking.series import series

MONTHS = 12
"""How far back the lines over time go."""


def meeting_content(
    connection: sqlite3.Connection,
    period: Period,
    audience: Audience,
    groups: Sequence[str],
    *,
    as_of: dt.date,
    today: dt.date,
) -> MeetingPack:
    """Return what a meeting of an audience is shown of a period; groups that no scheme ranks are left out.

    A published ranking goes before the present figures. Raises `Refused` where nothing can be shown at all, and for a
    period that has not begun: figures of an earlier month would stand under its name.
    """
    if as_of < period.first:
        raise Refused(f"截至 {as_of} 时，期间 {period} 还没有开始，没有可讲的内容。请改期间或截至日期。")
    names = read_names(connection)
    packed = []
    refused: Refused | None = None
    for group in groups:
        try:
            packed.append(_group(connection, period, group, as_of))
        except Refused as error:
            refused = error
    month = f"{min(period.last, as_of):%Y-%m}"
    cities = tuple(
        PackedCity(
            one.city,
            one.rank,
            None if one.score is None else float(one.score),
            one.signed,
            one.over,
            None if one.amount_fen is None else one.amount_fen / YI,
        )
        for one in province.standings(connection, month)
    )
    if not packed and not cities:
        raise refused or Refused(
            f"印发范围“{audience.label}”看不到任何一组的排名，也没有{month}的全省排名，没有可讲的内容。"
        )
    try:
        gap = province.gap(connection, month).sentence
    except Refused:
        gap = ""
    return MeetingPack(
        title=f"{names.city}{period.label}招商引资工作情况",
        city=names.city,
        authority=names.authority,
        period=str(period),
        period_label=period.label,
        audience=audience.label,
        made_on=today.isoformat(),
        groups=tuple(packed),
        province=cities,
        province_gap=gap,
    )


def _group(connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date) -> PackedGroup:
    frozen = latest_published(connection, period, group)
    body: dict[str, Any]
    if frozen is not None:
        body, records, digest = frozen.body, frozen.records, frozen.facts.sha256
        as_of, edition = frozen.facts.as_of, frozen.facts.edition
        scheme = _scheme_of(connection, frozen.facts.id)
    else:
        table = rank(connection, period, group, as_of)
        body, records, digest, edition = table.to_json(), record_lines(connection, table), table.sha256(), None
        scheme = table.scheme
    return PackedGroup(
        group=group,
        label=GROUPS[group],
        scheme=str(body["scheme"]),
        as_of=as_of.isoformat(),
        edition=edition,
        sha256=digest,
        units=_units(connection, period, group, as_of, body, records, by_class=scheme.by_class),
        city=_city(body),
        months=_months(connection, period, group, as_of, {one["id"]: one["unit"] for one in body["units"]}),
        by_class=scheme.by_class and any(one["class"] for one in body["units"]),
        decimals=scheme.decimals,
    )


def _scheme_of(connection: sqlite3.Connection, ranking_id: int) -> Scheme:
    """Return the scheme by which a published ranking was scored."""
    name, body = connection.execute(
        "SELECT s.name, s.body FROM ranking r JOIN scoring_scheme s ON s.id = r.scheme_id WHERE r.id = ?", (ranking_id,)
    ).fetchone()
    return read_scheme(json.loads(body), name)


def _units(
    connection: sqlite3.Connection,
    period: Period,
    group: str,
    as_of: dt.date,
    body: dict[str, Any],
    records: Sequence[RecordLine],
    *,
    by_class: bool,
) -> tuple[PackedUnit, ...]:
    try:
        before = {row.unit_id: row for row in rank(connection, period.before(), group, as_of).rows}
    except Refused:
        before = {}
    units = []
    for unit in body["units"]:
        earlier, class_key = before.get(unit["id"]), unit.get("class", "")
        moved = by_class and earlier is not None and earlier.class_key != class_key
        units.append(
            PackedUnit(
                name=unit["unit"],
                class_key=class_key,
                rank=unit["rank"],
                score=unit["score"],
                rank_before=None if earlier is None or moved else earlier.rank,
                score_before=None if earlier is None or earlier.score is None else float(earlier.score),
                by_hand=tuple(f"{one['points']:+g}分：{one['reason']}" for one in unit.get("by_hand", ())),
                indicators=tuple(PackedIndicator(**line) for line in unit["indicators"]),
                records=tuple(
                    PackedRecord(line.indicator, line.record, line.value)
                    for line in records
                    if line.unit == unit["unit"] and line.day
                ),
                hand_points=_hand_points(unit),
                class_before=class_label(earlier.class_key) if earlier is not None and moved else "",
            )
        )
    return tuple(units)


def _hand_points(unit: dict[str, Any]) -> float | None:
    """Return the points by hand in a unit's score: what it has beyond its indicators; None where there are none."""
    if not unit.get("by_hand") or unit["score"] is None:
        return None
    parts = (Decimal(str(line["points"])) for line in unit["indicators"] if line["points"] is not None)
    return float(Decimal(str(unit["score"])) - sum(parts, Decimal(0)))


def _city(body: dict[str, Any]) -> tuple[PackedIndicator, ...]:
    """Return the total row, under the heads of the units' columns; without units there are no heads."""
    if not body["units"]:
        return ()
    heads = body["units"][0]["indicators"]
    return tuple(
        PackedIndicator(
            key=head["key"],
            label=head["label"],
            unit=head["unit"],
            actual=total["actual"],
            target=total["target"],
            completion=total["completion"],
            expected=total["expected"],
            points=None,
            working="",
        )
        for head, total in zip(heads, body["city"], strict=True)
    )


def _months(
    connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date, names: Mapping[int, str]
) -> tuple[PackedMonth, ...]:
    """Return the months up to the end of a period; `names` are those of the ranking, by which units go in all months.

    A unit that was renamed runs on under its name of today (docs/decisions/0008); one that is gone bears its old one.
    """
    last = min(period.last, as_of)
    number = last.year * 12 + last.month - 1
    first = number - MONTHS + 1
    span = Period.months(first // 12, first % 12 + 1, last.year, last.month)
    return tuple(
        PackedMonth(
            str(point.period),
            point.period.label,
            {names.get(row.unit_id, row.name): row.rank for row in point.rows},
            {names.get(row.unit_id, row.name): None if row.score is None else float(row.score) for row in point.rows},
            {names.get(row.unit_id, row.name): row.class_key for row in point.rows} if point.scheme.by_class else {},
        )
        for point in series(connection, span, as_of, (group,))
    )
