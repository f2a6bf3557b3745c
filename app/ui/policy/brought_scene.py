"""The picture of who brought whom: referring enterprises on the left, arrows to what they brought, by what they get."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)

from app.rules.policy.conditions import State
from app.services.policy.referral_map import BroughtLine, Referring
from app.ui.theme import Colour, font

_ROW, _BOX, _LEFT, _RIGHT, _GAP = 32.0, 24.0, 190.0, 290.0, 150.0
_STEP, _SMALLEST, _LARGEST = 1.2, 0.2, 3.0
_LOOKS = {
    State.YES: (Colour.GREEN_SOFT, Colour.GREEN),
    State.COULD: (Colour.AMBER_SOFT, Colour.AMBER_LINE),
    State.NO: (Colour.SUBTLE, Colour.STRONG_LINE),
}
"""Fill and line by what the referrer gets for a project."""


class _Box(QGraphicsRectItem):
    """A name in a frame; `key` is the project's id, 0 for a referrer."""

    def __init__(self, place: QRectF, text: str, fill: str, line: str, ink: str, key: int) -> None:
        super().__init__(place)
        self.key = key
        self._usual = QPen(QColor(line), 1.2)
        self.setPen(self._usual)
        self.setBrush(QBrush(QColor(fill)))
        words = QGraphicsSimpleTextItem(self)
        words.setFont(font())
        words.setBrush(QBrush(QColor(ink)))
        words.setText(text)
        while words.boundingRect().width() > place.width() - 12 and len(text) > 1:
            text = text[:-1]
            words.setText(f"{text}…")
        size = words.boundingRect()
        words.setPos(place.left() + 6, place.center().y() - size.height() / 2)

    def mark(self, *, current: bool) -> None:
        """Frame it as the one looked at, or as usual."""
        self.setPen(QPen(QColor(Colour.RED), 3) if current else self._usual)


class BroughtScene(QGraphicsScene):
    """All referrers, the largest first, each beside what it brought."""

    def __init__(self, found: Sequence[Referring]) -> None:
        super().__init__()
        self.boxes: dict[tuple[int, int], _Box] = {}
        self.arrows: dict[tuple[int, int], QGraphicsPathItem] = {}
        self.said: list[str] = []
        top = 0.0
        for one in found:
            tall = max(len(one.brought), 1) * _ROW
            middle = top + tall / 2 - (_ROW - _BOX) / 2
            self._frame(QRectF(0, middle - _BOX / 2, _LEFT, _BOX), one.subject.name)
            for number, line in enumerate(one.brought):
                self._project(one, line, QPointF(_LEFT, middle), top + number * _ROW)
            top += tall + _ROW / 2
        self.setSceneRect(self.itemsBoundingRect().adjusted(-20, -20, 20, 20))

    def _frame(self, place: QRectF, name: str) -> None:
        self.said.append(name)
        self.addItem(_Box(place, name, Colour.ACCENT, Colour.ACCENT, "#ffffff", 0))

    def _project(self, one: Referring, line: BroughtLine, start: QPointF, top: float) -> None:
        fill, edge = _LOOKS[line.passed.state]
        place = QRectF(_LEFT + _GAP, top, _RIGHT, _BOX)
        box = _Box(place, f"{line.project}（{line.industry}）", fill, edge, Colour.TEXT, line.project_id)
        box.setToolTip("\n".join(filter(None, (line.project, line.passed.benefit, line.passed.note))))
        end = QPointF(place.left() - 8, place.center().y())
        path = QPainterPath(start)
        bend = (start.x() + end.x()) / 2
        path.cubicTo(QPointF(bend, start.y()), QPointF(bend, end.y()), end)
        arrow = QGraphicsPathItem(path)
        dashed = Qt.PenStyle.DashLine if line.passed.state is State.NO else Qt.PenStyle.SolidLine
        arrow.setPen(QPen(QColor(edge), 1.2 if line.passed.state is State.NO else 2.2, dashed))
        arrow.setZValue(-1)
        tip = self.addPolygon(QPolygonF([end, end + QPointF(8, 0), end + QPointF(0, 4), end + QPointF(0, -4)]))
        tip.setPolygon(QPolygonF([QPointF(end.x() + 8, end.y()), end + QPointF(0, 4), end + QPointF(0, -4)]))
        tip.setBrush(QBrush(QColor(edge)))
        tip.setPen(QPen(Qt.PenStyle.NoPen))
        key = (one.subject.id, line.project_id)
        self.boxes[key], self.arrows[key] = box, arrow
        self.said.append(line.project)
        self.addItem(box)
        self.addItem(arrow)


class BroughtView(QGraphicsView):
    """Shows a `BroughtScene`: the wheel zooms, dragging moves, a click chooses a project."""

    chosen = Signal(int, int)
    """A project was clicked: its referrer's id and its own."""

    def __init__(self) -> None:
        super().__init__()
        self._current: tuple[int, int] | None = None
        self._untouched = True
        self._pressed = QPointF()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName("引荐关系图")

    @property
    def picture(self) -> BroughtScene | None:
        """The scene that is shown."""
        scene = self.scene()
        return scene if isinstance(scene, BroughtScene) else None

    def show_scene(self, scene: BroughtScene) -> None:
        """Show another picture, whole."""
        before = self.picture
        scene.setParent(self)
        self.setScene(scene)
        self._current, self._untouched = None, True
        self.fit()
        if before is not None:
            before.deleteLater()

    def fit(self) -> None:
        """Show the whole picture, not larger than life."""
        if (scene := self.picture) is None:
            return
        self.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        if self.transform().m11() > 1:
            self.resetTransform()

    def look_at(self, referrer: int, project: int) -> None:
        """Mark a project and bring it into view."""
        scene = self.picture
        if scene is None:
            return
        if self._current in scene.boxes:
            scene.boxes[self._current].mark(current=False)
        self._current = (referrer, project)
        if (box := scene.boxes.get(self._current)) is not None:
            box.mark(current=True)
            self.ensureVisible(box, 40, 40)

    def item_key(self, item: QGraphicsItem | None) -> tuple[int, int] | None:
        """Return whose box an item of the scene is or lies in."""
        scene = self.picture
        while item is not None and not isinstance(item, _Box):
            item = item.parentItem()
        if scene is None or item is None:
            return None
        return next((key for key, box in scene.boxes.items() if box is item), None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        factor = _STEP ** (event.angleDelta().y() / 120)
        scale = self.transform().m11()
        wanted = min(max(scale * factor, _SMALLEST), _LARGEST)
        self._untouched = False
        self.scale(wanted / scale, wanted / scale)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position()
        if (place - self._pressed).manhattanLength() < 4 and (key := self.item_key(self.itemAt(place.toPoint()))):
            self.chosen.emit(*key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._untouched:
            self.fit()
