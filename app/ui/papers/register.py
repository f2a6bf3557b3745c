"""The section 公文登记: all papers, one of them with its way and its recipients, its pages on the right."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHeaderView, QSplitter, QVBoxLayout, QWidget

from app.rules.papers import Status
from app.services.papers.door import file_name, paper_docx, pass_file_names
from app.services.papers.recipient_list import recipients_pdf
from app.services.papers.register import PaperRow, PaperView, paper_view, papers
from app.services.papers.store import write_whole
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.papers.pane import PreviewPane
from app.ui.papers.paper_panel import PaperPanel
from app.ui.papers.records import TITLE_COLUMN, RecordsModel, RecordsTable
from app.ui.papers.workshop import Workshop
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label

LIST_TITLE = "发文清单"
_CHOOSE = "选一件公文，这里显示它的页面，左边下方显示办理过程和发文清单。"
_ALL, _WAITING, _OVERDUE = "全部", "待答复", "答复超期"


class RegisterPage(QWidget):
    """Lists papers and takes the chosen one on."""

    batch_asked = Signal()
    """The user wants to write a month's letters."""
    edit_asked = Signal(int)
    """The user wants to change the text of this paper."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._stale = True
        self._shown: int | None = None
        self.filter = QComboBox()
        self.filter.addItems([_ALL, *Status, _WAITING, _OVERDUE])
        self.filter.setAccessibleName("状态")
        self.count = label("", "muted")
        self.batch = button("批量提醒函…")
        self.count.setFixedHeight(self.batch.sizeHint().height())
        self.records = RecordsModel()
        self.table = RecordsTable(settings=context.settings, key="papers", units=context.named_units)
        self.table.setModel(self.records)
        self.table.set_widths(46, 146, 280, 96, 74, 112, 86)
        self.table.horizontalHeader().setSectionResizeMode(TITLE_COLUMN, QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName("公文登记")
        self.table.empty_text = "没有这样的公文。\n在“起草”里存为拟稿或签发，就登记在这里。"
        self.panel = PaperPanel(context)
        self.save_button, self.word_button = button("另存为 PDF…"), button("另存为 Word…")
        self.word_button.setToolTip("同一件公文的 Word 文档，供在 Word 或 WPS 里修改")
        self.pane = PreviewPane(context, self.save_button, self.word_button)
        self.pane.preview.tell_empty(_CHOOSE)
        self.workshop = Workshop(self)
        self._lay_out()
        self._connect()

    def show_paper(self, paper_id: int) -> None:
        """Choose a paper; the filter gives way where it hides it."""
        if self.records.row_of(paper_id) is None:
            self.filter.setCurrentText(_ALL)
            self.reload()
        if (row := self.records.row_of(paper_id)) is not None:
            self.table.select_row(row)

    def reload(self) -> None:
        """Read the register anew; the chosen paper stays chosen."""
        self._stale = False
        with shown(self, "读取公文登记"):
            rows = papers(self.context.connection)
            kept = self._shown
            self.records.show_papers(self._filtered(rows), self.context.today())
            late = sum(row.due.overdue(self.context.today()) for row in rows)
            self.count.setText(f"{len(self.records.papers)} 件" + (f"，其中答复超期 {late} 件" if late else ""))
            if kept is not None and (row := self.records.row_of(kept)) is not None:
                self.table.select_row(row, scroll=False)
                self._show(kept)
            else:
                self._show(None)

    def save_as(self) -> None:
        """Ask where to, and write the pages shown."""
        if (pdf := self.pane.pdf) is not None:
            self._save("另存为 PDF", ".pdf", lambda _: pdf)

    def save_word(self) -> None:
        """Ask where to, and write the paper as a Word document."""
        connection = self.context.connection
        self._save("另存为 Word", ".docx", lambda view: _word(connection, view))

    def _save(self, title: str, ending: str, make: Callable[[PaperView], bytes]) -> None:
        view = self.panel.view
        if view is None or view.content is None:
            return
        listed = LIST_TITLE if self.pane.title == LIST_TITLE and ending == ".pdf" else ""
        name = str(Path.home() / f"{listed}{file_name(view.content, _figure(view.row.number), ending)}")
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, f"文件 (*{ending})")
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
        with shown(self, title):
            pass_file_names(self.context.connection, [(view.content, path)])
            write_whole(path, make(view))
            self.context.status.emit(f"文件保存在 {path}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _lay_out(self) -> None:
        bar = FlowLayout(spacing=Space.SMALL)
        for widget in (self.filter, self.batch, self.count):
            bar.addWidget(widget)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.addWidget(self.table)
        lists.addWidget(self.panel)
        lists.setSizes([330, 270])
        lists.setChildrenCollapsible(False)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(Space.SMALL)
        beside.addLayout(bar)
        beside.addWidget(lists, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self.pane)
        splitter.setSizes([880, 450])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.context.data_changed.connect(self._data_changed)
        self.filter.currentIndexChanged.connect(self.reload)
        self.batch.clicked.connect(self.batch_asked)
        self.save_button.clicked.connect(self.save_as)
        self.word_button.clicked.connect(self.save_word)
        self.panel.edit_asked.connect(self.edit_asked)
        self.panel.dispatch.list_asked.connect(self._show_list)
        self.table.selectionModel().selectionChanged.connect(self._selection_changed)
        self.workshop.typeset.connect(self._show_pages)
        self.workshop.not_typeset.connect(self.pane.tell_fault)

    def _filtered(self, rows: tuple[PaperRow, ...]) -> tuple[PaperRow, ...]:
        wanted, today = self.filter.currentText(), self.context.today()
        if wanted == _OVERDUE:
            return tuple(row for row in rows if row.due.overdue(today))
        if wanted == _WAITING:
            return tuple(row for row in rows if row.due.due is not None)
        return tuple(row for row in rows if wanted in (_ALL, row.status))

    def _data_changed(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _selection_changed(self) -> None:
        rows = self.table.selected_rows()
        if rows and (key := self.records.papers[rows[0]].id) != self._shown:
            self._show(key)

    def _show(self, paper_id: int | None) -> None:
        self._shown = paper_id
        if paper_id is None:
            self.panel.show_view(None)
            self.workshop.forget()
            self.pane.show_pdf(None)
            return
        with shown(self, "读取公文"):
            view = paper_view(self.context.connection, paper_id)
            self.panel.show_view(view)
            self.workshop.show_paper(self.context.office, paper_id)

    def _show_pages(self, pdf: bytes) -> None:
        self.pane.show_pdf(pdf, self.panel.view.row.title if self.panel.view else "")

    def _show_list(self) -> None:
        """Show the recipients as a page, ready to be printed."""
        if self._shown is None:
            return
        with shown(self, "打印发文清单"):
            pdf = recipients_pdf(self.context.connection, [self._shown], self.context.today())
            self.workshop.forget()
            self.pane.show_pdf(pdf, LIST_TITLE)


def _word(connection: sqlite3.Connection, view: PaperView) -> bytes:
    assert view.content is not None
    return paper_docx(connection, view.content, _figure(view.row.number))


def _figure(number: str) -> int | None:
    return int(number.rsplit("〕", 1)[1].rstrip("号")) if number else None
