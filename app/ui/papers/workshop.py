"""Drafting and type-setting behind the window; an answer that was overtaken by a newer question is dropped."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.rules.errors import OfficeError
from app.services.office.offices import Office
from app.services.papers.bulletins import BulletinDraft, draft_bulletin
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_pdf
from app.services.papers.paper_fonts import fonts_taken
from app.services.papers.register import pages
from app.services.papers.templates import example
from app.ui.errors import show_error
from app.ui.ranking.choosers import Choice
from app.ui.tasks import Progress, run_task


class Workshop(QObject):
    """Makes drafts and pages in another thread; `parent` is the widget that defects are shown over."""

    drafted = Signal(object)
    """A `BulletinDraft` as asked for last."""
    not_drafted = Signal(str)
    """Why there is no draft, in Chinese."""
    typeset = Signal(bytes)
    """The pages as asked for last, as PDF."""
    not_typeset = Signal(str)
    """Why there are no pages, in Chinese."""
    faulted = Signal(object)
    """The same as the error itself, told just before (a `TemplateFault` knows its line)."""
    fonts_known = Signal(object)
    """The fonts taken on this PC, told once before the first pages (a tuple of `FontTaken`)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._drafts = self._settings = 0
        self._fonts_told = False

    def draft(self, office: Office, choice: Choice, today: dt.date) -> None:
        """Draft the bulletin of a choice."""
        self._drafts += 1
        asked = self._drafts

        def work(_progress: Progress, _cancelled: object) -> BulletinDraft:
            with closing(office.read()) as connection:
                return draft_bulletin(office, connection, choice.period, choice.group, choice.as_of, today)

        def done(draft: BulletinDraft) -> None:
            if asked == self._drafts:
                self.drafted.emit(draft)

        def failed(error: BaseException) -> None:
            if asked == self._drafts:
                self._tell(error, self.not_drafted.emit)

        run_task(self._window, "起草通报", work, done, failed, quiet=True)

    def set_type(self, office: Office, content: PaperContent, number: int | None) -> None:
        """Make the pages of a paper, with the number that it has or is going to get."""
        self._set(office, lambda connection: paper_pdf(connection, content, number))

    def show_paper(self, office: Office, paper_id: int) -> None:
        """Make the pages of a paper of the register; of a signed one, those that were signed."""
        self._set(office, lambda connection: pages(office, connection, paper_id))

    def show_sample(self, office: Office, source: str, today: dt.date) -> None:
        """Make the pages of a template with example values."""
        self._set(office, lambda connection: paper_pdf(connection, example(connection, source, today), None))

    def forget(self) -> None:
        """Drop the answers that are still to come."""
        self._drafts += 1
        self._settings += 1

    def _set(self, office: Office, make: Callable[[sqlite3.Connection], bytes]) -> None:
        self._settings += 1
        asked, ask_fonts = self._settings, not self._fonts_told

        def work(_progress: Progress, _cancelled: object) -> tuple[bytes, object]:
            with closing(office.read()) as connection:
                return make(connection), fonts_taken() if ask_fonts else None

        def done(result: tuple[bytes, object]) -> None:
            pdf, fonts = result
            if fonts is not None:
                self._fonts_told = True
                self.fonts_known.emit(fonts)
            if asked == self._settings:
                self.typeset.emit(pdf)

        def failed(error: BaseException) -> None:
            if asked == self._settings:
                self.faulted.emit(error)
                self._tell(error, self.not_typeset.emit)

        run_task(self._window, "排版", work, done, failed, quiet=True)

    def _tell(self, error: BaseException, tell: Callable[[str], None]) -> None:
        if isinstance(error, OfficeError):
            tell(error.message)
        else:
            show_error(self._window, error, "起草公文")
