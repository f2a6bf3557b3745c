"""The picture of the chain as graphics items: industries as boxes, flows as curves, lit up around what one looks at."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsScene,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.rules.industry.layers import Place
from app.rules.money import format_yi
from app.services.chain.chain_graph import ChainGraph, GraphEdge, GraphNode, State
from app.ui.theme import POINTS, Colour, font

COLUMN, ROW = 250.0, 34.0
WIDTH, HEIGHT = 164.0, 26.0
_READABLE = 0.32
"""Below this scale names are left out: they would be dust."""
_FINE = 0.5
"""Below this scale curves are drawn without smoothing: there are many, and they are thin."""

FILLS: Final = {
    State.PRESENT: (Colour.ACCENT, Colour.ACCENT, "#ffffff"),
    State.DRAWABLE: (Colour.GREEN_SOFT, Colour.GREEN, Colour.TEXT),
    State.REJECTED: (Colour.SUBTLE, Colour.STRONG_LINE, Colour.MUTED),
    State.RESERVED: (Colour.AMBER_SOFT, Colour.AMBER_LINE, Colour.TEXT),
}
"""Fill, border and text of an industry by how it stands."""


class NodeItem(QGraphicsItem):
    """One industry."""

    def __init__(self, node: GraphNode) -> None:
        super().__init__()
        self.node = node
        self.edges: list[EdgeItem] = []
        fill, border, text = FILLS[node.state]
        self._fill, self._text = QBrush(QColor(fill)), QColor(text)
        self._border = QPen(QColor(border), 1.2)
        if node.state is State.REJECTED:
            self._border.setStyle(Qt.PenStyle.DashLine)
        self._font = font(POINTS - 0.5)
        self.is_current = False
        self.setPos(point(node.place))
        self.setZValue(2)
        self.setAcceptHoverEvents(True)
        self.setToolTip(told(node))

    def boundingRect(self) -> QRectF:
        return QRectF(-WIDTH / 2 - 3, -HEIGHT / 2 - 3, WIDTH + 6, HEIGHT + 6)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002 - Qt gives it by this name
        widget: QWidget | None = None,  # noqa: ARG002 - Qt gives it by this name
    ) -> None:
        box = QRectF(-WIDTH / 2, -HEIGHT / 2, WIDTH, HEIGHT)
        scale = painter.worldTransform().m11()
        painter.setBrush(self._fill)
        painter.setPen(QPen(QColor(Colour.RED), 3) if self.is_current else self._border)
        if scale < _FINE:
            painter.drawRect(box)
        else:
            painter.drawRoundedRect(box, 4, 4)
        if self.node.is_leading:
            painter.fillRect(QRectF(box.left(), box.top(), 5, HEIGHT), QColor(Colour.RED))
        if scale < _READABLE:
            return
        painter.setFont(self._font)
        painter.setPen(self._text)
        room = box.adjusted(8, 0, -6, 0)
        shown = painter.fontMetrics().elidedText(self.node.name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)

    def hoverEnterEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.light(on=True)

    def hoverLeaveEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.light(on=self.is_current)

    def set_current(self, current: bool) -> None:
        """Mark the industry that is looked at, with its flows."""
        self.is_current = current
        self.light(on=current)
        self.update()

    def light(self, *, on: bool) -> None:
        """Light up the flows of this industry, or let them fade again."""
        for edge in self.edges:
            edge.light(on=on)


class EdgeItem(QGraphicsPathItem):
    """One flow of goods, with an arrow at its end."""

    def __init__(self, edge: GraphEdge, source: str, target: str) -> None:
        super().__init__()
        self.edge = edge
        width = 0.6 + 0.3 * edge.strength
        style = Qt.PenStyle.DashLine if edge.is_backward else Qt.PenStyle.SolidLine
        self._usual = QPen(QColor(Colour.STRONG_LINE), width, style)
        self._lit = QPen(QColor(Colour.RED), width + 0.8, style)
        self._hairline = QPen(QColor(Colour.STRONG_LINE), 0)
        self._near: QPainterPath | None = None
        self.setPen(self._usual)
        self.setPath(route(edge.route))
        rule = f"（规则{edge.rule}）" if edge.rule else ""
        self.setToolTip(f"{source} → {target}：{edge.good or edge.relation.label}，强度 {edge.strength}{rule}")

    def light(self, *, on: bool) -> None:
        """Draw it strongly and above the others, or as usual."""
        self.setPen(self._lit if on else self._usual)
        self.setZValue(1 if on else 0)

    def shape(self) -> QPainterPath:
        if self._near is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(7)
            self._near = stroker.createStroke(self.path())
        return self._near

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002 - Qt gives it by this name
        widget: QWidget | None = None,  # noqa: ARG002 - Qt gives it by this name
    ) -> None:
        scene = self.scene()
        hasty = isinstance(scene, ChainScene) and scene.is_moving
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not hasty and painter.worldTransform().m11() >= _FINE)
        painter.setPen(self._hairline if hasty else self.pen())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.path())


class ChainScene(QGraphicsScene):
    """All industries and flows of a picture; industries are found by code."""

    def __init__(self, graph: ChainGraph) -> None:
        super().__init__()
        self.graph = graph
        self.is_moving = False
        """While the picture is zoomed its curves are drawn as hairlines: many, and gone in a moment."""
        self.nodes = {node.code: NodeItem(node) for node in graph.nodes}
        self.edges: list[EdgeItem] = []
        names = {node.code: node.name for node in graph.nodes}
        for edge in graph.edges:
            item = EdgeItem(edge, names[edge.source], names[edge.target])
            self.nodes[edge.source].edges.append(item)
            self.nodes[edge.target].edges.append(item)
            self.edges.append(item)
            self.addItem(item)
        for node in self.nodes.values():
            self.addItem(node)
        self.setSceneRect(self.itemsBoundingRect().adjusted(-60, -60, 60, 60))


def point(place: Place) -> QPointF:
    """Return where a place of the grid lies in the scene."""
    return QPointF(place.layer * COLUMN, place.row * ROW)


def route(places: tuple[Place, ...]) -> QPainterPath:
    """Return the curve through the places, from the side of the first box to that of the last, with its arrow."""
    path = QPainterPath()
    half = WIDTH / 2
    points = [point(place) for place in places]
    end, ahead = points[-1], 1.0
    for number, (one, other) in enumerate(pairwise(points)):
        ahead = 1.0 if other.x() >= one.x() else -1.0
        start, end = QPointF(one.x() + ahead * half, one.y()), QPointF(other.x() - ahead * half, other.y())
        if number:
            path.lineTo(start)
        else:
            path.moveTo(start)
        bend = (start.x() + end.x()) / 2
        path.cubicTo(QPointF(bend, start.y()), QPointF(bend, end.y()), end)
    path.moveTo(end.x() - ahead * 7, end.y() - 3.5)
    path.lineTo(end)
    path.lineTo(end.x() - ahead * 7, end.y() + 3.5)
    return path


def told(node: GraphNode) -> str:
    """Return what hovering tells of an industry."""
    lines = [f"{node.name}（{node.code}）：{node.state}"]
    if node.enterprises:
        lines.append(f"{node.enterprises} 家企业，已认定投资 {format_yi(node.fen)} 亿元")
    if node.is_leading:
        lines.append("本市主导产业")
    if node.reserved_by:
        lines.append(f"{node.reserved_by}已列入")
    if node.score:
        lines.append(f"得分 {node.score:g}")
    if node.reason:
        lines.append(node.reason)
    return "\n".join(lines)
