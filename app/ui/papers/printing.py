"""Printing a PDF on the printer chosen: at its own resolution, in strips, so that a page never fills the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter

from app.rules.errors import Cancelled, OfficeError

_STRIP = 4_000_000
"""Pixels painted at once: 16 MB, whatever the printer's resolution."""


def make_printer(title: str) -> QPrinter:
    """Return the default printer, set to A4 upright."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    return printer


def print_pdf(
    pdf: bytes,
    printer: QPrinter,
    progress: Callable[..., None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Print the pages that the dialogue asked for, as many copies as the printer cannot make itself.

    Returns the number of sheets' sides sent. Raises `Cancelled`, or `OfficeError` where the printer takes nothing.
    """
    data = QBuffer()
    data.setData(QByteArray(pdf))
    data.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(data)
    sides = list(_order(printer, document.pageCount()))
    printer.setFullPage(True)  # the paper brings its margins along; dialogues put the printer's own back
    painter = QPainter()
    if not sides or not painter.begin(printer):
        raise OfficeError(
            f"打印机“{printer.printerName()}”没有接受任务，未打印。请检查打印机是否开机、联机、有纸，或换一台打印机。"
        )
    try:
        for number, page in enumerate(sides):
            if cancelled is not None and cancelled():
                printer.abort()
                raise Cancelled
            if progress is not None:
                progress(number, len(sides), f"正在打印第 {number + 1} 面，共 {len(sides)} 面")
            if number and not printer.newPage():
                raise OfficeError(
                    f"打印机“{printer.printerName()}”中断，已打印 {number} 面。请排除故障后选页码范围续打。"
                )
            _paint(painter, document, page, printer)
    finally:
        painter.end()
        document.close()
    return len(sides)


def pages_wanted(printer: QPrinter, pages: int) -> list[int]:
    """Return the pages (from 0) of the range chosen in the dialogue, backwards where the printer wants it so."""
    wanted = list(range(pages))
    if printer.printRange() is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        if ranges.isEmpty():
            wanted = [page for page in wanted if printer.fromPage() <= page + 1 <= (printer.toPage() or pages)]
        else:
            wanted = [page for page in wanted if ranges.contains(page + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    return wanted


def _order(printer: QPrinter, pages: int) -> Iterator[int]:
    """Yield the pages in the order to be sent, copies included unless the printer makes them."""
    wanted = pages_wanted(printer, pages)
    copies = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    if printer.collateCopies():
        for _ in range(copies):
            yield from wanted
    else:
        for page in wanted:
            for _ in range(copies):
                yield page


def _paint(painter: QPainter, document: QPdfDocument, page: int, printer: QPrinter) -> None:
    """Paint a page over the whole sheet, keeping its proportions."""
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    points = document.pagePointSize(page)
    scale = min(sheet.width() / points.width(), sheet.height() / points.height())
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    left, top = (sheet.width() - size.width()) // 2, (sheet.height() - size.height()) // 2
    step = max(_STRIP // size.width(), 1)
    options = QPdfDocumentRenderOptions()
    options.setScaledSize(size)
    for start in range(0, size.height(), step):
        strip = QRect(0, start, size.width(), min(step, size.height() - start))
        options.setScaledClipRect(strip)
        image = document.render(page, strip.size(), options)
        painter.drawImage(QRect(strip.translated(left, top)), image)
