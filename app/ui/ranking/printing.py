"""Printing what the ranking tab shows as vectors: charts from their scene, tables drawn cell by cell, over pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QMarginsF, QRectF, QSaveFile, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QGraphicsView, QTableView

from app.rules.errors import OfficeError
from app.ui.ranking.picture import svg_of
from app.ui.theme import Colour, font

_DISPLAY = Qt.ItemDataRole.DisplayRole
_POINT = 1 / 72
_TITLE, _TEXT = 14.0, 9.0
"""Points."""
_PADDING = 0.35
"""Of the height of a line, above and below a cell's text."""

Paint = Callable[[QPainter, QRectF, Callable[[], QRectF]], None]
"""Draws in an area; the callable begins another page and returns its area."""


def write_pdf(path: Path, title: str, paint: Paint) -> None:
    """Write a landscape A4 PDF; raise `OfficeError` where it cannot be written (then nothing half-written stays)."""
    file = QSaveFile(str(path))
    fault = f"PDF 没有保存到“{path}”：%s。请检查文件夹是否可写、文件是否被别的程序打开，或换一个位置。"
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise OfficeError(fault % file.errorString())
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("招商台")
    print_on(writer, title, paint)
    if not file.commit():
        raise OfficeError(fault % file.errorString())


def print_on(device: QPagedPaintDevice, title: str, paint: Paint) -> None:
    """Draw on a printer or a PDF, landscape A4, the title on top of every page."""
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(15, 15, 15, 15),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter()
    if not painter.begin(device):
        raise OfficeError("打印机没有接受任务，未打印。请检查打印机是否开机、联机、有纸，或换一台打印机。")
    try:
        dots = device.logicalDpiX() * _POINT

        def head() -> QRectF:
            area = QRectF(0, 0, device.width(), device.height())
            painter.setFont(font(_TITLE, bold=True))
            painter.setPen(QColor(Colour.TEXT))
            painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, title)
            return area.adjusted(0, _TITLE * 2 * dots, 0, 0)

        def another() -> QRectF:
            device.newPage()
            return head()

        paint(painter, head(), another)
    finally:
        painter.end()


def paint_view(view: QGraphicsView) -> Paint:
    """Return how to draw what a chart shows, as large as fits.

    It goes by way of SVG: axes keep their labels as pictures at the screen's resolution, which a printer's would
    blow up.
    """

    def paint(painter: QPainter, area: QRectF, _another: Callable[[], QRectF]) -> None:
        drawn = QSvgRenderer(svg_of(view, ""))
        size: QSize = view.size()
        scale = min(area.width() / size.width(), area.height() / size.height())
        drawn.render(painter, QRectF(area.left(), area.top(), size.width() * scale, size.height() * scale))

    return paint


def paint_tables(views: Sequence[QTableView]) -> Paint:
    """Return how to draw whole tables below each other, heads on every page, columns in the proportions of the screen.

    Tables without rows are left out, unless all are.
    """

    def paint(painter: QPainter, area: QRectF, another: Callable[[], QRectF]) -> None:
        for view in [one for one in views if one.model().rowCount()] or views[:1]:
            area = _Table(view, painter).draw(area, another)

    return paint


class _Table:
    """Draws one table row by row."""

    def __init__(self, view: QTableView, painter: QPainter) -> None:
        self._model: QAbstractItemModel = view.model()
        self._painter = painter
        painter.setFont(font(_TEXT))
        self._line = painter.fontMetrics().height()
        self._rows_named = not view.verticalHeader().isHidden()
        header = view.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(self._model.columnCount()))
        columns = [column for column in order if not view.isColumnHidden(column)]
        self._columns = [-1, *columns] if self._rows_named else columns
        self._wide = [
            view.columnWidth(column) if column >= 0 else view.verticalHeader().width() for column in self._columns
        ]

    def draw(self, area: QRectF, another: Callable[[], QRectF]) -> QRectF:
        """Draw all rows from the top of `area` on; return the room left below for another table."""
        scale = area.width() / (sum(self._wide) or 1)
        widths = [wide * scale for wide in self._wide]
        if area.top() + 2 * self._height(None, widths) > area.bottom():
            area = another()
            self._painter.setFont(font(_TEXT))
        top = self._row(area, area.top(), widths, None)
        for row in range(self._model.rowCount()):
            if top + self._height(row, widths) > area.bottom():
                area = another()
                self._painter.setFont(font(_TEXT))
                top = self._row(area, area.top(), widths, None)
            top = self._row(area, top, widths, row)
        area.setTop(top + self._line)
        return area

    def _text(self, row: int | None, column: int) -> str:
        if column < 0:
            value = "" if row is None else self._model.headerData(row, Qt.Orientation.Vertical)
        elif row is None:
            value = self._model.headerData(column, Qt.Orientation.Horizontal)
        else:
            value = self._model.index(row, column).data(_DISPLAY)
        return "" if value is None else str(value)

    def _height(self, row: int | None, widths: list[float]) -> float:
        wrap = Qt.TextFlag.TextWordWrap
        metrics = self._painter.fontMetrics()
        highest = self._line
        for column, width in zip(self._columns, widths, strict=True):
            room = max(int(width - self._line * 0.6), 1)
            box = metrics.boundingRect(0, 0, room, 10**6, wrap, self._text(row, column))
            highest = max(highest, box.height())
        return highest + 2 * _PADDING * self._line

    def _row(self, area: QRectF, top: float, widths: list[float], row: int | None) -> float:
        """Draw one row (None: the head) and return where the next begins."""
        height, left = self._height(row, widths), area.left()
        for column, width in zip(self._columns, widths, strict=True):
            box = QRectF(left, top, width, height)
            self._painter.fillRect(box, self._brush(row, column))
            self._painter.setPen(QColor(Colour.STRONG_LINE))
            self._painter.drawRect(box)
            self._painter.setPen(QColor(Colour.TEXT))
            inside = box.adjusted(self._line * 0.3, 0, -self._line * 0.3, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
            self._painter.drawText(inside, int(flags), self._text(row, column))
            left += width
        return top + height

    def _brush(self, row: int | None, column: int) -> QBrush:
        if row is None or column < 0:
            return QBrush(QColor(Colour.SUBTLE))
        found = self._model.index(row, column).data(Qt.ItemDataRole.BackgroundRole)
        return QBrush(found) if isinstance(found, QColor | QBrush) else QBrush(QColor(Colour.SURFACE))
