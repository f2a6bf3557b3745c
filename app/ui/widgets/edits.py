"""Fields that read what people type: amounts to the 分, days in every spelling; wrong ones say why at once."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from app.rules.days import read_day
from app.rules.money import WAN, Fen, format_wan, read_money
from app.rules.reading import Unreadable
from app.rules.uscc import read_uscc
from app.ui.theme import Colour


class ReadingEdit(QLineEdit):
    """A line whose text is read by a rule; unreadable text turns red and says why on hovering."""

    changed = Signal()
    """The user changed the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = ""
        self.textEdited.connect(lambda _text: self._edited())
        self.textChanged.connect(lambda _text: self._judge())
        self.editingFinished.connect(self.tidy)

    def tidy(self) -> None:
        """Write what was understood the usual way, once the field is left."""

    def read(self) -> object:
        """Return what the text means; raise `Unreadable`."""
        return self.text()

    def _edited(self) -> None:
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        try:
            self.read()
            reason = ""
        except Unreadable as error:
            reason = error.message
        if reason == self.reason:
            return
        self.reason = reason
        self.setToolTip(reason)
        if self.property("invalid") != bool(reason):
            self.setProperty("invalid", bool(reason))
            self.style().unpolish(self)
            self.style().polish(self)


class MoneyEdit(ReadingEdit):
    """An amount in 万元 (“1.2亿元” is understood too)."""

    def __init__(self, parent: QWidget | None = None, *, placeholder: str = "万元") -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)

    def read(self) -> Fen | None:
        """Return the amount in 分, None where empty; raise `Unreadable`."""
        return read_money(self.text(), WAN)

    def fen(self) -> Fen | None:
        """The same as `read`."""
        return self.read()

    def set_fen(self, fen: Fen | None) -> None:
        """Show an amount."""
        self.setText("" if fen is None else format_wan(fen, 6))

    def tidy(self) -> None:
        if not self.reason and self.isModified():
            self.set_fen(self.read())


class UsccEdit(ReadingEdit):
    """A 统一社会信用代码, checked while it is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("18 位，可以先不填")

    def read(self) -> str:
        """Return the code, "" where empty; raise `Unreadable`."""
        return read_uscc(self.text())

    def tidy(self) -> None:
        if not self.reason and self.isModified():
            self.setText(self.read())


class DayEdit(ReadingEdit):
    """A day, typed in any spelling or picked from a calendar."""

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setPlaceholderText("如 2026-06-03")
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("2026-06-03") + 44)
        pick = QAction(_calendar_icon(self.palette()), "从日历中选", self)
        pick.triggered.connect(self._open_calendar)
        self.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)

    def read(self) -> dt.date | None:
        """Return the day, None where empty; raise `Unreadable`."""
        found = read_day(self.text(), self._today)
        return found.day if found else None

    def day(self) -> dt.date | None:
        """The same as `read`."""
        return self.read()

    def set_day(self, day: dt.date | None) -> None:
        """Show a day."""
        self.setText(day.isoformat() if day else "")

    def tidy(self) -> None:
        if not self.reason and self.isModified():
            self.set_day(self.read())

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self._today if self.reason else self.read() or self._today
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.clicked.connect(self._take)
        calendar.clicked.connect(calendar.close)
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()

    def _take(self, day: QDate) -> None:
        self.set_day(dt.date(day.year(), day.month(), day.day()))
        self.changed.emit()


def _calendar_icon(palette: QPalette) -> QIcon:
    """Draw a small calendar: no image file, sharp at every scale."""
    picture = QPixmap(48, 48)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    painter.drawRect(8, 12, 32, 28)
    painter.fillRect(8, 12, 33, 8, Colour.ACCENT)
    for x in (14, 22, 30):
        for y in (24, 31):
            painter.fillRect(x, y, 4, 4, Colour.MUTED)
    painter.end()
    return QIcon(picture)
