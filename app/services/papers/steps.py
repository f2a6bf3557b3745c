"""Writing papers within a change: a new one with its recipients, a step of its way, its number, its freezing."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from app.models.tables import Dispatch, NumberSeries, Paper, PaperStep, Ranking
from app.rules.errors import Conflict, Refused
from app.rules.papers import Act, Status, after, next_number
from app.services.papers.content import PaperContent, complete, filled_in
from app.services.papers.earlier import must_name_earlier

if TYPE_CHECKING:
    from app.models.change import Change


def inside(change: Change) -> sqlite3.Connection:
    """Return the plain connection of the transaction under way."""
    change.session.flush()
    return cast(sqlite3.Connection, change.connection.connection.dbapi_connection)


def add(change: Change, content: PaperContent, who: str, comment: str = "") -> Paper:
    """Add a paper at 拟稿 with its recipients; raise `Conflict` where there is one of the same origin already."""
    complete(content)
    _only_one(inside(change), content)
    paper = Paper(
        kind=content.kind,
        title=content.title,
        audience=content.audience,
        day=content.day,
        status=Status.DRAFT.value,
        body=content.to_json(),
        origin=content.origin,
    )
    change.session.add(paper)
    change.session.flush()
    put_recipients(change, paper, content)
    note(change, paper, Act.DRAFT, who, comment)
    return paper


def _only_one(connection: sqlite3.Connection, content: PaperContent) -> None:
    known = connection.execute(
        "SELECT id, status FROM paper WHERE origin = ? AND origin <> '' AND void_reason IS NULL", (content.origin,)
    ).fetchone()
    if known:
        raise Conflict(
            f"《{content.title}》已有一件（编号 {known[0]}，{known[1]}）。请在“公文登记”里办理它，或先作废它再起草。"
        )


def put_recipients(change: Change, paper: Paper, content: PaperContent) -> None:
    """Make the dispatch list of a paper that of its content."""
    for old in change.session.query(Dispatch).filter_by(paper_id=paper.id, void_reason=None):
        old.void_reason = "改稿时更换"
    change.session.add_all(
        Dispatch(paper_id=paper.id, unit_id=one.unit_id, recipient=one.name, answer_days=content.answer_days)
        for one in content.recipients
    )


def step(change: Change, paper: Paper, act: Act, who: str, comment: str = "") -> None:
    """Take a paper on by one act; raise `Refused` where the way does not lead there."""
    paper.status = after(act, Status(paper.status), comment).value
    note(change, paper, act, who, comment)


def note(change: Change, paper: Paper, act: Act, who: str, comment: str) -> None:
    """Write down what was done, by whom, when."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    change.session.add(
        PaperStep(paper_id=paper.id, at=at, who=who, act=act.value, status=str(paper.status), comment=comment.strip())
    )


def give_number(change: Change, paper: Paper, content: PaperContent) -> int | None:
    """Give a paper the next number of its series, for good; None where it is numbered elsewhere or not at all.

    Raises `Refused` where something is still to be filled in, or a bulletin does not name those before it.

    The transaction began with BEGIN IMMEDIATE, so nobody else reads the same last number meanwhile; the unique
    index stands behind.
    """
    filled_in(content)
    must_name_earlier(inside(change), content)
    if content.numbering != "own":
        return None
    number = upcoming(inside(change), content.series, content.day.year)
    paper.series, paper.year, paper.number = content.series, content.day.year, number
    change.session.flush()
    return number


def upcoming(connection: sqlite3.Connection, series: str, year: int) -> int:
    """Return the number that the next paper of a series will get."""
    (last,) = connection.execute(
        "SELECT MAX(number) FROM paper WHERE series = ? AND year = ?", (series, year)
    ).fetchone()
    used = connection.execute(
        "SELECT used_before FROM number_series WHERE series = ? AND year = ?", (series, year)
    ).fetchone()
    return next_number([last] if last else [], used[0] if used else 0)


def freeze(change: Change, paper: Paper, content: PaperContent, pdf_sha256: str) -> None:
    """Fix text and PDF of a paper that is being signed, and the ranking that it tells of."""
    if content.figures:
        paper.ranking_id = _frozen_ranking(change, content.figures)
        content = replace(content, figures="")
    paper.body, paper.text_sha256, paper.pdf_sha256 = content.to_json(), content.sha256(), pdf_sha256
    paper.title, paper.audience, paper.day = content.title, content.audience, content.day


def _frozen_ranking(change: Change, figures: str) -> int:
    """Return the id of the frozen ranking of these figures, made where there is none."""
    from app.services.dossiers.records import valid
    from app.services.ranking.freezing import hash_of

    read = json.loads(figures)
    body, digest = read["body"], hash_of(read["body"])
    if known := valid(change.session, Ranking, sha256=digest):
        return known[0].id
    made = Ranking(
        period=body["period"],
        group_key=body["group"],
        as_of=dt.date.fromisoformat(body["as_of"]),
        scheme_id=read["scheme_id"],
        body=json.dumps(body, ensure_ascii=False),
        sha256=digest,
    )
    change.session.add(made)
    change.session.flush()
    return made.id


def expect_number(given: int | None, expected: int | None) -> None:
    """Raise `Conflict` where another program took numbers since the pages were set."""
    if given != expected:
        raise Conflict("排版期间另有公文签发，编号有变。没有签发，请再试一次。")


def set_start(change: Change, series: str, year: int, used: int) -> None:
    """Record the last number given outside; refused once the series has numbers of its own here."""
    if change.session.query(Paper).filter(Paper.series == series, Paper.year == year, Paper.number > 0).count():
        raise Refused(f"{series}〔{year}〕已在本程序编过号，不能再改起始号。")
    if used < 0 or used > 99_999:
        raise Refused("此前已用到的号须在0至99999之间。")
    row = change.session.get(NumberSeries, (series, year))
    if row is None:
        change.session.add(NumberSeries(series=series, year=year, used_before=used))
    else:
        row.used_before = used
