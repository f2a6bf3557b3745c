"""A paper made from data, in a window of its own: its pages, and saving, printing, checking, keeping it as a draft."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.services.papers.content import PaperContent
from app.services.papers.door import file_name, paper_pdf
from app.services.papers.paper_fonts import FontTaken, fonts_taken
from app.services.papers.saving import write_paper
from app.services.papers.way import draft_paper
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.papers.pane import PreviewPane
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, button

Make = Callable[[sqlite3.Connection], PaperContent]
"""Makes the paper in another thread, with a connection of that thread: never with the window's own."""


def show_paper(parent: QWidget, context: AppContext, make: Make) -> PaperWindow:
    """Open the window on a paper that `make` returns; what it raises is told in the window, in Chinese."""
    window = PaperWindow(parent, context, make)
    window.open()
    return window


class PaperWindow(QDialog):
    """Shows one paper that is not in the register; 转为拟稿 puts it there, to go its way from 核稿 on."""

    def __init__(self, parent: QWidget | None, context: AppContext, make: Make) -> None:
        super().__init__(parent)
        self.setWindowTitle("公文预览")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._make = context, make
        self.content: PaperContent | None = None
        self.pdf_button, self.word_button = button("存为 PDF…"), button("存为 Word…")
        self.keep_button = button("转为拟稿", primary=True)
        self.keep_button.setToolTip("存入公文登记，可以改稿，再按核稿、签发、印发一步步办理")
        self.told = Strip("info")
        self.pane = PreviewPane(context, self.keep_button, self.pdf_button, self.word_button)
        close = button("关闭")
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.told)
        layout.addWidget(self.pane, 1)
        layout.addLayout(bottom)
        self.pdf_button.clicked.connect(lambda: self.save_as(".pdf"))
        self.word_button.clicked.connect(lambda: self.save_as(".docx"))
        self.keep_button.clicked.connect(self.keep)
        close.clicked.connect(self.reject)
        self.resize(900, 690)
        self._draw()

    def save_as(self, ending: str) -> None:
        """Ask where to, and write the paper as PDF or Word."""
        if (content := self.content) is None:
            return
        title, kind = ("存为 PDF", "PDF 文件") if ending == ".pdf" else ("存为 Word", "Word 文件")
        start = str(Path.home() / file_name(content, None, ending))
        chosen, _ = QFileDialog.getSaveFileName(self, title, start, f"{kind} (*{ending})")
        if chosen:
            path = Path(chosen)
            self.save_to(path if path.suffix.lower() == ending else path.with_name(path.name + ending))

    def save_to(self, path: Path) -> None:
        """Write the paper to `path`, by its ending."""
        if (content := self.content) is None:
            return
        office = self._context.office

        def work(*_: object) -> None:
            with closing(office.read()) as connection:
                write_paper(connection, content, path)

        run_task(self, "保存文件", work, lambda _: self._tell(f"文件保存在 {path}"))

    def keep(self) -> None:
        """Keep the paper in the register at 拟稿; once is enough."""
        if (content := self.content) is None:
            return
        office = self._context.office

        def done(_: int) -> None:
            self.keep_button.setEnabled(False)
            self.keep_button.setText("已转为拟稿")
            self._tell(f"《{content.title}》已存为拟稿，在“公文起草 → 公文登记”里继续办理。")
            self._context.data_changed.emit()

        run_task(self, "转为拟稿", lambda *_: draft_paper(office, content), done)

    def _draw(self) -> None:
        office, make = self._context.office, self._make

        def work(*_: object) -> tuple[PaperContent, bytes, tuple[FontTaken, ...]]:
            with closing(office.read()) as connection:
                content = make(connection)
                return content, paper_pdf(connection, content, None), fonts_taken()

        def done(made: tuple[PaperContent, bytes, tuple[FontTaken, ...]]) -> None:
            self.content, pdf, fonts = made
            self.setWindowTitle(f"公文预览：{self.content.title}")
            self.pane.show_pdf(pdf, self.content.title)
            self.pane.tell_fonts(fonts)
            self.keep_button.setEnabled(self._context.writable)

        def failed(error: BaseException) -> None:
            if isinstance(error, OfficeError):
                self.pane.tell_fault(error.message)
            else:
                show_error(self, error, "排版")

        run_task(self, "排版", work, done, failed)

    def _tell(self, text: str) -> None:
        self.told.tell(text)
        self._context.status.emit(text)
