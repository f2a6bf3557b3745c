"""月度通报: drafting the bulletin of a ranking, showing it as PDF, and signing it with its number."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from app.models.office import Office, read_names
from app.rules.audience import Audience, widest_for
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.papers.bulletin_text import (
    DETAILS_MARK,
    TABLE_MARK,
    bulletin_fields,
    details_table,
    ranking_table,
    year_to_date,
)
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.earlier import Earlier, earlier_bulletins, naming
from app.services.papers.fields import common
from app.services.papers.steps import upcoming
from app.services.papers.templates import fill, inputs_of, template
from app.services.ranking.ranking import GROUPS, RankingTable, rank

__all__ = ["TABLE_MARK", "BulletinDraft", "Earlier", "bulletin_pdf", "draft_bulletin", "save_bulletin"]

TEMPLATE = "月度通报"


@dataclass(frozen=True)
class BulletinDraft:
    """A bulletin before it is signed. All of `content` may be edited but tables and audience, which follow the ranking.

    `number` is the one that it will get when it is signed, or has; None for one that is read out and has none.
    `supersedes` are those of the same period that were signed before, with other figures or as of another day; the
    text names those with other figures, which it corrects.
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
    def again(self) -> tuple[Earlier, ...]:
        """Those with the same figures, as of another day, that the text does not name: a new number needs a yes."""
        return tuple(one for one in self.supersedes if not one.named_in(self.content))

    def anew(self) -> BulletinDraft:
        """Return it naming all that it supersedes: it shall have a number of its own all the same."""
        return replace(self, content=naming(self.content, self.supersedes))

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
    own = connection.execute(
        "SELECT id, number FROM paper WHERE origin = ? AND text_sha256 IS NOT NULL AND void_reason IS NULL",
        (content.origin,),
    ).fetchone()
    number = None
    if content.numbering == "own":
        number = own[1] if own else upcoming(connection, content.series, today.year)
    earlier = earlier_bulletins(connection, ranking.to_json(), ranking.sha256(), own[0] if own else None)
    content = naming(content, [one for one in earlier if one.changed or own])
    return BulletinDraft(content, ranking, number, earlier)


def bulletin_pdf(connection: sqlite3.Connection, draft: BulletinDraft) -> bytes:
    """Set the draft and return the PDF; raises `OfficeError` for what the audience must not see, or cannot be set."""
    from app.services.papers.door import paper_pdf

    return paper_pdf(connection, draft.content, draft.number)


def save_bulletin(office: Office, draft: BulletinDraft, path: Path) -> Path:
    """Draft, review and sign the bulletin in one go, write it to `path`, and return the path.

    The number is given once: the same figures again keep theirs, and the pages that were signed. Raises `Refused`
    where the text was changed after it was signed, or does not name a bulletin of the same period that was signed
    before. Where the file cannot be written, nothing is signed. The ending of `path` says whether the file is the PDF
    that was signed or a Word document of it.
    """
    from app.services.papers.door import pass_file_names
    from app.services.papers.saving import paper_bytes
    from app.services.papers.signing import Signed, sign_all

    def word(made: Sequence[Signed]) -> list[tuple[Path, bytes]]:
        with closing(office.read()) as connection:
            pass_file_names(connection, [(one.content, same(one)) for one in made])
            return [(path, paper_bytes(connection, one.content, one.number, path)) for one in made]

    def same(signed: Signed) -> Path:
        if signed.again and signed.content != replace(draft.content, day=signed.content.day, figures=""):
            raise Refused(
                f"这一期通报已签发（{signed.shown or '通报稿'}），文字已冻结，现稿与它不同。"
                "要按现稿另发，请先在“公文登记”里作废原件；只要原件，请在那里另存。"
            )
        return path

    if path.suffix.lower() == ".pdf":
        sign_all(office, [draft.content], today=draft.content.day, targets=same)
    else:
        sign_all(office, [draft.content], today=draft.content.day, extra=word)
    return path


def _origin(ranking: RankingTable) -> str:
    return f"bulletin:{ranking.sha256()}"
