"""Windows that show two versions of the measures beside each other: given ones, or any two to choose."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.policy.comparing import Difference
from app.services.policy.policy_versions import difference, known_versions
from app.ui.context import AppContext
from app.ui.policy.editing.diff_view import DiffView
from app.ui.theme import Space, heading_font
from app.ui.widgets.layout import Strip, button, label


class DiffDialog(QDialog):
    """Shows one difference under a title."""

    def __init__(self, parent: QWidget | None, title: str, found: Difference | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("比较办法的版本")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head = label(title)
        self.head.setFont(heading_font())
        self.view = DiffView()
        if found is not None:
            self.view.show_difference(found)
        close = button("关闭")
        self.top = QHBoxLayout()
        self.top.addWidget(self.head, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(self.top)
        layout.addWidget(self.view, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.clicked.connect(self.accept)
        self.resize(1120, 600)


class VersionsDialog(DiffDialog):
    """Lets two of the office's versions be chosen, the shown one and the one before it first."""

    def __init__(self, parent: QWidget | None, context: AppContext, shown: dt.date) -> None:
        super().__init__(parent, "比较两个版本", None)
        self._context = context
        self._days = [one.day for one in known_versions(context.connection)]
        self.strip = Strip("error")
        self.old, self.new = QComboBox(), QComboBox()
        for box, name in ((self.old, "旧版"), (self.new, "新版")):
            box.addItems([f"{day} 起" for day in self._days])
            box.setAccessibleName(name)
            self.top.addWidget(label(name, "muted"))
            self.top.addWidget(box)
        number = self._days.index(shown) if shown in self._days else len(self._days) - 1
        self.new.setCurrentIndex(number)
        self.old.setCurrentIndex(max(number - 1, 0))
        body = self.layout()
        assert isinstance(body, QVBoxLayout)
        body.insertWidget(1, self.strip)
        for box in (self.old, self.new):
            box.activated.connect(lambda _number: self.compare())
        self.compare()

    def compare(self) -> None:
        """Show what differs between the versions chosen."""
        days = (self._days[self.old.currentIndex()], self._days[self.new.currentIndex()])
        try:
            self.view.show_difference(difference(self._context.connection, *days))
            self.strip.tell("")
        except OfficeError as error:
            self.strip.tell(error.message)
