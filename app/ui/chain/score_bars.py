"""The score of a candidate drawn: a stacked bar in a table's cell, and a bar for each part in the detail."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.rules.industry.points import DEFAULT_WEIGHTS, Parts, Weights
from app.rules.linkage import Extension
from app.ui.chain.candidates_model import PARTS_ROLE
from app.ui.chain.wording import NEIGHBOUR, PARTS, parts_text
from app.ui.theme import Colour, Space, small_font

_WHOLE = 100
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ScoreDelegate(QStyledItemDelegate):
    """Draws the figure, and its parts as one bar beside it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        extension = index.data(PARTS_ROLE)
        super().paint(painter, option, index)
        if not isinstance(extension, Extension) or not extension.score:
            return
        area = QRectF(option.rect)
        figure = QFontMetrics(option.font).horizontalAdvance("100.0") + 2 * Space.SMALL
        left, width = area.left() + figure, area.width() - figure - Space.TIGHT
        height = area.height() * 0.36
        top = area.center().y() - height / 2
        painter.save()
        painter.fillRect(QRectF(left - 1, top - 1, width + 2, height + 2), QColor(Colour.SURFACE))
        painter.fillRect(QRectF(left, top, width, height), QColor(Colour.SUBTLE))
        for name, _, colour in PARTS:
            part = width * getattr(extension.parts, name) / _WHOLE
            painter.fillRect(QRectF(left, top, part, height), QColor(colour))
            left += part
        if extension.parts.neighbour:
            lost = -width * extension.parts.neighbour / _WHOLE
            painter.fillRect(QRectF(left - lost, top + height, lost, 2), QColor(Colour.RED))
        painter.restore()


class PartsChart(QWidget):
    """The parts of one score, each a named bar with its points; nothing where there is no score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: Parts | None = None
        self._weights = DEFAULT_WEIGHTS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Parts | None, weights: Weights = DEFAULT_WEIGHTS) -> None:
        """Show these parts of what they are worth at most, or nothing."""
        self._parts, self._weights = parts, weights
        self.setAccessibleName(f"得分构成：{parts_text(parts, weights)}" if parts else "")
        self.setVisible(parts is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, self._line() * self._count())

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self._line() * self._count())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._parts is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font())
        metrics = painter.fontMetrics()
        names = metrics.horizontalAdvance("联系强度") + Space.MEDIUM
        figures = metrics.horizontalAdvance("30 / 30") + Space.MEDIUM
        room = min(self.width() - names - figures, 260)
        most = max(getattr(self._weights, field) for field, _, _ in PARTS) or 1
        line = self._line()
        for place, (field, name, colour) in enumerate(PARTS):
            value, full = getattr(self._parts, field), getattr(self._weights, field)
            top = place * line
            painter.setPen(QColor(Colour.MUTED))
            painter.drawText(QRectF(0, top, names, line), _MIDDLE, name)
            painter.fillRect(QRectF(names, top + line * 0.3, room * full / most, line * 0.4), QColor(Colour.SUBTLE))
            painter.fillRect(QRectF(names, top + line * 0.3, room * value / most, line * 0.4), QColor(colour))
            painter.setPen(QColor(Colour.TEXT))
            told = QRectF(names + room * full / most + Space.SMALL, top, figures, line)
            painter.drawText(told, _MIDDLE, f"{value:g} / {full}")
        if self._parts.neighbour:
            painter.setPen(QColor(Colour.RED))
            area = QRectF(0, len(PARTS) * line, self.width(), line)
            painter.drawText(area, _MIDDLE, f"{NEIGHBOUR}　{self._parts.neighbour:g}")
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(small_font()).height() + Space.HAIR

    def _count(self) -> int:
        if self._parts is None:
            return 0
        return len(PARTS) + (1 if self._parts.neighbour else 0)
