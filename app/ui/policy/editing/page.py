"""The editor of a version of the measures: outline, form of the chosen part, and what is still wrong, all live."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.policy.comparing import Difference, compare
from app.rules.policy.document import Measures, examine
from app.rules.policy.drafts import Draft, DraftChapter, DraftClause
from app.rules.policy.faults import Fault
from app.rules.policy.numbering import chapter_number, clause_number
from app.services.policy.policy_drafts import drop_draft, keep_draft
from app.services.policy.policy_versions import (
    Trial,
    export_draft,
    industries,
    known_texts,
    misplaced,
    named_industries,
    save_draft,
    try_rule,
)
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.policy.editing.clause_form import ClauseForm
from app.ui.policy.editing.diff_dialog import DiffDialog
from app.ui.policy.editing.faults_list import FaultsList
from app.ui.policy.editing.head_form import ChapterForm, HeadForm
from app.ui.policy.editing.outline import Outline
from app.ui.policy.editing.save_dialog import SaveDialog
from app.ui.policy.editing.texts import Words
from app.ui.policy.editing.trial_dialog import TrialDialog
from app.ui.tasks import Progress, run_task
from app.ui.theme import Space, title_font
from app.ui.widgets.asking import ask
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.pages import Pages

CHECK_DELAY_MS = 150
KEEP_DELAY_MS = 1000
FILES = "管理办法 (*.yaml *.yml)"


class MeasuresEditor(QWidget):
    """Edits one draft; nothing becomes a version before 保存, and the draft outlives a crash."""

    left = Signal()
    """The editor is done with: the draft was saved, given up, or kept for later."""
    saved = Signal(str)
    """The version that begins on this day was saved."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.draft = Draft()
        self.measures: Measures | None = None
        self.faults: tuple[Fault, ...] = ()
        self._unsaved = False
        words = Words(industries(), known_texts(context.connection))
        self.named = named_industries()
        self.title = label("", wrap=True)
        self.title.setFont(title_font())
        self.back, self.compare_button = button("返回"), button("与原版比较…")
        self.export_button, self.save_button = button("导出文件…"), button("保存版本…", primary=True)
        self.strip = Strip("info")
        self.outline = Outline()
        self.head = HeadForm(context.today())
        self.chapter = ChapterForm()
        self.clause = ClauseForm(context.today(), words, self.named)
        self.faults_list = FaultsList()
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_DELAY_MS)
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_DELAY_MS)
        self._lay_out()
        self._connect()

    def begin(self, draft: Draft, told: str = "", *, unsaved: bool = False) -> None:
        """Edit a draft; `unsaved` where it holds work already (a file read in, a draft left behind)."""
        self.draft, self._unsaved = draft, unsaved
        self.title.setText(f"修订{draft.amends}版" if draft.amends else "新办法")
        self.compare_button.setVisible(draft.amends is not None)
        self.strip.tell(told)
        self.outline.show_draft(draft)
        self.examine()

    @property
    def unsaved(self) -> bool:
        """Tell whether something was edited that is no version yet."""
        return self._unsaved

    def examine(self) -> None:
        """Check the draft now, and show each fault with its place; an office that was closed meanwhile is let be."""
        self._check_soon.stop()
        if not self._context.has_office:
            return
        self.measures, self.faults = self.draft.examined()
        if fault := misplaced(self._context.connection, self.draft):
            self.faults = (fault, *self.faults)
        self.faults_list.show_faults(self.faults)
        self.outline.mark(self.faults)
        self._mark_clause()
        self.save_button.setEnabled(self._context.writable and self.measures is not None and not self.faults)

    def go_to(self, fault: Fault) -> None:
        """Show the place of a fault and put the cursor there."""
        self.outline.choose_fault(fault)
        part = self.outline.part()
        if isinstance(part, DraftClause):
            self.clause.go_to(fault.path)
        elif isinstance(part, DraftChapter):
            self.chapter.title.setFocus()
        else:
            self.head.go_to(fault.path)

    def may_leave(self) -> bool:
        """Ask what is to become of an unsaved draft; False where the user wants to stay."""
        if not self._unsaved:
            self._drop()
            return True
        question = "正在编辑的办法还没有保存成版本。可以留着草稿，下次打开“条款”时接着改。"
        chosen = ask(self, "办法还没有保存", question, ("留着草稿离开", "放弃改动", "继续编辑"))
        if chosen == "继续编辑":
            return False
        if chosen == "放弃改动":
            self._drop()
        else:
            self.keep()
        self._unsaved = False
        return True

    def keep(self) -> None:
        """Write the draft into the office folder, so that a crash loses nothing."""
        self._keep_soon.stop()
        if self._unsaved and self._context.writable:
            try:
                keep_draft(self._context.office, self.draft)
            except OfficeError as error:
                self.strip.tell(error.message)

    def ask_save(self) -> None:
        """Show what is to be saved and ask for the reason."""
        self.examine()
        if self.measures is None or self.faults:
            self.faults_list.next()
            return
        found = self.difference()
        dialog = SaveDialog(self, self.measures, self.draft.paper, str(self.draft.amends or ""), found)
        dialog.agreed.connect(lambda reason: self._save(dialog, reason))
        dialog.open()

    def difference(self) -> Difference | None:
        """Return what the draft changes in the version that it amends, None where it amends none."""
        base = examine(self.draft.base)[0] if self.draft.base else None
        return compare(base, self.measures, self.named) if base and self.measures else None

    def show_difference(self) -> None:
        """Show the version amended and the draft beside each other."""
        self.examine()
        found = self.difference()
        if found is None:
            self.strip.tell("先把下面列出的地方改好，再与原版比较。")
            return
        DiffDialog(self, f"{self.draft.amends}版与正在编辑的修订", found).open()

    def export_file(self) -> None:
        """Ask where to, and write the whole text as it stands."""
        name = f"{self.draft.title or '管理办法'}.yaml"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出办法", name, FILES)
        if chosen:
            path = Path(chosen)
            with shown(self, "导出办法"):
                export_draft(self.draft, path if path.suffix else path.with_name(f"{path.name}.yaml"))
                self._context.status.emit(f"已导出到 {path}")

    def try_clause(self) -> None:
        """Tell what the chosen clause would say of the present projects, behind the window."""
        clause = self.clause.clause()
        if clause is None or clause.rule is None:
            return
        rule, office, today = clause.rule, self._context.office, self._context.today()
        title = f"{self.clause.number.text()}　{clause.title}"

        def work(progress: Progress, cancelled: Callable[[], bool]) -> Trial:
            with closing(office.read()) as connection:
                return try_rule(connection, rule, today, progress=progress, cancelled=cancelled)

        def done(trial: Trial) -> None:
            TrialDialog(self, title, trial).open()

        run_task(self, "试一试", work, done)

    def _save(self, dialog: SaveDialog, reason: str) -> None:
        try:
            measures = save_draft(self._context.office, self.draft, reason=reason)
        except OfficeError as error:
            dialog.tell(error.message)
            return
        dialog.accept()
        self._unsaved = False
        self._drop()
        self.left.emit()
        self._context.status.emit(f"《{measures.title}》已保存，自 {measures.version} 起施行，可以撤销。")
        self._context.data_changed.emit()
        self.saved.emit(measures.version)

    def _leave(self) -> None:
        if self.may_leave():
            self.left.emit()

    def _drop(self) -> None:
        self._keep_soon.stop()
        self._check_soon.stop()
        if self._context.writable:
            try:
                drop_draft(self._context.office)
            except OfficeError as error:
                self._context.status.emit(error.message)

    def _edited(self) -> None:
        self._unsaved = True
        self.strip.tell("")
        self._check_soon.start()
        self._keep_soon.start()

    def _structure_edited(self) -> None:
        self._edited()
        self.examine()

    def _titles_edited(self) -> None:
        self.outline.rename()
        self._edited()

    def _show_part(self) -> None:
        part = self.outline.part()
        clauses = self.draft.clauses()
        if isinstance(part, DraftClause):
            matters = {
                one.rule["overlap"]["matter"]: None
                for one in clauses
                if one.rule and isinstance(one.rule.get("overlap"), dict) and one.rule["overlap"].get("matter")
            }
            self.clause.show_clause(part, clause_number(clauses.index(part) + 1), list(matters))
            self._forms.setCurrentWidget(self.clause)
            self._mark_clause()
        elif isinstance(part, DraftChapter):
            self.chapter.show_chapter(part, chapter_number(self.draft.chapters.index(part) + 1))
            self._forms.setCurrentWidget(self.chapter)
        else:
            self.head.show_draft(self.draft)
            self._forms.setCurrentWidget(self.head)

    def _mark_clause(self) -> None:
        part = self.outline.part()
        if isinstance(part, DraftClause):
            number = self.draft.clauses().index(part)
            self.clause.mark(one for one in self.faults if one.clause == number)

    def _connect(self) -> None:
        self.outline.chosen.connect(self._show_part)
        self.outline.edited.connect(self._structure_edited)
        self.head.edited.connect(self._edited)
        self.chapter.edited.connect(self._titles_edited)
        self.clause.edited.connect(self._titles_edited)
        self.clause.try_asked.connect(self.try_clause)
        self.faults_list.chosen.connect(self.go_to)
        self._check_soon.timeout.connect(self.examine)
        self._keep_soon.timeout.connect(self.keep)
        self.back.clicked.connect(self._leave)
        self.compare_button.clicked.connect(self.show_difference)
        self.export_button.clicked.connect(self.export_file)
        self.save_button.clicked.connect(self.ask_save)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("F8", self.faults_list.next), ("Ctrl+S", self.ask_save)):
            QShortcut(QKeySequence(keys), self, context=within).activated.connect(act)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self.title, 1)
        for made in (self.back, self.compare_button, self.export_button, self.save_button):
            bar.addWidget(made)
        self._forms = Pages()
        for form in (self.head, self.chapter, self.clause):
            self._forms.addWidget(form)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.outline)
        splitter.addWidget(self._forms)
        splitter.setSizes([300, 1000])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.faults_list)
