"""The seven stages of a project on one line, with their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.rules.stages import Stage
from app.ui.theme import Colour, font, small_font

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier, StageLine

SHOWN = tuple(stage for stage in Stage if stage is not Stage.TERMINATED)
_RADIUS = 7.0


class Timeline(QWidget):
    """Dots on a line: full where verified, a ring where still to be verified (待认定), grey where not reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[Stage, StageLine] = {}
        self._reached = Stage.LEAD
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the main days of this dossier."""
        self._lines = {line.stage: line for line in dossier.stages if line.is_main}
        self._reached = max((s for s in self._lines if s is not Stage.TERMINATED), default=Stage.LEAD)
        if dossier.stage is not Stage.TERMINATED:
            self._reached = max(self._reached, dossier.stage)
        words = [
            f"{stage.label} {line.day}{'' if line.verified_on else '（待认定）'}"
            for stage, line in sorted(self._lines.items())
        ]
        self.setAccessibleName("阶段：" + ("，".join(words) or "尚未登记"))
        self.setToolTip("\n".join(words) or "尚未登记任何阶段")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = 0 if not self._lines else 2 if all(line.verified_on for line in self._lines.values()) else 3
        notes = lines * QFontMetrics(small_font()).height()
        return QSize(400, QFontMetrics(font()).height() + notes + round(2 * _RADIUS) + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(SHOWN)
        word, note = QFontMetrics(font()).height(), QFontMetrics(small_font()).height()
        middle = word + 4 + _RADIUS
        for place, stage in enumerate(SHOWN):
            centre = QPointF(step * (place + 0.5), middle)
            if place:
                done = stage <= self._reached
                painter.setPen(QPen(QColor(Colour.ACCENT if done else Colour.LINE), 2))
                painter.drawLine(QPointF(centre.x() - step + _RADIUS, middle), QPointF(centre.x() - _RADIUS, middle))
            self._paint_dot(painter, centre, stage)
            self._paint_words(painter, step * place, step, word, note, stage)
        painter.end()

    def _paint_dot(self, painter: QPainter, centre: QPointF, stage: Stage) -> None:
        line = self._lines.get(stage)
        verified = line is not None and line.verified_on is not None
        colour = Colour.ACCENT if verified else Colour.AMBER_LINE if line else Colour.STRONG_LINE
        painter.setPen(QPen(QColor(colour), 2))
        painter.setBrush(QColor(colour if verified else Colour.SURFACE))
        painter.drawEllipse(centre, _RADIUS - 1, _RADIUS - 1)

    def _paint_words(self, painter: QPainter, left: float, width: float, word: int, note: int, stage: Stage) -> None:
        line = self._lines.get(stage)
        centred = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        reached = stage is self._reached
        painter.setFont(font(bold=reached))
        painter.setPen(QColor(Colour.TEXT if line or reached else Colour.FAINT))
        painter.drawText(QRectF(left, 0, width, word), centred, stage.label)
        if line is None:
            return
        painter.setFont(small_font())
        painter.setPen(QColor(Colour.MUTED))
        top = word + 4 + 2 * _RADIUS + 4
        painter.drawText(QRectF(left, top, width, note), centred, f"{line.day.year}年")
        painter.drawText(QRectF(left, top + note, width, note), centred, f"{line.day.month}月{line.day.day}日")
        if line.verified_on is None:
            painter.setPen(QColor(Colour.AMBER))
            painter.drawText(QRectF(left, top + 2 * note, width, note), centred, "待认定")
