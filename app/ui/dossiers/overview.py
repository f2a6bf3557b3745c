"""概况: the project's own fields, edited in place; a conflict never costs what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.rules.errors import Conflict, OfficeError
from app.services.dossiers.projects import filter_choices
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.project_form import ProjectForm
from app.ui.widgets.asking import ask, ask_text
from app.ui.widgets.layout import Strip, button

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier


class OverviewPanel(Panel):
    """The form with 保存 and 放弃."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.form = ProjectForm(context.today())
        self.trouble = Strip("error")
        self.save_button = button("保存", primary=True)
        self.discard_button = button("放弃修改")
        self.void_button = button("作废项目…")
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        self.void_button.clicked.connect(self.void)
        self.form.edited.connect(self._tell)
        line = QHBoxLayout()
        line.addWidget(self.save_button)
        line.addWidget(self.discard_button)
        line.addStretch(1)
        line.addWidget(self.void_button)
        self.body.addWidget(self.trouble)
        self.body.addLayout(line)
        self.body.addWidget(self.form)
        self.body.addStretch(1)

    def show_dossier(self, dossier: Dossier) -> None:
        before = self.dossier
        self.dossier = dossier
        self.form.offer(filter_choices(self.context.connection))
        if before is not None and before.id == dossier.id and self.form.is_dirty:
            if before.version != dossier.version and (changed := self.form.rebase(dossier)):
                self._tell_conflict(changed)
        else:
            self.trouble.tell("")
            self.form.put(dossier)
        self.form.set_read_only(not self.may_change)
        self._tell()

    def save(self) -> bool:
        """Save what was typed; return whether it is kept now."""
        from app.services.dossiers.dossier_view import load_dossier
        from app.services.dossiers.keeping import edit_project

        if self.dossier is None or not self.form.is_dirty:
            return True
        try:
            draft = self.form.draft()
            edit_project(self.context.office, self.dossier.id, self.dossier.version, draft)
        except Conflict:
            try:
                latest = load_dossier(self.context.connection, self.dossier.id)
            except OfficeError as error:
                self.trouble.tell(error.message)
                return False
            self.dossier = latest
            self._tell_conflict(self.form.rebase(latest))
            return False
        except OfficeError as error:
            self.trouble.tell(error.message)
            return False
        self.trouble.tell("")
        self.form.put(load_dossier(self.context.connection, self.dossier.id))
        self.context.data_changed.emit()
        self.context.status.emit(f"已保存：{draft.name}（Ctrl+Z 可撤销）")
        return True

    def discard(self) -> None:
        """Show what is kept again."""
        if self.dossier is not None:
            self.trouble.tell("")
            self.form.put(self.dossier)

    def void(self) -> None:
        """Ask for the reason and void the project."""
        from app.services.dossiers.keeping import void_project

        if self.dossier is None:
            return
        dossier = self.dossier
        reason = ask_text(self, "作废项目", f"“{dossier.name}”将不再列出和计数，历史仍可查。\n请写明作废原因：")
        if reason is not None:
            self.attempt(
                "作废项目",
                lambda: void_project(self.context.office, dossier.id, dossier.version, reason),
                f"已作废：{dossier.name}（Ctrl+Z 可撤销）",
            )

    def may_leave(self) -> bool:
        """Ask what is to become of what was typed; False where the user wants to go on typing."""
        if self.dossier is None or not self.form.is_dirty:
            return True
        text = f"“{self.dossier.name}”有没有保存的修改。"
        answer = ask(self, "保存修改", text, ("保存", "放弃修改", "继续编辑"))
        if answer == "保存":
            return self.save()
        if answer == "放弃修改":
            self.discard()
            return True
        return False

    def _tell_conflict(self, changed: list[str]) -> None:
        told = "，".join(changed) or "没有涉及这张表里的内容"
        self.trouble.tell(
            f"还没有保存：刚才别人也改了这个项目（{told}）。您填写的内容仍在；核对后请再点“保存”，或点“放弃修改”。"
        )

    def _tell(self) -> None:
        dirty = self.form.is_dirty and self.may_change
        self.save_button.setEnabled(dirty)
        self.discard_button.setEnabled(dirty)
        self.void_button.setEnabled(self.may_change)
