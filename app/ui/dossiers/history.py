"""历史: who changed what, when, from what to what."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_HEADINGS = ("时间", "内容", "原来", "改为", "谁", "操作", "原因")


class HistoryPanel(Panel):
    """Every change, the latest first."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = RowsModel(_HEADINGS, parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="history")
        self.table.setModel(self.model)
        self.table.set_widths(124, 130, 110, 150, 72, 150, 120)
        self.table.empty_text = "还没有改动过。"
        self.table.setMinimumHeight(160)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        if self.dossier is None:
            return
        self.model.set_rows(
            [
                (f"{line.at:%Y-%m-%d %H:%M}", line.what, line.before, line.after, line.who, line.act, line.reason)
                for line in self.dossier.history
            ]
        )
