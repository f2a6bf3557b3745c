"""A draft of a version of the measures: its text under revision as plain data, and the version that it becomes."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.rules.policy.amending import amended, amendment, base_of, numbered
from app.rules.policy.document import Fault, Measures, examine

Plain = dict[str, Any]


@dataclass(eq=False)
class DraftClause:
    """A clause under revision; `data` is what YAML would hold, `origin` its number in the version amended, else ""."""

    data: Plain
    origin: str = ""

    @property
    def rule(self) -> Plain | None:
        """The rule as plain data, None where the clause has none."""
        return self.data.get("rule")

    def put(self, name: str, value: object) -> None:
        """Set a field of the clause; one that is empty and may be missing is left out."""
        if value or name in ("title", "text"):
            self.data[name] = value
        else:
            self.data.pop(name, None)

    def put_rule(self, name: str, value: object) -> None:
        """Set a field of the rule; None and empty ones are left out."""
        rule = self.data.setdefault("rule", {})
        if value is None or value == "":
            rule.pop(name, None)
        else:
            rule[name] = value


@dataclass(eq=False)
class DraftChapter:
    """A chapter under revision."""

    title: str
    clauses: list[DraftClause] = field(default_factory=list)


@dataclass
class Draft:
    """A whole document under revision.

    `amends` with `base` is the version that it revises (its first day and whole text); `paper` the number under which
    it is issued. Days are kept as they were typed where they cannot be read.
    """

    title: str = ""
    note: str = ""
    valid_from: object = None
    valid_to: object = None
    chapters: list[DraftChapter] = field(default_factory=list)
    amends: dt.date | None = None
    base: Plain | None = None
    paper: str = ""

    def clauses(self) -> list[DraftClause]:
        """Return all clauses in order."""
        return [clause for chapter in self.chapters for clause in chapter.clauses]

    def reviewed(self) -> list[DraftClause]:
        """Return the clauses whose 公平竞争审查 must be stated: those that give something."""
        found = []
        for clause in self.clauses():
            benefit = (clause.rule or {}).get("benefit")
            if isinstance(benefit, dict) and benefit.get("kind") != "duty":
                found.append(clause)
        return found

    def review_all(self, outcome: str, paper: str) -> int:
        """State one outcome of the 公平竞争审查 for all clauses that need one, and return how many they are."""
        for clause in self.reviewed():
            clause.put_rule("review", {"outcome": outcome, **({"paper": paper} if paper else {})})
        return len(self.reviewed())

    def whole(self) -> Plain:
        """Return the whole text as YAML would hold it."""
        made: Plain = {"title": self.title, "valid_from": self.valid_from}
        if self.valid_to is not None:
            made["valid_to"] = self.valid_to
        chapters = [{"title": one.title, "clauses": [clause.data for clause in one.clauses]} for one in self.chapters]
        return copy.deepcopy({**made, "note": self.note, "chapters": chapters})

    def stored(self) -> Plain:
        """Return the version as it is kept: the changes alone where it amends another, else the whole text."""
        if self.base is None or self.amends is None:
            return self.whole()
        origins = [[clause.origin for clause in chapter.clauses] for chapter in self.chapters]
        return copy.deepcopy(amendment(self.base, self.whole(), origins, self.amends))

    def examined(self) -> tuple[Measures | None, tuple[Fault, ...]]:
        """Return the measures that the text makes, or None and every fault with its place; the paper is asked for."""
        measures, faults = examine(self.whole())
        if not self.paper.strip():
            faults = (Fault("paper", "写明文号，以后查得到依据"), *faults)
        if self.amends and isinstance(self.valid_from, dt.date) and self.valid_from <= self.amends:
            faults = (Fault("valid_from", f"要晚于被修订的{self.amends}版"), *faults)
        return measures, faults

    def to_plain(self) -> Plain:
        """Return the draft as plain data, for a file that outlives a crash; `draft_from` reads it back."""
        chapters = [
            {
                "title": one.title,
                "clauses": [{"origin": clause.origin, "data": clause.data} for clause in one.clauses],
            }
            for one in self.chapters
        ]
        head = {name: getattr(self, name) for name in _HEAD}
        return copy.deepcopy({**head, "chapters": chapters})


_HEAD = ("title", "note", "valid_from", "valid_to", "amends", "base", "paper")


def draft_from(plain: Mapping[str, Any]) -> Draft:
    """Return a draft from its plain data; raise `KeyError`, `TypeError` or `AttributeError` where it is none."""
    draft = Draft(**{name: copy.deepcopy(plain[name]) for name in _HEAD})
    for chapter in plain["chapters"]:
        clauses = [DraftClause(copy.deepcopy(one["data"]), one["origin"]) for one in chapter["clauses"]]
        draft.chapters.append(DraftChapter(chapter["title"], clauses))
    return draft


def draft_of(whole: Mapping[str, Any], *, amends: dt.date | None = None, paper: str = "") -> Draft:
    """Return a draft of a whole text; with `amends` it becomes a revision of that version."""
    text: Plain = copy.deepcopy(dict(whole))
    numbers = iter(numbered(text))
    chapters = [
        DraftChapter(
            str(chapter.get("title", "")),
            [DraftClause(clause, next(numbers) if amends else "") for clause in chapter["clauses"]],
        )
        for chapter in text["chapters"]
    ]
    return Draft(
        str(text.get("title", "")),
        str(text.get("note", "")),
        text.get("valid_from"),
        text.get("valid_to"),
        chapters,
        amends,
        copy.deepcopy(dict(whole)) if amends else None,
        paper,
    )


def draft_of_version(raw: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> Draft:
    """Return a draft of a version as YAML holds it; one that amends another stays a revision of that.

    Raises `Refused` where the version amended is not there, and `KeyError`, `TypeError` or `AttributeError` where
    the data is no document in chapters and clauses.
    """
    if "amends" not in raw:
        return draft_of(raw)
    base = base_of(raw, earlier)
    draft = draft_of(amended(raw, earlier), amends=raw["amends"])
    draft.base = copy.deepcopy(dict(base))
    if "chapters" in raw:
        for chapter, listed in zip(draft.chapters, raw["chapters"], strict=True):
            for clause, one in zip(chapter.clauses, listed["clauses"], strict=True):
                clause.origin = one if isinstance(one, str) else ""
    return draft


def empty_draft() -> Draft:
    """Return a draft to begin with: one chapter with one empty clause."""
    return Draft(chapters=[DraftChapter("总则", [DraftClause({"title": "", "text": ""})])])
