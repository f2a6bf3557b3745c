"""时间线: all that happened to the project and what is planned, the latest first."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.services.dossiers.timeline import timeline
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.theme import Colour
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView


class MomentsPanel(Panel):
    """One table; what is still to come is blue."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = RowsModel(("时间", "类别", "内容"), parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="moments")
        self.table.setModel(self.model)
        self.table.set_widths(92, 84, 420)
        self.table.empty_text = "这个项目还没有可以排上时间的事。"
        self.table.setMinimumHeight(160)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        if self.dossier is None:
            return
        moments = timeline(self.context.connection, self.dossier.id, self.context.today())
        self.model.set_rows(
            [(moment.day.isoformat(), moment.kind, moment.what) for moment in moments],
            {row: Colour.ACCENT for row, moment in enumerate(moments) if moment.is_plan},
        )
