"""Writes a paper as DOCX."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import BinaryIO

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section

from app.reports.docx.body import block_elements
from app.reports.docx.closing import attachment_list, imprint, signature
from app.reports.docx.document import new_document, packed, set_figures, set_page, word_size
from app.reports.docx.head import head_paragraphs, title_runs
from app.reports.docx.paragraphs import Style, paragraph
from app.reports.docx.tables import is_turned
from app.reports.docx.xml import Element, element, run
from app.reports.fonts.roles import Role
from app.reports.gongwen.cleaning import cleaned
from app.reports.gongwen.paper import Attachment, Block, Paper, Table, fields
from app.reports.gongwen.writing import write_whole
from app.rules.errors import Refused


def write_docx(paper: Paper, target: Path | BinaryIO) -> None:
    """Write `paper` as DOCX; a file appears complete or not at all, and the same paper gives the same bytes.

    Raises `Refused` for what no paper can hold (a title or table too long, a broken character), `OfficeError` when the
    file cannot be written.
    """
    paper = cleaned(paper)
    _check(paper)
    document = new_document(paper)
    body = _Body(document, paper)
    body.add(head_paragraphs(paper, document))
    body.add_blocks(paper.blocks)
    closing = [*attachment_list(paper), *signature(paper)]
    if paper.signature:
        body.keep_last_with_next()
    body.add(closing)
    for number, attachment in enumerate(paper.attachments, 1):
        if attachment.blocks:
            body.add_attachment(number, attachment)
    body.add(imprint(paper))
    body.finish()
    set_figures(document, paper.profile)
    data = packed(document)
    if isinstance(target, Path):
        write_whole(target, data)
    else:
        target.write(data)


def _check(paper: Paper) -> None:
    """Refuse characters that no XML may hold (half of a pair, non-characters), by the field they stand in."""
    for name, text in fields(paper):
        for char in text:
            if "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff":
                raise Refused(f"“{name}”里有残缺字符（U+{ord(char):04X}），文件没有生成。请删去后再试。")


class _Body:
    """The document's body, grown from the top; turned tables get sections of their own."""

    def __init__(self, document: WordDocument, paper: Paper) -> None:
        self.paper, self.profile = paper, paper.profile
        self._body = document.element.body
        self._last = document.sections[0]._sectPr

    def add(self, elements: list[Element]) -> None:
        for one in elements:
            self._last.addprevious(one)

    def add_blocks(self, blocks: tuple[Block, ...]) -> None:
        waiting: list[Block] = []
        for block in blocks:
            if isinstance(block, Table) and is_turned(block, self.profile):
                self.add(block_elements(waiting, self.profile))
                waiting = []
                self._add_turned(block)
            else:
                waiting.append(block)
        self.add(block_elements(waiting, self.profile))

    def _add_turned(self, table: Table) -> None:
        """End the upright section, put the table into one on its side, go on upright."""
        self.add([self._section_end(landscape=False)])
        self.add(block_elements([table], self.profile.turned()))
        self.add([self._section_end(landscape=True)])

    def _section_end(self, landscape: bool) -> Element:
        """A last paragraph that carries its section's page; the first section keeps a letter's own header."""
        properties = deepcopy(self._last)
        set_page(_as_section(properties), self.profile, landscape)
        ending = paragraph([], Style(exact=1))
        ending.find(qn("w:pPr")).append(properties)
        for name in ("titlePg",):
            for old in self._last.findall(qn(f"w:{name}")):
                self._last.remove(old)
        return ending

    def keep_last_with_next(self) -> None:
        """The last paragraph of the text goes with the signature (no page with a signature alone)."""
        last = self._last.getprevious()
        properties = last.find(qn("w:pPr")) if last is not None and last.tag == qn("w:p") else None
        if properties is not None and properties.find(qn("w:keepNext")) is None:
            properties.insert(0, element("keepNext"))

    def add_attachment(self, number: int, attachment: Attachment) -> None:
        """附件 and its number on the first line of a new page, its title on the third (7.3.7)."""
        figure = str(number) if len(self.paper.attachments) > 1 else ""
        label = run(f"附件{figure}", Role.HEI, word_size(self.profile))
        tables = [block for block in attachment.blocks if isinstance(block, Table)]
        sideways = len(tables) == len(attachment.blocks) and any(is_turned(table, self.profile) for table in tables)
        frame = self.profile.turned() if sideways else self.profile
        if sideways:
            self.add([self._section_end(landscape=False)])
        self.add([paragraph([label], Style("left", new_page=not sideways, keep_next=True))])
        title = title_runs(attachment.title, self.paper, frame.area_width)
        style = Style(
            "center",
            before=self.profile.line_pitch - self.profile.leading / 2,
            after=self.profile.line_pitch - self.profile.leading / 2,
            exact=self.profile.title_size + self.profile.leading,
            keep_next=True,
            outline=0,
        )
        self.add([paragraph(title, style)])
        if sideways:
            self.add(block_elements(tables, frame))
            self.add([self._section_end(landscape=True)])
        else:
            self.add_blocks(attachment.blocks)

    def finish(self) -> None:
        """A paper that ends sideways has no empty upright page behind it."""
        ending = self._last.getprevious()
        own = ending.find(qn("w:pPr")).find(qn("w:sectPr")) if ending is not None and ending.tag == qn("w:p") else None
        if own is not None:
            self._body.replace(self._last, own)
            self._body.remove(ending)


def _as_section(properties: Element) -> Section:
    return Section(properties, None)  # type: ignore[arg-type] - only its element is used
