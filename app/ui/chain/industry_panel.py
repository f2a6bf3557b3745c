"""What stands behind one industry of the picture: figures, reason, its projects, and where to go from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.services.chain.chain_graph import GraphNode
from app.ui.chain.scene import told
from app.ui.context import AppContext
from app.ui.theme import Space, heading_font
from app.ui.widgets.layout import button, label

if TYPE_CHECKING:
    from app.services.chain.chain_facts import Chain

_NOTHING = "在图上单击一个行业，这里显示它的情况。"
_PROJECT = Qt.ItemDataRole.UserRole
_MOST = 200


class IndustryPanel(QWidget):
    """Shows the industry that is looked at."""

    candidate_asked = Signal(str)
    focus_asked = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(210)
        self._context = context
        self._code = ""
        self.name = label("", wrap=True)
        self.name.setFont(heading_font())
        self.text = label("", wrap=True)
        self.projects = QListWidget()
        self.projects.setAccessibleName("这个行业的项目")
        self.projects.itemActivated.connect(self._open)
        self.reason_button, self.focus_button = button("看候选理由"), button("只看它的上下游")
        self.reason_button.clicked.connect(lambda: self.candidate_asked.emit(self._code))
        self.focus_button.clicked.connect(lambda: self.focus_asked.emit(self._code))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        for widget in (self.name, self.text, self.reason_button, self.focus_button):
            layout.addWidget(widget)
        layout.addWidget(self.projects, 1)
        layout.addStretch(0)
        self.show_node(None, None)

    def show_node(self, node: GraphNode | None, chain: Chain | None) -> None:
        """Show an industry, or that none is chosen."""
        self._code = node.code if node else ""
        self.projects.clear()
        here = node is not None and bool(node.projects)
        for widget in (self.projects, self.focus_button):
            widget.setVisible(here)
        self.reason_button.setVisible(node is not None and bool(node.reason))
        if node is None:
            self.name.setText("")
            self.text.setText(_NOTHING)
            return
        self.name.setText(node.name)
        self.text.setText(told(node))
        if chain is None:
            return
        wanted = set(node.projects)
        for origin in chain.origins:
            if origin.project_id in wanted and self.projects.count() < _MOST:
                item = QListWidgetItem(origin.name)
                item.setData(_PROJECT, origin.project_id)
                item.setToolTip(f"{origin.enterprise}\n双击或回车打开档案")
                self.projects.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        self._context.project_requested.emit(item.data(_PROJECT))
