"""The tab 公文起草: what the bulletin is about on top, its fields on the left, its pages on the right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.services.bulletins import BulletinDraft, save_bulletin
from app.services.paper_fonts import FontTaken
from app.services.papers.door import file_name
from app.services.papers.register import papers
from app.ui.context import AppContext
from app.ui.errors import show_error, shown
from app.ui.papers.form import DraftForm
from app.ui.papers.preview import PaperPreview
from app.ui.papers.printing import make_printer, print_pdf
from app.ui.papers.records import RecordsModel
from app.ui.papers.workshop import Workshop
from app.ui.ranking.choosers import Choice, RankingChooser
from app.ui.ranking.latest import latest_month
from app.ui.tasks import run_task
from app.ui.theme import Space, small_font
from app.ui.widgets.asking import ask
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label, scrolled
from app.ui.widgets.table import TableView

PREVIEW_DELAY_MS = 500
"""How long the fields must rest before the preview follows."""

_CHANGED = "台账在起草之后有变动，现稿的数字已不是最新。点“重新起草”按新数字另起一稿（改过的文字不保留）。"
_NO_PRINTER = "没有找到打印机。请先在系统里添加打印机，或用“另存为 PDF”存成文件，拿到别的电脑上打印。"


class PapersTab(QWidget):
    """Drafts a bulletin, shows it, prints it, saves it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.pdf: bytes | None = None
        self._draft: BulletinDraft | None = None
        self._edited = self._unsaved = False
        self._stale = True
        self.kinds = QComboBox()
        self.kinds.addItem("月度通报")
        self.kinds.setAccessibleName("文种")
        self.chooser = RankingChooser(context.today(), latest_month(context.connection))
        self._choice: Choice = self.chooser.choice()
        self.redraft = button("重新起草")
        self.print_button, self.save_button = button("打印…"), button("另存为 PDF…", primary=True)
        self.form = DraftForm(context.today())
        self.preview = PaperPreview()
        self.notice, self.fault = Strip("info"), Strip("error")
        self.fonts = label("", "muted", wrap=True)
        self.fonts.setFont(small_font())
        self.fonts.hide()
        self.records = RecordsModel()
        self.workshop = Workshop(self)
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_DELAY_MS)
        self._lay_out()
        self._connect()
        self._show_pages(None)

    def export(self) -> None:
        """The same as saving the paper as PDF."""
        self.save_as()

    def may_leave(self) -> bool:
        """Ask about a draft that was edited and not saved."""
        if not self._unsaved:
            return True
        question = "起草的通报改过，还没有另存为 PDF。离开后，改过的文字不会保留。"
        return ask(self, "通报还没有保存", question, ("放弃改动", "留下")) == "放弃改动"

    def waiting_to_set_type(self) -> bool:
        """Tell whether the preview still waits for the fields to rest."""
        return self._soon.isActive()

    def start_draft(self) -> None:
        """Draft anew by what is chosen on top; what was edited is lost."""
        try:
            self._choice = self.chooser.choice()
        except Refused as error:
            self._refuse(error.message)
            return
        self._edited = self._unsaved = False
        self.workshop.draft(self.context.office, self._choice, self.context.today())

    def save_as(self) -> None:
        """Ask where to, write the PDF and record the paper with its number."""
        if (draft := self._current()) is None:
            return
        folder = self.context.office.folder / "papers"
        start = folder if folder.is_dir() else Path.home()
        name = str(start / file_name(draft.content, draft.number))
        chosen, _ = QFileDialog.getSaveFileName(self, "另存为 PDF", name, "PDF 文件 (*.pdf)")
        if chosen:
            path = Path(chosen)
            self.save_to(path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf"))

    def save_to(self, path: Path) -> None:
        """Write the paper to `path` and record it."""
        if (draft := self._current()) is None:
            return
        office = self.context.office

        def done(written: Path) -> None:
            self._unsaved = False
            self.context.status.emit(f"{draft.document_number or draft.content.kind}已签发，文件保存在 {written}")
            self.context.data_changed.emit()

        run_task(self, "另存为 PDF", lambda _progress, _cancelled: save_bulletin(office, draft, path), done)

    def print_paper(self) -> None:
        """Print what the preview shows, through the system's own dialogue."""
        pdf, draft = self.pdf, self._draft
        if pdf is None or draft is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            show_error(self, OfficeError(_NO_PRINTER), "打印")
            return
        printer = make_printer(draft.content.title)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self.preview.pages)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        run_task(
            self,
            "打印",
            lambda progress, cancelled: print_pdf(pdf, printer, progress, cancelled),
            lambda sides: self.context.status.emit(f"已送打印机“{printer.printerName()}”，共 {sides} 面。"),
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._read_anew()

    def _lay_out(self) -> None:
        bar = FlowLayout(spacing=Space.SMALL)
        for widget in (self.kinds, self.chooser, self.redraft, self.print_button, self.save_button):
            bar.addWidget(widget)
        table = TableView(settings=self.context.settings, key="papers")
        table.setModel(self.records)
        table.set_widths(96, 150, 260, 120)
        table.setAccessibleName("已登记的公文")
        table.empty_text = "还没有登记过公文。\n起草后点“另存为 PDF”，就按文号登记在这里。"
        self.pages = QTabWidget()
        self.pages.addTab(scrolled(self.form), "起草")
        self.pages.addTab(table, "已登记公文")
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(Space.SMALL)
        for widget in (self.fault, self.preview, self.fonts):
            beside.addWidget(widget, 1 if widget is self.preview else 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.pages)
        splitter.addWidget(right)
        splitter.setSizes([560, 720])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.notice)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.context.data_changed.connect(self._data_changed)
        self.chooser.changed.connect(self._choice_changed)
        self.redraft.clicked.connect(self._redraft_asked)
        self.print_button.clicked.connect(self.print_paper)
        self.save_button.clicked.connect(self.save_as)
        self.form.edited.connect(self._form_edited)
        self._soon.timeout.connect(self._set_type)
        self.workshop.drafted.connect(self._take_draft)
        self.workshop.not_drafted.connect(self._refuse)
        self.workshop.typeset.connect(self._show_pages)
        self.workshop.not_typeset.connect(self._tell_fault)
        self.workshop.fonts_known.connect(self._tell_fonts)

    def _choice_changed(self) -> None:
        if self._may_drop():
            self.start_draft()
        else:
            self.chooser.set_choice(self._choice)

    def _redraft_asked(self) -> None:
        if self._may_drop():
            self.start_draft()

    def _may_drop(self) -> bool:
        question = "重新起草会放弃已经改过的文字。"
        return not self._edited or ask(self, "重新起草", question, ("重新起草", "保留现稿")) == "重新起草"

    def _data_changed(self) -> None:
        if self.isVisible():
            self._read_anew()
        else:
            self._stale = True

    def _read_anew(self) -> None:
        """Follow what was written: the papers recorded, and the figures of the draft."""
        with shown(self, "读取公文登记"):
            self.records.show_papers(papers(self.context.connection))
        self.workshop.draft(self.context.office, self._choice, self.context.today())

    def _take_draft(self, draft: BulletinDraft) -> None:
        """Take a draft into the form; one that was edited stays, and is told to be behind the figures."""
        if self._edited and self._draft is not None:
            behind = draft.ranking.sha256() != self._draft.ranking.sha256()
            self.notice.tell(_CHANGED if behind else "")
            return
        self._draft = draft
        self.notice.tell("")
        self.form.show_content(draft.content, draft.document_number, fixed_audience=True)
        self._set_type()

    def _form_edited(self) -> None:
        self._edited = self._unsaved = True
        self._soon.start()

    def _set_type(self) -> None:
        if not self.context.has_office:
            return
        try:
            content = self.form.content()
            number = self._draft.number if self._draft else None
            self.workshop.set_type(self.context.office, content, number)
        except Refused as error:
            self._tell_fault(error.message)

    def _current(self) -> BulletinDraft | None:
        """Return the draft as edited; where it cannot be printed, show why and return None."""
        if self._draft is None:
            self.context.status.emit("还没有起草好的通报。")
            return None
        try:
            return replace(self._draft, content=self.form.content())
        except Refused as error:
            show_error(self, error, "另存为 PDF")
            return None

    def _show_pages(self, pdf: bytes | None) -> None:
        self.pdf = pdf
        self.fault.tell("")
        if pdf is None:
            self.preview.clear()
        else:
            self.preview.show_pdf(pdf)
        self.print_button.setEnabled(pdf is not None)
        self.save_button.setEnabled(pdf is not None)

    def _tell_fault(self, message: str) -> None:
        """Say why the pages do not follow; the last good ones stay in sight, but cannot go out."""
        self.pdf = None
        self.fault.tell(message)
        self.print_button.setEnabled(False)
        self.save_button.setEnabled(False)

    def _refuse(self, message: str) -> None:
        self.workshop.forget()
        self._draft = None
        self._edited = self._unsaved = False
        self.form.show_content(None)
        self._show_pages(None)
        self.fault.tell(message)

    def _tell_fonts(self, fonts: tuple[FontTaken, ...]) -> None:
        told = "，".join(f"{font.role} {font.family}{'（代替）' if font.stand_in else ''}" for font in fonts)
        missing = "、".join(font.role for font in fonts if font.stand_in)
        advice = f"本机没有{missing}字体，先用别的字体代替；装上以后重新打开本程序即可。" if missing else ""
        self.fonts.setText(f"排版字体：{told}。{advice}")
        self.fonts.show()
