"""A new project: the same fields, empty."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.services.dossiers.projects import filter_choices
from app.ui.context import AppContext
from app.ui.dossiers.project_form import ProjectForm
from app.ui.errors import show_error
from app.ui.theme import Space
from app.ui.widgets.asking import ask
from app.ui.widgets.layout import Strip, label, scrolled


class NewProjectDialog(QDialog):
    """Emits `added` with the id once the project is kept; what is refused stays in the form."""

    added = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("新增项目")
        self.form = ProjectForm(context.today())
        self.form.offer(filter_choices(context.connection))
        self.trouble = Strip("error")
        self.buttons = QDialogButtonBox()
        self.save_button = self.buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setProperty("primary", True)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        told = "只有项目名称和企业名称必填，其余可以以后再补。保存后在“阶段”里登记签约、开工等时间。"
        layout.addWidget(label(told, "muted", wrap=True))
        layout.addWidget(self.trouble)
        layout.addWidget(scrolled(self.form), 1)
        layout.addWidget(self.buttons)
        room = self.screen().availableSize()
        self.resize(min(560, room.width() - 40), min(640, room.height() - 60))

    def accept(self) -> None:
        from app.services.dossiers.keeping import add_project

        try:
            draft = self.form.draft()
            project = add_project(self._context.office, draft, today=self._context.today())
        except OfficeError as error:
            self.trouble.tell(error.message)
            return
        except Exception as error:
            show_error(self, error, "新增项目")
            return
        self._context.data_changed.emit()
        self._context.status.emit(f"已新增：{draft.name}（Ctrl+Z 可撤销）")
        super().accept()
        self.added.emit(project)

    def reject(self) -> None:
        if self.form.is_dirty and ask(self, "新增项目", "填写的内容还没有保存。", ("放弃", "继续填写")) != "放弃":
            return
        super().reject()
