"""The section 条款: the measures to read, and what is done with their versions; revising one fills the section."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.services.policy.policy_drafts import drop_draft, kept_draft
from app.services.policy.policy_versions import (
    Version,
    copy_of,
    draft_from_file,
    export_version,
    find_version,
    known_versions,
    revision_of,
    void_version,
)
from app.ui.context import AppContext
from app.ui.errors import show_error, shown
from app.ui.policy.clauses import ClausesPage
from app.ui.theme import Space
from app.ui.widgets.asking import ask, ask_text
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button
from app.ui.widgets.pages import Pages

if TYPE_CHECKING:
    from app.rules.policy.drafts import Draft
    from app.ui.policy.editing.page import MeasuresEditor

FILES = "管理办法 (*.yaml *.yml)"
_VOID = "录错了的版本；已按它兑现过的不能作废"
_SHIPPED = "这一版是随程序提供的示范文本，不能作废；录入本市的办法后就不再使用"


class MeasuresPage(QWidget):
    """Holds the page to read and, once something is revised, the editor in its place."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.clauses = ClausesPage(context)
        self.editor: MeasuresEditor | None = None
        self.revise, self.new = button("修订…", primary=True), button("新办法…")
        self.import_button, self.export_button = button("导入文件…"), button("导出文件…")
        self.compare, self.void = button("比较版本…"), button("作废本版…")
        self.print_button = button("打印办法…")
        self.resume, self.drop = button("继续编辑草稿"), button("丢掉草稿")
        menu = QMenu(self.new)
        menu.addAction("空白开始", self.begin_empty)
        menu.addAction("照这一版复制", self.begin_copy)
        self.new.setMenu(menu)
        self.left_over = Strip("warning")
        for made, tip in (
            (self.revise, "以这一版为底稿，改哪几条就只记哪几条"),
            (self.new, "单独成文的办法：从空白开始，或照这一版复制"),
            (self.import_button, "读入 YAML 文件，看过、改好后保存成版本"),
        ):
            made.setToolTip(tip)
        self._lay_out()
        self._connect()
        self._told()

    def focus_search(self) -> None:
        """Put the cursor into the search of the clauses."""
        self.clauses.focus_search()

    def may_leave(self) -> bool:
        """Ask about a draft that is not saved."""
        return self.editor is None or not self.is_editing or self.editor.may_leave()

    @property
    def is_editing(self) -> bool:
        """Tell whether the editor fills the section."""
        return self.editor is not None and self._pages.currentWidget() is self.editor

    def version(self) -> Version | None:
        """Return the version shown, None without an office."""
        measures = self.clauses.measures
        if measures is None or not self._context.has_office:
            return None
        return find_version(self._context.connection, measures.valid_from)

    def begin_revision(self) -> None:
        """Revise the version shown."""
        if version := self.version():
            self.edit(revision_of(version), "填上文号和施行日期，再到左边点要改的条款。没有改的条款照原样保留。")

    def begin_copy(self) -> None:
        """Begin a document of its own as a copy of the version shown."""
        if version := self.version():
            self.edit(copy_of(version), f"照{version.day}版复制。改好文件头和各条后保存。")

    def begin_empty(self) -> None:
        """Begin a document of its own with nothing in it."""
        from app.rules.policy.drafts import empty_draft

        self.edit(empty_draft(), "从文件头填起，再逐章逐条录入。下面列着还缺什么。")

    def import_file(self) -> None:
        """Ask for a YAML file and open it in the editor, faults and all."""
        chosen, _ = QFileDialog.getOpenFileName(self, "导入办法", "", FILES)
        if not chosen:
            return
        try:
            draft = draft_from_file(self._context.connection, Path(chosen))
        except OfficeError as error:
            show_error(self, error, "导入办法")
            return
        self.edit(draft, f"已读入“{Path(chosen).name}”，还没有保存。看一遍，填上文号，再保存成版本。", unsaved=True)

    def export_file(self) -> None:
        """Ask where to, and write the version shown as YAML."""
        version = self.version()
        if version is None:
            return
        name = f"{version.measures.title}（{version.day}版）.yaml"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出办法", name, FILES)
        if chosen:
            path = Path(chosen)
            with shown(self, "导出办法"):
                export_version(version, path if path.suffix else path.with_name(f"{path.name}.yaml"))
                self._context.status.emit(f"已导出到 {path}")

    def compare_versions(self) -> None:
        """Show two versions beside each other."""
        from app.ui.policy.editing.diff_dialog import VersionsDialog

        if version := self.version():
            VersionsDialog(self, self._context, version.day).open()

    def void_shown(self) -> None:
        """Ask for the reason, and take the version shown back."""
        version = self.version()
        if version is None:
            return
        told = f"作废《{version.measures.title}》（自{version.day}起施行），理由："
        reason = ask_text(self, "作废办法的版本", told)
        if reason is None:
            return
        with shown(self, "作废办法的版本"):
            void_version(self._context.office, version.day, reason)
            self._context.status.emit(f"已作废{version.day}版，可以撤销。")
            self._context.data_changed.emit()

    def print_shown(self) -> None:
        """Show the version shown as an official paper, to be printed or saved."""
        from app.services.policy.papers.measures import measures_paper
        from app.ui.papers.paper_window import show_paper

        if version := self.version():
            office, on, today = self._context.office, version.day, self._context.today()
            show_paper(self, self._context, lambda connection: measures_paper(office, connection, on, today=today))

    def edit(self, draft: Draft, told: str, *, unsaved: bool = False) -> None:
        """Open a draft in the editor; one that was left behind is asked about first."""
        if kept_draft(self._context.office) is not None and not self._may_replace():
            return
        self._open(draft, told, unsaved=unsaved)

    def resume_draft(self) -> None:
        """Go on with the draft that was left behind."""
        if kept := kept_draft(self._context.office):
            self._open(kept.draft, "接着上次没有保存的草稿。", unsaved=True)

    def drop_left_over(self) -> None:
        """Give up the draft that was left behind, after a question."""
        if self._may_replace():
            self._told()

    def _may_replace(self) -> bool:
        question = "上次没有保存的草稿会丢掉，不能找回。"
        if ask(self, "还有一份草稿", question, ("丢掉草稿", "留着")) != "丢掉草稿":
            return False
        with shown(self, "丢掉草稿"):
            drop_draft(self._context.office)
        return True

    def _open(self, draft: Draft, told: str, *, unsaved: bool) -> None:
        from app.ui.policy.editing.page import MeasuresEditor

        if self.editor is not None:
            self._pages.removeWidget(self.editor)
            self.editor.deleteLater()
        self.editor = MeasuresEditor(self._context)
        self.editor.left.connect(self._show_reading)
        self.editor.saved.connect(self.clauses.choose_version)
        self._pages.addWidget(self.editor)
        self._pages.setCurrentWidget(self.editor)
        self.editor.begin(draft, told, unsaved=unsaved)

    def _show_reading(self) -> None:
        self._pages.setCurrentWidget(self.clauses)
        self._told()

    def _told(self) -> None:
        """Say what can be done with the version shown, and whether a draft was left behind."""
        opened, writable = self._context.has_office, self._context.writable
        for made in (self.revise, self.new, self.import_button):
            made.setEnabled(writable)
        own = self._own()
        self.void.setEnabled(writable and own)
        self.void.setToolTip(_VOID if own else _SHIPPED)
        for made in (self.export_button, self.compare, self.print_button):
            made.setEnabled(opened)
        kept = kept_draft(self._context.office) if writable and not self.is_editing else None
        moment = f"{kept.at:%m月%d日 %H:%M}" if kept else ""
        self.left_over.tell(f"有一份没有保存的办法草稿（{moment}）。" if kept else "")
        for made in (self.resume, self.drop):
            made.setVisible(kept is not None)

    def _own(self) -> bool:
        """Tell whether the version shown is the office's; one that is gone by now is not."""
        measures = self.clauses.measures
        if measures is None or not self._context.has_office:
            return False
        return any(one.own and one.day == measures.valid_from for one in known_versions(self._context.connection))

    def _connect(self) -> None:
        acts: tuple[tuple[QPushButton, Callable[[], None]], ...] = (
            (self.revise, self.begin_revision),
            (self.import_button, self.import_file),
            (self.export_button, self.export_file),
            (self.compare, self.compare_versions),
            (self.void, self.void_shown),
            (self.print_button, self.print_shown),
            (self.resume, self.resume_draft),
            (self.drop, self.drop_left_over),
        )
        for made, act in acts:
            made.clicked.connect(act)
        self.clauses.shown.connect(self._told)

    def _lay_out(self) -> None:
        line = QWidget()
        flow = FlowLayout(line, spacing=Space.SMALL)
        for made in (
            self.revise,
            self.new,
            self.import_button,
            self.export_button,
            self.compare,
            self.void,
            self.print_button,
            self.resume,
            self.drop,
        ):
            flow.addWidget(made)
        self.clauses.acts.addWidget(self.left_over)
        self.clauses.acts.addWidget(line)
        self._pages = Pages()
        self._pages.addWidget(self.clauses)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
