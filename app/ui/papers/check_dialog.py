"""What the check of a paper found: every row of the standard, the broken ones first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.ui.theme import Colour, Space
from app.ui.widgets.layout import Strip
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

BROKEN = "不符"


class CheckDialog(QDialog):
    """Shows rows of (verdict, clause, requirement, page, found, wanted), and the profile they were read against."""

    def __init__(self, parent: QWidget | None, rows: Sequence[tuple[str, ...]], profile: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("版式检查")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ordered = sorted(rows, key=lambda row: row[0] != BROKEN)
        self.model = RowsModel(("结果", "条款", "要求", "页", "实际", "应为"))
        broken = sum(row[0] == BROKEN for row in rows)
        self.model.set_rows(ordered, dict.fromkeys(range(broken), Colour.RED))
        told = Strip("error" if broken else "info")
        against = f"按“{profile}”检查："
        told.tell(f"{against}有 {broken} 项不符合。" if broken else f"{against}各项都符合（不适用的除外）。")
        table = TableView()
        table.setModel(self.model)
        table.set_widths(64, 84, 330, 40, 170, 170)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText("关闭")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(told)
        layout.addWidget(table, 1)
        layout.addWidget(buttons)
        self.resize(920, 560)
