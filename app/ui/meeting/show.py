"""The presentation: one slide at a time over the whole screen, by keys, a remote control or the mouse."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.rules.meeting_pack import MeetingPack
from app.ui.meeting.canvas import DARK, HIGH, LIGHT, WIDE, Canvas
from app.ui.meeting.slides import paint_slide, slides_of

_ON = (Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_PageUp, Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_Up)
_BLACK = (Qt.Key.Key_B, Qt.Key.Key_Period)
HELP = "PageDown／空格 下一页　PageUp 上一页　Home／End 首末页　B 黑屏　D 深浅色　数字+回车 跳页　Esc 结束"


class MeetingShow(QWidget):
    """Shows a pack. `showFullScreen` begins it; Esc (twice from black) ends it."""

    def __init__(self, pack: MeetingPack, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(pack.title)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pack = pack
        self.slides = slides_of(pack)
        self.number = 0
        self.black = False
        self.look = LIGHT
        self._typed = ""
        self._tell()

    def go(self, number: int) -> None:
        """Show a slide; beyond the ends it stays at the first or last."""
        self.black = False
        self.number = min(max(number, 0), len(self.slides) - 1)
        self._tell()
        self.update()

    def toggle_look(self) -> None:
        """Change between light and dark."""
        self.look = LIGHT if self.look is DARK else DARK
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, typed = Qt.Key(event.key()), self._typed
        self._typed = typed + event.text() if event.text().isdecimal() else ""
        if self._typed:
            return
        if typed and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(int(typed) - 1)
        elif key in _ON:
            self.go(self.number + (0 if self.black else 1))
        elif key in _BACK:
            self.go(self.number - (0 if self.black else 1))
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(len(self.slides) - 1)
        elif key in _BLACK:
            self.black = not self.black
            self.update()
        elif key == Qt.Key.Key_D:
            self.toggle_look()
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.go(self.number + (-1 if event.button() is Qt.MouseButton.RightButton else 1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.go(self.number + (1 if turned < 0 else -1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(self.rect(), QColor("#000000" if self.black else self.look.paper))
        if not self.black:
            scale = min(self.width() / WIDE, self.height() / HIGH)
            painter.translate((self.width() - WIDE * scale) / 2, (self.height() - HIGH * scale) / 2)
            painter.scale(scale, scale)
            painter.setClipRect(QRectF(0, 0, WIDE, HIGH))
            slide = self.slides[self.number]
            paint_slide(Canvas(painter, self.look), self.pack, slide, self.number, len(self.slides))
        painter.end()

    def _tell(self) -> None:
        """Let screen readers and tests know which slide is shown."""
        self.setAccessibleName(self.slides[self.number].title)
