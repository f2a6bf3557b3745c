"""Versions of the measures as the office works on them: revising, copying, exporting, comparing, voiding, trying."""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules import facts as names
from app.rules.errors import Cancelled, OfficeError, Refused
from app.rules.policy.amending import amended
from app.rules.policy.comparing import Difference, compare
from app.rules.policy.conditions import All, State, evaluate, missing
from app.rules.policy.document import Measures, Rule, check_versions, in_force
from app.rules.policy.drafts import Draft, draft_of, draft_of_version
from app.rules.policy.faults import Fault
from app.rules.policy.matching import STANDING
from app.services.office.places import RESOURCES
from app.services.policy.policies import (
    SAMPLE_PAPER,
    Raw,
    as_yaml,
    kept,
    own_raws,
    raw_of,
    save_version,
    shipped,
    shipped_raws,
    versions,
)
from app.services.policy.policy_facts import facts_of

if TYPE_CHECKING:
    from app.models.change import Change

AT_ONCE = 5_000
"""So many projects are tried together: enough to be fast, few enough to cancel between."""


@dataclass(frozen=True)
class Version:
    """A version that holds for the office; `own` where the office entered it, else it came with the program."""

    measures: Measures
    raw: Raw
    whole: Raw
    paper: str
    own: bool

    @property
    def day(self) -> dt.date:
        """The first day on which it holds."""
        return self.measures.valid_from


@dataclass(frozen=True)
class Tried:
    """What a clause would say of one project: `short` is what is lacking where it could still come to apply."""

    code: str
    name: str
    enterprise: str
    state: State
    short: str


@dataclass(frozen=True)
class Trial:
    """What a clause would say of all projects on a day: those it applies to first, then those it could."""

    on: dt.date
    projects: tuple[Tried, ...]

    def count(self, state: State) -> int:
        """Return how many projects have an answer."""
        return sum(one.state is state for one in self.projects)


def known_versions(connection: sqlite3.Connection) -> tuple[Version, ...]:
    """Return the versions that hold for the office, in the order of their first days."""
    entered = kept(connection)
    if entered:
        raws = own_raws(connection)
        pairs = zip(entered, raws, strict=True)
        found = [_version(one.measures, raw, raws, one.paper, own=one.paper != SAMPLE_PAPER) for one, raw in pairs]
    else:
        raws = shipped_raws()
        found = [_version(one, raw, raws, SAMPLE_PAPER, own=False) for one, raw in zip(shipped(), raws, strict=True)]
    return tuple(sorted(found, key=lambda one: one.day))


def find_version(connection: sqlite3.Connection, day: dt.date) -> Version:
    """Return the version that begins on a day; raise `Refused` with those there are."""
    known = known_versions(connection)
    for one in known:
        if one.day == day:
            return one
    raise Refused(f"没有自{day}起施行的管理办法；现有：{'、'.join(one.measures.version for one in known)}。")


def revision_of(version: Version) -> Draft:
    """Return a draft that amends a version: its text, with day and paper to be filled in."""
    draft = draft_of(version.whole, amends=version.day)
    draft.valid_from = draft.valid_to = None
    return draft


def copy_of(version: Version) -> Draft:
    """Return a draft of a document of its own that begins as a copy of a version."""
    draft = draft_of(version.whole)
    draft.valid_from = draft.valid_to = None
    return draft


def draft_from_file(connection: sqlite3.Connection, path: Path) -> Draft:
    """Return the draft that a YAML file makes, faults and all; raise `OfficeError` where it is no document."""
    raw = raw_of(path)
    earlier = own_raws(connection) or shipped_raws()
    try:
        return draft_of_version(raw, [one for one in earlier if one.get("valid_from") != raw.get("valid_from")])
    except Refused as error:
        raise OfficeError(f"管理办法文件“{path}”读不进来：{error.message}。请改正后重试。") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise OfficeError(f"管理办法文件“{path}”不是分章分条的办法。请对照 docs/measures.md 改正后重试。") from error


def save_draft(office: Office, draft: Draft, *, reason: str) -> Measures:
    """Save a draft as a version; raise `Refused` with every fault that stands, and as `save_version` does."""
    measures, faults = draft.examined()
    if measures is None or faults:
        raise Refused(f"没有保存：{'；'.join(one.text for one in faults)}。")
    if not reason.strip():
        raise Refused("保存办法要写明理由（为什么订立或修订），以后查得到。")
    return save_version(office, draft.stored(), paper=draft.paper, reason=reason.strip())


