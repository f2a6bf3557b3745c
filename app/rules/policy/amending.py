"""Amending versions as plain data: the whole text from the changes, and the changes from the whole text.

An amending version names the version that it amends (`amends`) and lists the clauses that it changes (`changes`), each
by its key or, where it has none, by the number that it had (`clause: 第九条`). Where clauses come, go or move, or a
chapter gets another title, `chapters` lists all chapters anew: old clauses by the number they had, new ones in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.rules.errors import Refused
from app.rules.policy.numbering import clause_number

Plain = Mapping[str, Any]
"""A document, chapter or clause as YAML gives it."""

_INHERITED = ("title", "note")
_OWN = ("amends", "changes", "chapters")


def amended(raw: Plain, earlier: Sequence[Plain]) -> Plain:
    """Return the whole text of an amending version: the earlier one with its changes; others come back as they are.

    Raises `Refused` where the version that it amends is not there, or a clause that it names is not in that.
    """
    if not isinstance(raw, Mapping) or "amends" not in raw:
        return raw
    base = base_of(raw, earlier)
    old = numbered(base)
    changes = raw.get("changes") or ()
    chapters = raw.get("chapters") or base["chapters"]
    if not _are_plain(changes) or not _are_plain(chapters):
        raise Refused("changes、chapters：应是若干条款、若干章")
    for place, chapter in enumerate(chapters, start=1):
        if not isinstance(chapter.get("clauses") or [], list):
            raise Refused(f"chapters[{place}].clauses：应是若干条款")
    clauses = _changed(old, changes)
    listed = raw.get("chapters")
    if listed is None:
        numbers = iter(clauses.values())
        whole = [{**chapter, "clauses": [next(numbers) for _ in chapter["clauses"]]} for chapter in base["chapters"]]
    else:
        whole = [_listed(chapter, clauses) for chapter in listed]
    rest = {key: value for key, value in raw.items() if key not in _OWN}
    return {**{key: base[key] for key in _INHERITED if key in base}, **rest, "chapters": whole}


def base_of(raw: Plain, earlier: Sequence[Plain]) -> Plain:
    """Return the whole text of the version that an amending one amends; raise `Refused` where it is not there."""
    base = next((one for one in earlier if one.get("valid_from") == raw["amends"] and one is not raw), None)
    if base is None:
        raise Refused(f"amends：没有{raw['amends']}起施行的办法可供修改")
    return amended(base, [one for one in earlier if one is not base])


def amendment(base: Plain, whole: Plain, origins: Sequence[Sequence[str]], amends: object) -> dict[str, Any]:
    """Return an amending version that makes `whole` out of `base`, holding no more than what differs.

    `origins` has for each chapter of `whole` the number that each of its clauses had in `base`, "" for a new one.
    """
    old = numbered(base)
    changes: list[dict[str, Any]] = []
    chapters: list[dict[str, Any]] = []
    for chapter, came in zip(whole["chapters"], origins, strict=True):
        listed: list[object] = []
        for clause, origin in zip(chapter["clauses"], came, strict=True):
            if origin not in old:
                listed.append(dict(clause))
                continue
            listed.append(origin)
            if change := _difference(old[origin], clause):
                changes.append(_named(old[origin], origin, change))
        chapters.append({"title": chapter["title"], "clauses": listed})
    before = iter(old)
    kept = [
        {"title": chapter["title"], "clauses": [next(before) for _ in chapter["clauses"]]}
        for chapter in base["chapters"]
    ]
    head = {key: value for key, value in whole.items() if key != "chapters"}
    made: dict[str, Any] = {"amends": amends, **head}
    if chapters != kept:
        made["chapters"] = chapters
    if changes or chapters == kept:
        made["changes"] = changes
    return made


def numbered(whole: Plain) -> dict[str, Plain]:
    """Return the clauses of a whole text by the numbers under which they are printed."""
    clauses = (clause for chapter in whole["chapters"] for clause in chapter["clauses"])
    return {clause_number(number): clause for number, clause in enumerate(clauses, start=1)}


def _changed(old: Mapping[str, Plain], changes: Iterable[Plain]) -> dict[str, Plain]:
    by_key = {clause["key"]: number for number, clause in old.items() if clause.get("key")}
    clauses = dict(old)
    unknown: list[str] = []
    for change in changes:
        by_number, key = change.get("clause"), change.get("key", "")
        named = key if by_number is None else by_number
        number = None
        if isinstance(named, str):
            number = by_key.get(named) if by_number is None else named if named in old else None
        if number is None:
            unknown.append(str(named))
            continue
        merged = {**clauses[number], **{key: value for key, value in change.items() if key != "clause"}}
        clauses[number] = {key: value for key, value in merged.items() if value is not None}
    if unknown:
        raise Refused(f"changes：原办法没有代号为“{'、'.join(unknown)}”的条款")
    return clauses


def _listed(chapter: Plain, clauses: Mapping[str, Plain]) -> dict[str, Any]:
    found: list[object] = []
    for one in chapter.get("clauses") or ():
        if isinstance(one, str) and one not in clauses:
            raise Refused(f"chapters：原办法没有{one}")
        found.append(clauses[one] if isinstance(one, str) else one)
    return {**chapter, "clauses": found}


def _difference(old: Plain, new: Plain) -> dict[str, Any]:
    """Return what of a clause is other than before; what is gone is None."""
    found = {key: value for key, value in new.items() if _settled(value) != _settled(old.get(key))}
    return {**found, **{key: None for key in old if key not in new}}


def _named(old: Plain, origin: str, change: dict[str, Any]) -> dict[str, Any]:
    if old.get("key") and "key" not in change:
        return {"key": old["key"], **change}
    return {"clause": origin, **change}


def _settled(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _are_plain(value: object) -> bool:
    return isinstance(value, Sequence) and all(isinstance(one, Mapping) for one in value)
