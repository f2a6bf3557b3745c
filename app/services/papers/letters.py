"""All letters of a month in one go: drafted elsewhere, signed together, one file each and one joined for printing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.audience import Door, Scope, narrowest, refuse_narrower
from app.rules.papers import Status
from app.rules.periods import Period
from app.services.papers.content import PaperContent
from app.services.papers.door import file_name, named_units
from app.services.papers.signing import Signed, sign_all

if TYPE_CHECKING:
    from app.reports.chain_picture import ChainPicture

_FIGURES = "一二三四五六七八九十"


@dataclass(frozen=True)
class LetterBatch:
    """The letters of a period before they are signed.

    `leaders` lag too, but an office does not write to those above it: they are reported upwards, and stand in no
    paper of this batch. `exempt` are units that are not pressed, with the reason. `pictures` are drawn on a page of
    their own beside each letter (附图), one for each or none at all.
    """

    kind: str
    period: Period
    contents: tuple[PaperContent, ...]
    leaders: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    pictures: tuple[ChainPicture, ...] = ()


@dataclass(frozen=True)
class WrittenLetter:
    """A letter that was signed: `again` where it had been signed before and kept its number."""

    paper_id: int
    recipient: str
    number: str
    file: Path
    again: bool


@dataclass(frozen=True)
class WrittenBatch:
    """What a batch wrote: the letters, and all of them joined (None where there were none)."""

    letters: tuple[WrittenLetter, ...]
    joined: Path | None


def write_letters(
    office: Office,
    batch: LetterBatch,
    out: Path,
    *,
    today: dt.date,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> WrittenBatch:
    """Sign all letters of a batch and write them into `out`, one file each and one joined, with their pictures.

    All are numbered or none; a letter that was signed before keeps its number and its pages. Raises `Cancelled`
    (nothing is numbered, nothing left in `out`) and `OfficeError`.
    """
    if not batch.contents:
        return WrittenBatch((), None)
    joined = out / f"{batch.period.label}{batch.contents[0].template}（合订打印）.pdf"

    def target(one: Signed) -> Path:
        return out / file_name(one.content, one.number)

    def together(made: Sequence[Signed]) -> list[tuple[Path, bytes]]:
        drawn = _drawn(office, batch, today)
        beside = [(_picture_path(target(one)), pdf) for one, pdf in zip(made, drawn, strict=False)]
        return [*beside, (joined, _joined(office, made, drawn, joined.stem, today))]

    made = sign_all(
        office, batch.contents, today=today, targets=target, extra=together, progress=progress, cancelled=cancelled
    )
    letters = tuple(
        WrittenLetter(one.id, one.content.recipients[0].name, one.shown, target(one), one.again) for one in made
    )
    return WrittenBatch(letters, joined)


def _joined(office: Office, made: Sequence[Signed], drawn: Sequence[bytes], title: str, today: dt.date) -> bytes:
    """Return the letters, each with its picture, as one file that is found by number and addressees.

    It states the widest audience that all of its letters allow; title and bookmarks pass the door of that one.
    """
    from app.reports.joining import About, Part, join_pdfs

    parts: list[Part] = []
    for place, one in enumerate(made):
        parts.append(Part(one.pdf, " ".join(filter(None, (one.shown, one.content.addressees or one.content.title)))))
        parts += [Part(pdf) for pdf in drawn[place : place + 1]]
    receiving = [to.unit_id for one in made for to in one.content.recipients if to.unit_id is not None]
    scope = Scope.read(narrowest(one.content.audience for one in made), receiving)
    with closing(office.read()) as connection:
        units = named_units(connection)
    refuse_narrower(scope, units, [("合订打印的标题", title), *(("书签", part.bookmark) for part in parts)])
    about = About(title, made[0].content.authority, f"印发范围：{scope.label}", today)
    return join_pdfs(parts, about)


def _drawn(office: Office, batch: LetterBatch, today: dt.date) -> list[bytes]:
    """Return the pictures as pages in the black and greys of papers, once they have passed the doors of their letters.

    Raises `Refused` for an industry called after somebody whom the recipient must not see.
    """
    if not batch.pictures:
        return []
    from app.reports.chain_picture import GREYS, picture_pdf
    from app.reports.fonts.resolver import resolve

    with closing(office.read()) as connection:
        units = named_units(connection)
    for content, picture in zip(batch.contents, batch.pictures, strict=True):
        Door(content.scope, units).let("附图", *picture.said)
    fonts = resolve()
    return [picture_pdf(one, fonts, today, looks=GREYS) for one in batch.pictures]


def _picture_path(letter: Path) -> Path:
    return letter.with_name(f"{letter.name.removesuffix('.pdf')}（附图）.pdf")


def issue_letters(office: Office, written: WrittenBatch, today: dt.date) -> int:
    """Issue those letters of a batch that only wait for it, and return how many: the days for the answers begin."""
    from app.services.papers.register import paper_view
    from app.services.papers.way import issue

    count = 0
    for letter in written.letters:
        with closing(office.read()) as connection:
            row = paper_view(connection, letter.paper_id).row
        if row.status is Status.SIGNED:
            issue(office, row.id, row.version, today=today)
            count += 1
    return count


def place(number: int) -> str:
    """Return the number of a heading: 一 to 九十九."""
    tens, ones = divmod(number, 10)
    if not tens or number == 10:
        return _FIGURES[number - 1]
    return f"{_FIGURES[tens - 1] if tens > 1 else ''}十{_FIGURES[ones - 1] if ones else ''}"