def misplaced(connection: sqlite3.Connection, draft: Draft) -> Fault | None:
    """Return why a draft's first day does not fit among the versions that there are, None where it does."""
    day = draft.valid_from
    if not isinstance(day, dt.date) or (draft.amends is not None and day <= draft.amends):
        return None
    others = [one.measures for one in kept(connection)]
    if not others and draft.amends is not None:
        others = [one for one in shipped() if one.valid_from != day]
    try:
        check_versions([Measures(draft.title, day, "", (), None, draft.amends), *others])
    except Refused as error:
        return Fault("valid_from", error.message)
    return None


def version_yaml(version: Version, *, as_entered: bool = False) -> str:
    """Return a version as the text of a YAML file: the whole text, or what was entered (the changes alone)."""
    found = version.measures
    head = f"# {found.title}，自{found.version}起施行。文号：{version.paper}。写法见 docs/measures.md。\n"
    return head + as_yaml(version.raw if as_entered else version.whole)


def export_version(version: Version, path: Path, *, as_entered: bool = False) -> None:
    """Write a version to a YAML file; raise `OfficeError` where the file cannot be written."""
    write_text(path, version_yaml(version, as_entered=as_entered))


def export_draft(draft: Draft, path: Path) -> None:
    """Write the whole text of a draft to a YAML file; raise `OfficeError` where the file cannot be written."""
    write_text(path, as_yaml(draft.whole()))


def write_text(path: Path, text: str) -> None:
    """Write a text file; raise `OfficeError` where that is not possible."""
    from app.models.faults import in_chinese

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise in_chinese(error, f"写入“{path}”") from error


def difference(connection: sqlite3.Connection, old: dt.date, new: dt.date) -> Difference:
    """Return what differs between the versions that begin on two days; raise `Refused` where one is not there."""
    return compare(find_version(connection, old).measures, find_version(connection, new).measures, named_industries())


def void_version(office: Office, day: dt.date, reason: str) -> None:
    """Take back the version that begins on a day, which was entered wrongly; raise `Refused` where it must stand.

    It stands where it came with the program, where another version amends it, or where anything was granted or
    claimed under it.
    """
    from app.models.tables import PolicyVersion
    from app.services.dossiers.records import valid, voiding_reason

    why = voiding_reason(reason)
    with closing(office.read()) as connection:
        version = find_version(connection, day)
        hindrance = _hindrance(connection, version)
    if hindrance:
        raise Refused(hindrance)
    with office.change(f"作废{version.measures.title}（{day}版）", reason=why) as change:
        for row in valid(change.session, PolicyVersion, valid_from=day):
            row.void_reason = why


def refuse_loose_versions(change: Change, change_id: int) -> None:
    """Raise `Refused` where taking back a change, done already in this transaction, leaves measures without support.

    That is a version whose base is gone, two that cannot stand beside each other, or a grant whose version is gone. A
    shipped version that the office's first one brought along comes back by itself, and with it what rests on it.
    """
    connection = change.connection.connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    touched = connection.execute(
        "SELECT v.id, v.valid_from, v.paper, v.void_reason FROM change_item i JOIN policy_version v ON v.id = i.row_id"
        " WHERE i.change_id = ? AND i.table_name = 'policy_version'",
        (change_id,),
    ).fetchall()
    if not touched:
        return
    try:
        check_versions([one.measures for one in kept(connection)])
    except OfficeError as error:
        raise Refused(f"撤销不了：别的版本要靠它（{error.message}）请先撤销或作废后来的版本。") from error
    standing = {one.version for one in versions(connection)}
    for key, day, paper, void_reason in touched:
        comes_back = paper == SAMPLE_PAPER and day in standing
        if void_reason is not None and not comes_back and (papers := _granted_since(connection, key, day)):
            raise Refused(f"撤销不了：已按{day}版兑现{len(papers)}项扶持（如{papers[0]}）。请另录一个修订版。")


