"""Asking for a project or an enterprise and a day: the line over the pages 核对 and 奖金."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QWidget

from app.rules.errors import OfficeError
from app.services.policy.subjects import Subject, find_enterprise, find_project
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, button, label


class AskingLine(QWidget):
    """A name or code, a day, and 查看; tells by `asked` whom it found, and in `strip` what failed."""

    asked = Signal(object)
    missed = Signal()
    """Nobody was found: what stands below is of somebody else."""

    def __init__(self, context: AppContext, *, enterprises: bool) -> None:
        super().__init__()
        self._context, self._enterprises = context, enterprises
        self.strip = Strip("error")
        self.name = QLineEdit()
        what = "项目编号、项目名称或企业名称" if enterprises else "项目编号或名称"
        self.name.setPlaceholderText(f"{what}，回车查看")
        self.name.setAccessibleName(what)
        self.name.setClearButtonEnabled(True)
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName("按哪天")
        today = context.today()
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.go = button("查看", primary=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        line.addWidget(self.name, 1)
        line.addWidget(label("按哪天", "muted"))
        line.addWidget(self.day)
        line.addWidget(self.go)
        self.name.returnPressed.connect(self.ask)
        self.go.clicked.connect(self.ask)
        self.day.dateChanged.connect(lambda _: self.ask() if self.name.text().strip() else None)

    def on(self) -> dt.date:
        """Return the day asked for."""
        day = self.day.date()
        return dt.date(day.year(), day.month(), day.day())

    def set_question(self, name: str, on: dt.date) -> None:
        """Show what another page asks about, without asking again."""
        self.day.blockSignals(True)
        self.name.setText(name)
        self.day.setDate(QDate(on.year, on.month, on.day))
        self.day.blockSignals(False)

    def ask(self) -> None:
        """Look for what was typed and tell whom it means."""
        try:
            self.strip.tell("")
            self.asked.emit(self._found())
        except OfficeError as error:
            self.missed.emit()
            self.strip.tell(error.message)

    def _found(self) -> Subject:
        text = self.name.text()
        if not self._enterprises:
            return find_project(self._context.connection, text)
        try:
            return find_enterprise(self._context.connection, text)
        except OfficeError:
            return find_project(self._context.connection, text)
