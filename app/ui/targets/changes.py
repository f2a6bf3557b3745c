"""年中调整: the strip above the table that turns edits into changes from a day on, with reason and paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.rules.errors import Refused
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import label


@dataclass(frozen=True)
class Terms:
    """How edits are written: for the whole year (`from_day` None), or as a change with its reason and paper."""

    from_day: dt.date | None = None
    reason: str = ""
    paper: str = ""


class ChangeBar(QWidget):
    """A switch with the fields that a change needs."""

    changed = Signal()
    """The day or the switch was changed: another day's tasks hold."""

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self.on = QCheckBox("作为年中调整")
        self.day = DayEdit(today)
        self.day.set_day(today)
        self.reason, self.paper = QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText("调整理由（必填）")
        self.reason.setMinimumWidth(220)
        self.reason.setAccessibleName("调整理由")
        self.paper.setPlaceholderText("依据文号，可不填")
        self.paper.setAccessibleName("依据文号")
        self._from, self._after = label("从"), label("起")
        row = FlowLayout(self, spacing=Space.SMALL)
        for widget in (self.on, self._from, self.day, self._after, self.reason, self.paper):
            row.addWidget(widget)
        self.on.toggled.connect(self._show_fields)
        self.on.toggled.connect(lambda _on: self.changed.emit())
        self.day.changed.connect(self.changed)
        self._show_fields(False)

    def terms(self) -> Terms:
        """Return how to write; raise `Refused` where a change lacks its day or its reason."""
        if not self.on.isChecked():
            return Terms()
        if self.day.reason or (day := self.day.day()) is None:
            raise Refused(f"调整日期：{self.day.reason or '请填写，如 2026-07-01。'}")
        if not self.reason.text().strip():
            raise Refused("年中调整要先写明理由，再改数。")
        return Terms(day, self.reason.text(), self.paper.text())

    def shown_day(self) -> dt.date | None:
        """Return the day whose tasks are shown while changing; None for today's."""
        return self.day.day() if self.on.isChecked() and not self.day.reason else None

    def _show_fields(self, on: bool) -> None:
        for widget in (self._from, self.day, self._after, self.reason, self.paper):
            widget.setVisible(on)