def try_rule(
    connection: sqlite3.Connection,
    rule: Rule,
    on: dt.date,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Trial:
    """Return what a rule would say of every project on a day, as `rules.policy.matching` does for one.

    Raises `Cancelled` between two portions.
    """
    whole = All((STANDING, rule.when))
    rows = connection.execute(
        "SELECT p.id, p.code, p.name, e.name FROM project p JOIN enterprise e ON e.id = p.enterprise_id"
        " WHERE p.void_reason IS NULL ORDER BY p.id"
    ).fetchall()
    found = []
    for start in range(0, len(rows), AT_ONCE):
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(start, len(rows))
        portion = rows[start : start + AT_ONCE]
        gathered = facts_of(connection, (row[0] for row in portion), on)
        for key, code, name, enterprise in portion:
            facts = gathered.get(key, {})
            state = evaluate(whole, facts, on) if rule.holds_on(on) else State.NO
            short = "；".join(missing(whole, facts, on)) if state is State.COULD else ""
            found.append(Tried(code, name, enterprise, state, short))
    return Trial(on, tuple(sorted(found, key=lambda one: -one.state)))


@cache
def industries() -> dict[str, str]:
    """Return the names of GB/T 4754-2017 by code."""
    with (RESOURCES / "knowledge" / "gbt4754-2017.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["代码"]: row["名称"] for row in csv.DictReader(file)}


def named_industries() -> Callable[[str], str]:
    """Return what names an industry with its code: 水泥制造（3011）."""
    known = industries()
    return lambda code: f"{known[code]}（{code}）" if code in known else code


def known_texts(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return the texts that facts have in the dossiers, by fact, for those who write conditions."""
    queries = {
        names.INDUSTRY: "SELECT name FROM industry WHERE void_reason IS NULL ORDER BY name",
        names.COUNTY: "SELECT name FROM unit WHERE group_key = 'county' AND void_reason IS NULL ORDER BY id",
        names.KIND: "SELECT DISTINCT kind FROM project WHERE void_reason IS NULL AND kind <> '' ORDER BY kind",
    }
    return {fact: tuple(row[0] for row in connection.execute(query)) for fact, query in queries.items()}


def _version(measures: Measures, raw: Raw, raws: Iterable[Raw], paper: str, *, own: bool) -> Version:
    return Version(measures, raw, dict(amended(raw, list(raws))), paper, own)


def _hindrance(connection: sqlite3.Connection, version: Version) -> str:
    """Return why a version must stand, empty where it may be voided."""
    day = version.day
    if not version.own:
        return f"{day}版是随程序提供的示范文本，不能作废。录入本市的办法后，示范文本就不再使用。"
    followers = [one.measures.version for one in known_versions(connection) if one.measures.amends == day]
    if followers:
        return f"{day}版不能作废：{'、'.join(followers)}版是在它的基础上修订的。请先作废后面的版本。"
    (row,) = connection.execute(
        "SELECT id FROM policy_version WHERE valid_from = ? AND void_reason IS NULL", (day.isoformat(),)
    ).fetchone()
    if papers := _granted_since(connection, row, day.isoformat()):
        return (
            f"{day}版不能作废：已按它兑现{len(papers)}项扶持（如{papers[0]}）。"
            "内容有误的，请另录一个修订版；已兑现的照旧执行。"
        )
    known = versions(connection)
    claims = connection.execute(
        "SELECT p.name, p.signed_day FROM bonus_claim c JOIN project p ON p.id = c.project_id"
        " WHERE c.void_reason IS NULL AND p.signed_day IS NOT NULL ORDER BY c.id"
    )
    for name, signed in claims:
        held = in_force(known, dt.date.fromisoformat(signed))
        if version.measures.bonus and held is not None and held.valid_from == day:
            return f"{day}版不能作废：“{name}”的引荐奖金已按它申请。内容有误的，请另录一个修订版。"
    return ""


def _granted_since(connection: sqlite3.Connection, row: int, day: str) -> list[str]:
    """Return the papers by which something was granted under a version after it was entered as that row.

    What was granted before rests on the shipped version of the same day, which the office's own one replaced.
    """
    rows = connection.execute(
        "SELECT g.paper FROM policy_grant g WHERE g.void_reason IS NULL AND g.policy = ? AND"
        " coalesce((SELECT min(change_id) FROM change_item WHERE table_name = 'policy_grant' AND row_id = g.id), 0) >="
        " coalesce((SELECT min(change_id) FROM change_item WHERE table_name = 'policy_version' AND row_id = ?), 0)"
        " ORDER BY g.id",
        (day, row),
    )
    return [paper for (paper,) in rows]
