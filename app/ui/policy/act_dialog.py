"""A short form that does one thing: its fields, what refuses it, and a button named after the deed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, form_layout, label


class ActDialog(QDialog):
    """Made by a function per deed: fields by `add`, the deed as `act`, which returns what to tell."""

    def __init__(self, context: AppContext, parent: QWidget | None, title: str, about: str, deed: str) -> None:
        super().__init__(parent)
        self._context = context
        self.act: Callable[[], str] = str
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.about = label(about, wrap=True)
        self.about.setVisible(bool(about))
        self._form = form_layout()
        self.fault = Strip("error")
        self.buttons = QDialogButtonBox()
        self.go = self.buttons.addButton(deed, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(self.about)
        layout.addLayout(self._form)
        layout.addWidget(self.fault)
        layout.addWidget(self.buttons)
        if not context.writable:
            self.fault.tell("这个办公文件夹以只读方式打开，不能登记。")
            self.go.setEnabled(False)

    def add(self, name: str, field: QWidget) -> None:
        """Add a field under its name."""
        field.setAccessibleName(name)
        self._form.addRow(name, field)

    def line(self, name: str, hint: str = "", text: str = "") -> QLineEdit:
        """Add a line to type in, and return it."""
        made = QLineEdit(text)
        made.setPlaceholderText(hint)
        self.add(name, made)
        return made

    def day(self, name: str, day: dt.date) -> Callable[[], dt.date]:
        """Add a day with its first value, and return what reads it; reading raises `Refused` for none."""
        made = DayEdit(self._context.today())
        made.set_day(day)
        self.add(name, made)

        def read() -> dt.date:
            found = None if made.reason else made.day()
            if found is None:
                raise Refused(f"{name}：{made.reason or '请填写，如 2026-07-05'}")
            return found

        return read

    def save(self) -> None:
        """Do it; what is refused is told here and the form stays open."""
        try:
            told = self.act()
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self.accept()
        self._context.status.emit(f"{told}（Ctrl+Z 可撤销）")
        self._context.data_changed.emit()
