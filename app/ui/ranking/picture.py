"""Saving what a widget draws as PNG or SVG with its title below, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSaveFile, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

from app.rules.audience import Audience
from app.rules.errors import OfficeError
from app.ui.theme import Colour, Space, small_font

_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_SHARPNESS = 3
"""Pixels of a PNG for each logical pixel on the screen: sharp in print."""


def save_picture(view: QGraphicsView, path: Path, title: str, audience: Audience) -> None:
    """Write what `view` shows to `path`, as SVG where the name ends so, else as PNG.

    `title` (what it shows) and `audience` (`rules.audience.goes_to`) stand below it and in the file's properties.
    Raises `OfficeError` where the file cannot be written; nothing half-written stays.
    """
    title = f"{title}　印发范围：{audience.label}"
    data = svg_of(view, title) if path.suffix.lower() == ".svg" else _png(view, title)
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != data.size() or not file.commit():
        raise OfficeError(
            f"图没有保存到“{path}”：{file.errorString()}。请检查文件夹是否可写、文件是否被别的程序打开，或换一个位置。"
        )


def _png(view: QGraphicsView, title: str) -> QByteArray:
    size = _with_title(view, title)
    image = QImage(size * _SHARPNESS, QImage.Format.Format_RGB32)
    image.fill(QColor(Colour.SURFACE))
    image.setText("Title", title)
    painter = QPainter(image)
    painter.scale(_SHARPNESS, _SHARPNESS)
    _draw(view, painter, title)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    buffer.close()
    return data


def svg_of(view: QGraphicsView, title: str) -> QByteArray:
    """Return what `view` shows as an SVG file, which can be drawn at any resolution; `title` below it, if any."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setResolution(view.logicalDpiX())
    size = _with_title(view, title)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    painter = QPainter(generator)
    _draw(view, painter, title)
    painter.end()
    buffer.close()
    return data


def _with_title(view: QGraphicsView, title: str) -> QSize:
    """Return the size of the picture with the lines of its title."""
    return view.size() + QSize(0, _title_box(view, title).height() + 2 * Space.SMALL if title else 0)


def _title_box(view: QGraphicsView, title: str) -> QRect:
    room = QRect(0, 0, max(view.width() - 2 * Space.SMALL, 1), 10**6)
    return QFontMetrics(small_font()).boundingRect(room, int(_CENTRED), title)


def _draw(view: QGraphicsView, painter: QPainter, title: str) -> None:
    """Draw the picture, and below it the title, broken where it is long."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width, height = view.width(), view.height()
    view.render(painter, QRectF(0, 0, width, height), view.rect())
    if not title:
        return
    inside = width - 2 * Space.SMALL
    painter.setPen(QColor(Colour.TEXT))
    painter.setFont(small_font())
    below = QRectF(Space.SMALL, height + Space.SMALL, inside, _title_box(view, title).height())
    painter.drawText(below, int(_CENTRED), title)
