"""The preview of a paper: its PDF as it will be printed, page by page, fitted to the width."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.theme import Space
from app.ui.widgets.layout import button, label

_DIMMED = 0.35
"""How strong pages stay that are no longer those of the text beside."""
_BEFORE = "上一次的样子　"


class PaperPreview(QWidget):
    """Shows a PDF from memory; a new one keeps the place that was read."""

    def __init__(self) -> None:
        super().__init__()
        self.document = QPdfDocument(self)
        self._data: QBuffer | None = None
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName("预览")
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.empty = label("", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(Space.LARGE)
        self._dim = QGraphicsOpacityEffect(self.view.viewport(), opacity=_DIMMED)
        self._dim.setEnabled(False)
        self.view.viewport().setGraphicsEffect(self._dim)
        self._sheet = QStackedWidget()
        self._sheet.addWidget(self.view)
        self._sheet.addWidget(self.empty)
        self.place = label("", "muted")
        self.back, self.on = button("上一页"), button("下一页")
        self.whole = button("整页")
        self.whole.setCheckable(True)
        self.whole.setToolTip("按下显示整页，弹起按宽度显示")
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(self.place, 1)
        for widget in (self.back, self.on, self.whole):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self._sheet, 1)
        self.view.pageNavigator().currentPageChanged.connect(self._tell_place)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        self.whole.toggled.connect(self._fit)
        self._tell_place()

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return max(self.document.pageCount(), 0)

    def show_pdf(self, pdf: bytes) -> None:
        """Show another PDF at the place that was being read."""
        self._dim.setEnabled(False)
        place = self.view.verticalScrollBar().value()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.close()
        self.document.load(buffer)
        if self._data is not None:
            self._data.deleteLater()
        self._data = buffer
        self.view.verticalScrollBar().setValue(place)
        self._tell_place()

    def tell_empty(self, text: str) -> None:
        """Say what stands here while there are no pages."""
        self.empty.setText(text)
        self._tell_place()

    def outdate(self) -> None:
        """Dim the pages and call them those of before: the text beside makes none at present."""
        self._dim.setEnabled(True)
        self._tell_place()

    @property
    def outdated(self) -> bool:
        """Tell whether the pages are those of before."""
        return self._dim.isEnabled()

    def clear(self) -> None:
        """Show nothing."""
        self._dim.setEnabled(False)
        self.document.close()
        self._tell_place()

    def turn(self, pages: int) -> None:
        """Go on or back by so many pages."""
        navigator = self.view.pageNavigator()
        wanted = min(max(navigator.currentPage() + pages, 0), self.pages - 1)
        if self.pages:
            navigator.jump(wanted, QPointF(), navigator.currentZoom())

    def _fit(self, whole: bool) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView if whole else QPdfView.ZoomMode.FitToWidth)

    def _tell_place(self, *_: object) -> None:
        page, pages = self.view.pageNavigator().currentPage(), self.pages
        self._sheet.setCurrentWidget(self.view if pages or not self.empty.text() else self.empty)
        before = _BEFORE if self.outdated else ""
        self.place.setText(f"{before}第 {min(page + 1, pages)} 页，共 {pages} 页" if pages else "预览")
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page + 1 < pages)
        self.whole.setEnabled(bool(pages))
