"""The section 起草: what the paper is about on top, its fields on the left, its pages on the right."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.services.papers.bulletins import TEMPLATE, BulletinDraft, save_bulletin
from app.services.papers.content import PaperContent, lacking
from app.services.papers.door import file_name
from app.services.papers.drafting import draft_from_template, units
from app.services.papers.register import reprint
from app.services.papers.saving import write_paper
from app.services.papers.templates import data_of, inputs_of, template, templates
from app.services.papers.way import draft_paper
from app.ui.context import AppContext
from app.ui.errors import show_error, shown
from app.ui.papers.earlier import Answer, ask_anew, told_earlier
from app.ui.papers.form import DraftForm
from app.ui.papers.inputs import InputsBox
from app.ui.papers.pane import PreviewPane
from app.ui.papers.workshop import Workshop
from app.ui.ranking.choosers import Choice, RankingChooser
from app.ui.ranking.latest import latest_month
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.asking import ask
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, scrolled

PREVIEW_DELAY_MS = 150
"""How long the fields must rest before the preview follows."""

_CHANGED = "台账在起草之后有变动，现稿的数字已不是最新。点“重新起草”按新数字另起一稿（改过的文字不保留）。"


class DraftingPage(QWidget):
    """Drafts a bulletin or a paper of a template, shows it, keeps it at 拟稿, or signs it in one go."""

    drafted = Signal(int)
    """A paper was kept at 拟稿: its id."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._draft: BulletinDraft | None = None
        self._edited = self._unsaved = False
        self._stale = True
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("文种")
        self.kinds.addItem(TEMPLATE)
        self.chooser = RankingChooser(context.today(), latest_month(context.connection))
        self._choice: Choice = self.chooser.choice()
        self._kind = TEMPLATE
        self.inputs = InputsBox()
        self.redraft = button("重新起草")
        self.keep_button, self.save_button = button("存为拟稿"), button("签发并另存为 PDF…", primary=True)
        self.keep_button.setToolTip("存入公文登记，按核稿、签发、印发一步步办理")
        self.save_button.setToolTip("拟稿、核稿、签发一次办完，编号后写成 PDF")
        self.word_button = button("存为 Word…")
        self.word_button.setToolTip("现稿的 Word 文档，供传阅、修改；不编号，不登记")
        self.form = DraftForm(context.today())
        self.pane = PreviewPane(context, self.keep_button, self.word_button, self.save_button)
        self.notice = Strip("info")
        self.workshop = Workshop(self)
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_DELAY_MS)
        self._lay_out()
        self._connect()
        self._show_kind()

    def may_leave(self) -> bool:
        """Ask about a draft that was edited and not saved."""
        if not self._unsaved:
            return True
        question = "起草的公文改过，还没有保存。离开后，改过的文字不会保留。"
        return ask(self, "公文还没有保存", question, ("放弃改动", "留下")) == "放弃改动"

    def waiting_to_set_type(self) -> bool:
        """Tell whether the preview still waits for the fields to rest."""
        return self._soon.isActive()

    def choose_kind(self, name: str) -> None:
        """Draft another kind of paper."""
        self.kinds.setCurrentText(name)

    def start_draft(self) -> None:
        """Draft anew by what is chosen on top; what was edited is lost."""
        try:
            self._choice = self.chooser.choice()
            self._edited = self._unsaved = False
            if self._kind == TEMPLATE:
                self.workshop.draft(self.context.office, self._choice, self.context.today())
            else:
                self._fill_template()
        except OfficeError as error:
            self._refuse(error.message)

    def keep(self) -> None:
        """Keep the draft at 拟稿."""
        if (content := self._current("存为拟稿")) is None:
            return
        office = self.context.office
        if self._kind != TEMPLATE:
            content = replace(content, origin="")
        elif self._draft is not None:
            answer, draft = ask_anew(self, replace(self._draft, content=content))
            if answer is not Answer.GO_ON:
                self._take_original(answer, draft)
                return
            content = self._named(draft).content

        def done(key: int) -> None:
            self._unsaved = False
            self.context.status.emit(f"《{content.title}》已存为拟稿。")
            self.context.data_changed.emit()
            self.drafted.emit(key)

        run_task(self, "存为拟稿", lambda _progress, _cancelled: draft_paper(office, content), done)

    def save_as(self) -> None:
        """Ask where to, sign the bulletin and write it as PDF."""
        if self._draft is None or (content := self._current("另存为 PDF")) is None:
            return
        answer, draft = ask_anew(self, replace(self._draft, content=content))
        if answer is not Answer.GO_ON:
            self._take_original(answer, draft)
            return
        if path := self._path(file_name(self._named(draft).content, draft.number)):
            self.save_to(path)

    def save_word(self) -> None:
        """Ask where to, and write the draft as a Word document without a number."""
        if (content := self._current("存为 Word")) is None or not (
            path := self._path(file_name(content, None), ".docx")
        ):
            return
        office = self.context.office

        def work(*_: object) -> None:
            with closing(office.read()) as connection:
                write_paper(connection, content, path)

        run_task(self, "存为 Word", work, lambda _: self.context.status.emit(f"现稿的 Word 文档保存在 {path}"))

    def save_to(self, path: Path) -> None:
        """Sign the bulletin and write it to `path`."""
        if self._draft is None or (content := self._current("另存为 PDF")) is None:
            return
        office, draft = self.context.office, replace(self._draft, content=content)

        def done(written: Path) -> None:
            self._unsaved = False
            self.context.status.emit(f"{draft.document_number or content.kind}已签发，文件保存在 {written}")
            self.context.data_changed.emit()

        run_task(self, "签发并另存", lambda _progress, _cancelled: save_bulletin(office, draft, path), done)

    def _path(self, name: str, ending: str = ".pdf") -> Path | None:
        """Ask where a PDF shall go, or a file of another `ending`."""
        folder = self.context.office.folder / "papers"
        start = (folder if folder.is_dir() else Path.home()) / f"{name.removesuffix('.pdf')}{ending}"
        title, kind = ("另存为 PDF", "PDF 文件") if ending == ".pdf" else ("存为 Word", "Word 文件")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start), f"{kind} (*{ending})")
        path = Path(chosen)
        return None if not chosen else path if path.suffix.lower() == ending else path.with_name(path.name + ending)

    def _named(self, draft: BulletinDraft) -> BulletinDraft:
        """Show a draft that names those before it, where the one in the form does not."""
        if self._draft is not None and draft.content.text != self.form.content().text:
            self._draft = draft
            self._edited = self._unsaved = True
            self.form.show_content(draft.content, draft.document_number, fixed_audience=True)
            self._soon.start()
        return draft

    def _take_original(self, answer: Answer, draft: BulletinDraft) -> None:
        """Save the bulletin that was signed before, as it was signed, where that is wanted."""
        if answer is not Answer.ORIGINAL:
            return
        first = draft.again[0]
        if path := self._path(f"{first.number}{first.title}.pdf"):
            with shown(self, "另存原件"):
                reprint(self.context.office, self.context.connection, first.paper_id, path)
                self.context.status.emit(f"{first.number or first.title}的原件保存在 {path}，没有编新号。")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._read_anew()

    def _lay_out(self) -> None:
        bar = FlowLayout(spacing=Space.SMALL)
        for widget in (self.kinds, self.chooser, self.redraft):
            bar.addWidget(widget)
        left = QWidget()
        fields = QVBoxLayout(left)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(0)
        fields.addWidget(self.inputs)
        fields.addWidget(self.form, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(scrolled(left))
        splitter.addWidget(self.pane)
        splitter.setSizes([560, 720])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.notice)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.context.data_changed.connect(self._data_changed)
        self.kinds.activated.connect(self._kind_chosen)
        self.kinds.currentTextChanged.connect(lambda _: self._kind_chosen())
        self.chooser.changed.connect(self._choice_changed)
        self.inputs.changed.connect(self._inputs_changed)
        self.redraft.clicked.connect(self._redraft_asked)
        self.keep_button.clicked.connect(self.keep)
        self.save_button.clicked.connect(self.save_as)
        self.word_button.clicked.connect(self.save_word)
        self.form.edited.connect(self._form_edited)
        self._soon.timeout.connect(self._set_type)
        self.workshop.drafted.connect(self._take_draft)
        self.workshop.not_drafted.connect(self._refuse)
        self.workshop.typeset.connect(self._show_pages)
        self.workshop.not_typeset.connect(self.pane.tell_fault)
        self.workshop.fonts_known.connect(self.pane.tell_fonts)

    def _kind_chosen(self) -> None:
        if self.kinds.currentText() in ("", self._kind):
            return
        if not self._may_drop():
            self.kinds.setCurrentText(self._kind)
            return
        self._kind = self.kinds.currentText()
        self.workshop.forget()
        try:
            self._show_kind()
        except OfficeError as error:
            self._refuse(error.message)
            return
        self.start_draft()

    def _show_kind(self) -> None:
        bulletin = self._kind == TEMPLATE
        self.chooser.setVisible(bulletin)
        self.save_button.setVisible(bulletin)
        self.inputs.setVisible(not bulletin)
        if not bulletin:
            self._draft = None
            self.notice.tell("")
            source = template(self.context.office.folder, self._kind).source
            self.inputs.ask(inputs_of(source))

    def _fill_template(self) -> None:
        content = draft_from_template(
            self.context.office,
            self.context.connection,
            self._kind,
            self.inputs.to.currentText(),
            self.inputs.values(),
            today=self.context.today(),
        )
        self.form.show_content(content, content.number_text(None))
        self._soon.start()

    def _inputs_changed(self) -> None:
        if not self._may_drop():
            return
        self.start_draft()
        self._unsaved = True

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
        """Follow what was written: templates, units, and the figures of a bulletin's draft."""
        offered = [one.name for one in templates(self.context.office.folder) if _needs_no_data(one.source)]
        if [self.kinds.itemText(n) for n in range(self.kinds.count())] != [TEMPLATE, *offered]:
            self.kinds.blockSignals(True)
            self.kinds.clear()
            self.kinds.addItems([TEMPLATE, *offered])
            self.kinds.setCurrentText(self._kind)
            self.kinds.blockSignals(False)
        self.inputs.show_units(units(self.context.connection))
        if self._kind == TEMPLATE:
            self.workshop.draft(self.context.office, self._choice, self.context.today())

    def _take_draft(self, draft: BulletinDraft) -> None:
        """Take a draft into the form; one that was edited stays, and is told to be behind the figures."""
        if self._kind != TEMPLATE:
            return
        if self._edited and self._draft is not None:
            behind = draft.ranking.sha256() != self._draft.ranking.sha256()
            self.notice.tell(_CHANGED if behind else told_earlier(draft))
            return
        self._draft = draft
        self.notice.tell(told_earlier(draft))
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
            if self._kind != TEMPLATE:
                self.notice.tell(lacking(content))
            number = self._draft.number if self._draft else None
            self.workshop.set_type(self.context.office, content, number)
        except Refused as error:
            self.pane.tell_fault(error.message)

    def _show_pages(self, pdf: bytes) -> None:
        self.pane.show_pdf(pdf, self.form.lines["title"].text())

    def _current(self, doing: str) -> PaperContent | None:
        """Return the paper as edited; where it cannot be printed, show why and return None."""
        try:
            return self.form.content()
        except OfficeError as error:
            show_error(self, error, doing)
            return None

    def _refuse(self, message: str) -> None:
        self.workshop.forget()
        self._draft = None
        self._edited = self._unsaved = False
        self.form.show_content(None)
        self.pane.show_pdf(None)
        self.pane.fault.tell(message)


def _needs_no_data(source: str) -> bool:
    try:
        return data_of(source) == "无"
    except Refused:
        return False
