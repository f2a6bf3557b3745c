"""Papers drafted and signed in one go, one or hundreds: all of them numbered, or none."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.models.office import Office
from app.rules.errors import Cancelled, Conflict, Refused
from app.rules.papers import Act
from app.services.papers import steps, store
from app.services.papers.content import PaperContent, complete
from app.services.papers.door import named_units, pass_file_names, set_paper
from app.services.papers.profiles import in_profile
from app.services.papers.waiting import Waiting, clear_leftovers

_ATTEMPTS = 20
"""So often the pages are set anew where another program took numbers meanwhile."""

Progress = Callable[[int, int], None]
Asked = Callable[[], bool]


@dataclass(frozen=True)
class Signed:
    """A paper that was signed now, or (`again`) earlier from the same origin; `number` is None where it has none."""

    id: int
    content: PaperContent
    number: int | None
    pdf: bytes
    again: bool

    @property
    def shown(self) -> str:
        """Its number as printed; empty where it has none."""
        return self.content.number_text(self.number) if self.number else ""


def sign_all(
    office: Office,
    contents: Sequence[PaperContent],
    *,
    today: dt.date,
    targets: Callable[[Signed], Path] | None = None,
    extra: Callable[[Sequence[Signed]], Sequence[tuple[Path, bytes]]] | None = None,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> list[Signed]:
    """Draft, review and sign `contents` dated `today`, in their order, and write each to `targets(it)`.

    The pages are set first and written under temporary names, together with what `extra` makes of all of them; then
    all numbers are taken in one transaction; then the files get their names. Cancelled or failed before the
    transaction, nothing is numbered and nothing is left over; killed after it, every number is recorded with its
    frozen text, and the files can be written again. A content whose origin was signed before keeps that number and
    those pages.
    """
    for content in contents:
        complete(content)
    papers = store.folder(office).parent
    for folder in (papers, *papers.glob("*/")):
        clear_leftovers(folder)
    for _ in range(_ATTEMPTS):
        made = _set(office, [one.on(today) for one in contents], progress, cancelled)
        named = [(one, targets(one)) for one in made] if targets else []
        _pass_names(office, named)
        files = [(path, one.pdf) for one, path in named]
        files += extra(made) if extra else []
        with Waiting(files) as waiting:
            if cancelled is not None and cancelled():
                raise Cancelled
            try:
                made = _record(office, made)
            except Conflict:
                continue
            waiting.show()
            return made
    raise Conflict("另一个程序一直在签发公文，编号总被占用。没有签发，请稍后再试。")


def _pass_names(office: Office, named: Sequence[tuple[Signed, Path]]) -> None:
    with closing(office.read()) as connection:
        pass_file_names(connection, [(one.content, path) for one, path in named])


def _set(
    office: Office, contents: Sequence[PaperContent], progress: Progress | None, cancelled: Asked | None
) -> list[Signed]:
    """Set every paper with the number that it will get if nobody else signs meanwhile."""
    with closing(office.read()) as connection:
        units = named_units(connection)
        coming: dict[tuple[str, int], int] = {}
        made: list[Signed] = []
        for place, content in enumerate(contents):
            if cancelled is not None and cancelled():
                raise Cancelled
            known = _signed_before(office, connection, content)
            if known is None:
                content = in_profile(connection, content)
                number = None
                if content.numbering == "own":
                    key = (content.series, content.day.year)
                    number = coming.get(key) or steps.upcoming(connection, *key)
                    coming[key] = number + 1
                pdf = set_paper(content, number, units)
                known = Signed(0, content, number, pdf, again=False)
            made.append(known)
            if progress is not None:
                progress(place + 1, len(contents))
        return made


def _signed_before(office: Office, connection: sqlite3.Connection, content: PaperContent) -> Signed | None:
    """Return the paper of the same origin, as it was signed; None where there is none."""
    from app.services.papers.register import pages

    if not content.origin:
        return None
    found = connection.execute(
        "SELECT id, body, number, pdf_sha256 FROM paper WHERE origin = ? AND void_reason IS NULL",
        (content.origin,),
    ).fetchone()
    if found is None:
        return None
    key, body, number, pdf_sha = found
    if pdf_sha is None:
        raise Refused(f"“{content.title}”已经起草，还在办理中。请先办完，或作废那一稿。")
    pdf = pages(office, connection, key)
    return Signed(key, PaperContent.from_json(body), number, pdf, again=True)


def _record(office: Office, made: Sequence[Signed]) -> list[Signed]:
    """Take all numbers in one transaction; raise `Conflict` where they are not those that were printed."""
    fresh = [one for one in made if not one.again]
    if not fresh:
        return list(made)
    digests = [store.keep(office, one.pdf) for one in fresh]
    title = fresh[0].content.title if len(fresh) == 1 else f"{fresh[0].content.kind}等{len(fresh)}件"
    ids: dict[int, int] = {}
    with office.change(f"签发公文：{title}") as change:
        for one, digest in zip(fresh, digests, strict=True):
            paper = steps.add(change, one.content, office.who)
            steps.step(change, paper, Act.REVIEW, office.who, "随签发一并核稿")
            steps.step(change, paper, Act.SIGN, office.who)
            steps.expect_number(steps.give_number(change, paper, one.content), one.number)
            steps.freeze(change, paper, one.content, digest)
            ids[id(one)] = paper.id
    return [one if one.again else Signed(ids[id(one)], one.content, one.number, one.pdf, again=False) for one in made]
