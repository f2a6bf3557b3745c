"""The view of the picture: wheel and keys zoom, dragging moves, arrows walk from industry to industry."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.ui.chain.scene import ChainScene, NodeItem
from app.ui.theme import Space, font

_STEP = 1.2
_SMALLEST, _LARGEST = 0.08, 4.0
_STILL_AFTER_MS = 120
"""So long after the last turn of the wheel the curves are drawn finely again."""
_COMFORTABLE = 0.55
"""The picture opens no smaller than this, so that names can be read; the rest is reached by dragging."""


class PictureView(QGraphicsView):
    """Shows a `ChainScene`."""

    chosen = Signal(str)
    """An industry is looked at: its code; empty where none is."""
    opened = Signal(str)
    """An industry was double clicked, or Enter pressed on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""
        self._current: NodeItem | None = None
        self._untouched = True
        self._pressed: QPoint | None = None
        self._still = QTimer(self, singleShot=True, interval=_STILL_AFTER_MS)
        self._still.timeout.connect(self._come_to_rest)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName("产业链图")

    @property
    def picture(self) -> ChainScene | None:
        """The scene that is shown."""
        scene = self.scene()
        return scene if isinstance(scene, ChainScene) else None

    def show_scene(self, scene: ChainScene | None, current: str = "") -> None:
        """Show another picture; `current` is the industry to look at, where it is in it."""
        self._current = None
        self.setScene(scene)
        if scene is not None and current in scene.nodes:
            self.look_at(current, centre=False)
        self._untouched = True
        self.fit()

    def fit(self) -> None:
        """Show the whole picture, or as much of it as stays readable."""
        scene = self.picture
        if scene is None or not scene.nodes:
            return
        self.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        scale = self.transform().m11()
        wanted = min(max(scale, _COMFORTABLE), 1.0)
        self.scale(wanted / scale, wanted / scale)
        self.centerOn(self._current or scene.sceneRect().center())

    def fit_all(self) -> None:
        """Show the whole picture, however small."""
        if scene := self.picture:
            self._untouched = False
            self.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        """Enlarge (or make smaller) around the middle, or the mouse while it turns its wheel."""
        scale = self.transform().m11()
        wanted = min(max(scale * factor, _SMALLEST), _LARGEST)
        self._untouched = False
        if scene := self.picture:
            scene.is_moving = True
            self._still.start()
        self.scale(wanted / scale, wanted / scale)

    def look_at(self, code: str, *, centre: bool = True) -> None:
        """Mark an industry and tell by `chosen`; with `centre` bring it into view."""
        scene = self.picture
        if self._current is not None:
            self._current.set_current(False)
        self._current = scene.nodes.get(code) if scene is not None else None
        if self._current is not None:
            self._current.set_current(True)
            if centre:
                self.ensureVisible(self._current, 80, 60)
        self.chosen.emit(code if self._current is not None else "")

    def current(self) -> str:
        """Return the code of the industry that is looked at, or nothing."""
        return self._current.node.code if self._current is not None else ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if self._pressed is not None and (place - self._pressed).manhattanLength() < 4:
            item = self.itemAt(place)
            self.look_at(item.node.code if isinstance(item, NodeItem) else "", centre=False)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, NodeItem):
            self.opened.emit(item.node.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit(self._current.node.code)
        elif (step := steps.get(Qt.Key(key))) is not None:
            self._walk(*step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._untouched:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        scene = self.picture
        if scene is not None and scene.nodes:
            return
        painter = QPainter(self.viewport())
        painter.setFont(font())
        painter.setPen(self.palette().placeholderText().color())
        area = QRectF(self.viewport().rect()).adjusted(Space.LARGE, Space.LARGE, -Space.LARGE, -Space.LARGE)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
        painter.end()

    def _come_to_rest(self) -> None:
        if scene := self.picture:
            scene.is_moving = False
            self.viewport().update()

    def _walk(self, right: int, down: int) -> None:
        """Go to the nearest industry in a direction, or begin with the first one."""
        scene = self.picture
        if scene is None or not scene.nodes:
            return
        here = self._current
        if here is None:
            self.look_at(next(iter(scene.nodes)))
            return
        best: tuple[float, str] | None = None
        for code, item in scene.nodes.items():
            away = item.pos() - here.pos()
            ahead, aside = (away.x() * right, away.y()) if right else (away.y() * down, away.x())
            if item is here or ahead <= 0:
                continue
            far = ahead + 2 * abs(aside)
            if best is None or far < best[0]:
                best = far, code
        if best is not None:
            self.look_at(best[1])
