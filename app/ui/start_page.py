"""The page of the first start: a new office, the demo, an existing folder, and those used before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.settings import Settings
from app.ui.theme import Colour, Space, font, heading_font, title_font
from app.ui.widgets.layout import Card, Elided, button, label, scrolled


class StartPage(QWidget):
    """Says what can be done first; the window does it."""

    new_asked = Signal()
    demo_asked = Signal()
    open_asked = Signal()
    folder_asked = Signal(object)
    """A recent folder (`Path`) was chosen."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._recent = QVBoxLayout()
        self._recent.setSpacing(Space.TIGHT)
        self._recent_title = label("最近使用")
        self._recent_title.setFont(heading_font())
        sheet = QWidget()
        sheet.setMaximumWidth(900)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.LARGE)
        column.addStretch(1)
        column.addLayout(_masthead())
        column.addLayout(self._choices())
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addStretch(2)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(sheet, 20)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(holder))
        self.refresh()

    def refresh(self) -> None:
        """Show the folders used last."""
        while item := self._recent.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        folders = self._settings.recent_offices()[:5]
        self._recent_title.setVisible(bool(folders))
        for folder in folders:
            self._recent.addWidget(self._recent_row(folder))

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(Space.MEDIUM)
        for column, (title, text, word, primary, signal) in enumerate(
            (
                (
                    "新建办公文件夹",
                    "为本市招商办建立一个空的办公文件夹，所有数据都在其中，整个文件夹复制走就是搬家。",
                    "新建…",
                    True,
                    self.new_asked,
                ),
                (
                    "打开演示数据",
                    "用一个示范城市的数据先看一看：台账、排名、通报都可以试，不影响真实数据。",
                    "打开演示",
                    False,
                    self.demo_asked,
                ),
                (
                    "打开已有文件夹",
                    "打开这台电脑、U盘或共享盘上已有的办公文件夹。",
                    "打开…",
                    False,
                    self.open_asked,
                ),
            )
        ):
            card = Card()
            heading = label(title)
            heading.setFont(heading_font())
            go = button(word, primary=primary)
            go.clicked.connect(signal.emit)
            card.body.addWidget(heading)
            card.body.addWidget(label(text, "muted", wrap=True), 1)
            card.body.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
            card.setMinimumWidth(190)
            grid.addWidget(card, 0, column)
            grid.setColumnStretch(column, 1)
        return grid

    def _recent_row(self, folder: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Elided(str(folder)), 1)
        again = button("打开")
        again.clicked.connect(lambda: self.folder_asked.emit(folder))
        line.addWidget(again)
        return row


def _masthead() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(Space.TIGHT)
    name = label("招商台")
    name.setFont(font(title_font().pointSizeF() + 8, bold=True))
    name.setStyleSheet(f"color: {Colour.RED}")
    column.addWidget(name)
    column.addWidget(label("招商档案 · 排名 · 政策 · 公文，一处办好。数据只存在本机，不联网。", "muted", wrap=True))
    return column
