"""Bulletins of the same period that were signed before: a new one names them, and nothing has two numbers unsaid."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.rules.errors import Refused
from app.rules.papers import document_number
from app.services.papers.content import PaperContent
from app.services.papers.fields import chinese_day


@dataclass(frozen=True)
class Earlier:
    """A bulletin of the same period and group that was signed before and still holds: it was made as of `as_of`.

    `changed` tells whether its figures differ, and not its day alone.
    """

    paper_id: int
    number: str
    title: str
    as_of: dt.date
    changed: bool

    @property
    def told(self) -> str:
        """The sentence that says so."""
        state = "数字已变，现稿写明更正它；它如不再用，请在“公文登记”里作废。" if self.changed else "数字未变。"
        return f"同一期已有 {self.number or f'《{self.title}》'}（数据截至{chinese_day(self.as_of)}），{state}"

    def sentence(self, kind: str) -> str:
        """What a newer one (`kind`: 通报, 通报稿) says of it."""
        named = f"《{self.title}》（{self.number}{'，' if self.number else ''}数据截至{chinese_day(self.as_of)}）"
        if self.changed:
            return f"本{kind}更正{named}，数字以本{kind}为准。"
        return f"本{kind}的数字与{named}相同，只更新数据截至日，以本{kind}为准。"

    def named_in(self, content: PaperContent) -> bool:
        """Tell whether a paper names it: by its number, or by its title where it has none."""
        said = f"{content.title}\n{content.text}\n{content.note}" if self.number else content.text
        return (self.number or self.title) in said

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {"number": self.number, "title": self.title, "as_of": self.as_of.isoformat(), "changed": self.changed}


def earlier_bulletins(
    connection: sqlite3.Connection, body: dict[str, Any], sha256: str, own: int | None = None
) -> tuple[Earlier, ...]:
    """Return the bulletins of the period and group of a ranking (`body`, as JSON holds it) that were signed before.

    `own` is the bulletin of these very figures where it was signed: only those before it count then.
    """
    found = connection.execute(
        "SELECT p.id, p.series, p.year, p.number, p.title, r.as_of, r.body"
        " FROM paper p JOIN ranking r ON r.id = p.ranking_id"
        " WHERE p.origin LIKE 'bulletin:%' AND p.void_reason IS NULL"
        " AND r.period = ? AND r.group_key = ? AND r.sha256 <> ? AND (? IS NULL OR p.id < ?) ORDER BY p.id",
        (body["period"], body["group"], sha256, own, own),
    ).fetchall()
    return tuple(
        Earlier(
            key,
            document_number(series, year, number),
            title,
            dt.date.fromisoformat(as_of),
            _figures(json.loads(kept)) != _figures(body),
        )
        for key, series, year, number, title, as_of, kept in found
    )


def naming(content: PaperContent, earlier: Sequence[Earlier]) -> PaperContent:
    """Return a bulletin that names `earlier`, at the end of its first paragraph; what it names already stays."""
    sentences = "".join(one.sentence(content.kind) for one in earlier if not one.named_in(content))
    if not sentences:
        return content
    first, line_end, rest = content.text.partition("\n")
    gap = "" if first.rstrip().endswith("。") else "\n"
    return replace(content, text=f"{first.rstrip()}{gap}{sentences}{line_end}{rest}")


def must_name_earlier(connection: sqlite3.Connection, content: PaperContent) -> None:
    """Raise `Refused` where a bulletin that is being signed names not all of those that were signed before it."""
    if not content.figures:
        return
    from app.services.ranking.freezing import hash_of

    body = json.loads(content.figures)["body"]
    left = [one for one in earlier_bulletins(connection, body, hash_of(body)) if not one.named_in(content)]
    if left:
        one = left[0]
        raise Refused(
            f"同一期已有 {one.number or f'《{one.title}》'}（数据截至{chinese_day(one.as_of)}），"
            f"{'数字已变' if one.changed else '数字未变'}，没有签发。"
            f"只要原件，请在“公文登记”里另存；确要另发，请在正文里写明：“{one.sentence(content.kind)}”"
        )


def _figures(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "as_of"}
