"""Saving what a widget draws as PNG or SVG, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSaveFile, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

from app.rules.errors import OfficeError
from app.ui.theme import Colour

_SHARPNESS = 3
"""Pixels of a PNG for each logical pixel on the screen: sharp in print."""


def save_picture(view: QGraphicsView, path: Path, title: str) -> None:
    """Write what `view` shows to `path`, as SVG where the name ends so, else as PNG.

    Raises `OfficeError` where the file cannot be written; nothing half-written stays.
    """
    data = svg_of(view, title) if path.suffix.lower() == ".svg" else _png(view)
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != data.size() or not file.commit():
        raise OfficeError(
            f"图没有保存到“{path}”：{file.errorString()}。请检查文件夹是否可写、文件是否被别的程序打开，或换一个位置。"
        )


def _png(view: QGraphicsView) -> QByteArray:
    image = QImage(view.size() * _SHARPNESS, QImage.Format.Format_RGB32)
    image.fill(QColor(Colour.SURFACE))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.render(painter, QRectF(image.rect()), view.rect())
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(image)
    buffer.close()
    return data


def svg_of(view: QGraphicsView, title: str) -> QByteArray:
    """Return what `view` shows as an SVG file, which can be drawn at any resolution."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setResolution(view.logicalDpiX())
    size: QSize = view.size()
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    painter = QPainter(generator)
    view.render(painter, QRectF(0, 0, size.width(), size.height()), view.rect())
    painter.end()
    buffer.close()
    return data
