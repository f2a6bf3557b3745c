"""月度通报: drafting the bulletin of a ranking, showing it as PDF, and signing it with its number."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from app.models.office import Office, read_names
from app.rules.audience import Audience, widest_for
from app.rules.errors import Refused
from app.rules.papers import document_number
from app.rules.periods import Period
from app.services.bulletin_text import (
    DETAILS_MARK,
    TABLE_MARK,
    bulletin_fields,
    details_table,
    ranking_table,
    year_to_date,
)
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.fields import chinese_day, common
from app.services.ranking import GROUPS, RankingTable, rank
from app.services.templates import fill, inputs_of, template

__all__ = ["TABLE_MARK", "BulletinDraft", "Earlier", "bulletin_pdf", "draft_bulletin", "save_bulletin"]

TEMPLATE = "月度通报"


@dataclass(frozen=True)
class Earlier:
    """A bulletin of the same period and group that was signed before and still holds: it was made as of `as_of`.

    `changed` tells whether its figures differ, and not its day alone.
    """

    number: str
    title: str
    as_of: dt.date
    changed: bool

    @property
    def told(self) -> str:
        """The sentence that says so, and what to do."""
        return (
            f"同一期已有 {self.number or f'《{self.title}》'}（数据截至{chinese_day(self.as_of)}），"
            f"{'数字已变' if self.changed else '数字未变，只是截至日不同'}；"
            "请在“公文登记”里作废原件，或在新通报的标题和正文里写明更正哪一份。"
        )

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {"number": self.number, "title": self.title, "as_of": self.as_of.isoformat(), "changed": self.changed}


@dataclass(frozen=True)
class BulletinDraft:
    """A bulletin before it is signed. All of `content` may be edited but tables and audience, which follow the ranking.

    `number` is the one that it will get when it is signed, or has; None for one that is read out and has none.
    `supersedes` are those that were signed before, with other figures or as of another day.
    """

    content: PaperContent
    ranking: RankingTable
    number: int | None
    supersedes: tuple[Earlier, ...] = ()

    @property
    def document_number(self) -> str:
        """清招办〔2026〕5号; empty for a script that is read out."""
        return self.content.number_text(self.number)

    @property
    def audience(self) -> Audience:
        """Who may see it."""
        return widest_for(self.ranking.group)


def draft_bulletin(
    office: Office, connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date, today: dt.date
) -> BulletinDraft:
    """Draft the bulletin of a group's ranking from the office's template, with the number that comes next.

    The draft carries the figures, which are frozen as they are told when it is signed, in one go or step by step.

    A bulletin of the same figures that was signed before keeps its number. Raises `Refused` as `rank` does, and
    where the template cannot be filled.
    """
    ranking = rank(connection, period, group, as_of)
    source = template(office.folder, TEMPLATE).source
    inputs = {one.name: one.unfilled for one in inputs_of(source)}
    cumulative = year_to_date(connection, ranking)
    fields = {**common(read_names(connection), today, None, inputs), **bulletin_fields(connection, ranking, cumulative)}
    content = fill(
        source,
        fields,
        today,
        name=TEMPLATE,
        tables=((TABLE_MARK, ranking_table(ranking)), (DETAILS_MARK, details_table(cumulative))),
        origin=_origin(ranking),
    )
    content = replace(
        content,
        audience=widest_for(group).label,
        recipients=tuple(Recipient(name) for name in content.addressees.split("，") if name),
        figures=json.dumps({"scheme_id": ranking.scheme_id, "body": ranking.to_json()}, ensure_ascii=False),
        words=("招商引资", "工作", "进展", "情况", "通报", *GROUPS.values()),
    )
    number = None if content.numbering != "own" else _number(connection, content.series, today.year, ranking)
    return BulletinDraft(content, ranking, number, _earlier(connection, ranking))


def bulletin_pdf(connection: sqlite3.Connection, draft: BulletinDraft) -> bytes:
    """Set the draft and return the PDF; raises `OfficeError` for what the audience must not see, or cannot be set."""
    from app.services.papers.door import paper_pdf

    return paper_pdf(connection, draft.content, draft.number)


def save_bulletin(office: Office, draft: BulletinDraft, path: Path) -> Path:
    """Draft, review and sign the bulletin in one go, write it to `path`, and return the path.

    The number is given once: the same figures again keep theirs, and the pages that were signed. Raises `Refused`
    where the text was changed after it was signed. Where the file cannot be written, nothing is signed.
    """
    from app.services.papers.signing import Signed, sign_all

    def same(signed: Signed) -> Path:
        if signed.again and signed.content != replace(draft.content, day=signed.content.day, figures=""):
            raise Refused(
                f"这一期通报已签发（{signed.shown or '通报稿'}），文字已冻结，现稿与它不同。"
                "要按现稿另发，请先在“公文登记”里作废原件；只要原件，请在那里另存。"
            )
        return path

    sign_all(office, [draft.content], today=draft.content.day, targets=same)
    return path


def _number(connection: sqlite3.Connection, series: str, year: int, ranking: RankingTable) -> int:
    from app.services.papers.steps import upcoming

    known = connection.execute(
        "SELECT number FROM paper WHERE origin = ? AND number IS NOT NULL AND void_reason IS NULL",
        (_origin(ranking),),
    ).fetchone()
    return known[0] if known else upcoming(connection, series, year)


def _earlier(connection: sqlite3.Connection, ranking: RankingTable) -> tuple[Earlier, ...]:
    found = connection.execute(
        "SELECT p.series, p.year, p.number, p.title, r.as_of, r.body FROM paper p JOIN ranking r ON r.id = p.ranking_id"
        " WHERE p.origin LIKE 'bulletin:%' AND p.void_reason IS NULL"
        " AND r.period = ? AND r.group_key = ? AND r.sha256 <> ? ORDER BY p.id",
        (str(ranking.period), ranking.group, ranking.sha256()),
    ).fetchall()
    now = _figures(json.dumps(ranking.to_json()))
    return tuple(
        Earlier(document_number(series, year, number), title, dt.date.fromisoformat(as_of), _figures(body) != now)
        for series, year, number, title, as_of, body in found
    )


def _figures(body: str) -> dict[str, object]:
    return {key: value for key, value in json.loads(body).items() if key != "as_of"}


def _origin(ranking: RankingTable) -> str:
    return f"bulletin:{ranking.sha256()}"
