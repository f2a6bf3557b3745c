"""阶段: the days on which stages were reached; adding, correcting, verifying (认定) and voiding them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.rules.money import format_wan
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.stage_editor import StageEditor
from app.ui.theme import Colour, Space
from app.ui.widgets.asking import ask_text
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import StageLine

_VERIFIED = 2
_HEADINGS = ("阶段", "时间", "认定", "认定金额(万元)", "佐证", "来源", "台账原文")


class _StagesModel(RowsModel):
    """The rows; who verified a stage stands in the tip of the day, which is all that the column has room for."""

    verified_by: Sequence[str] = ()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole.value) -> Any:
        shown = super().data(index, role)
        if role == Qt.ItemDataRole.ToolTipRole.value and index.column() == _VERIFIED:
            return f"{shown} {self.verified_by[index.row()] or ''}".rstrip()
        return shown


class StagesPanel(Panel):
    """The table of stages, and under it the editor while something is entered."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = _StagesModel(_HEADINGS, right=("认定金额(万元)",), parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="stages")
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.set_widths(64, 84, 84, 104, 168, 70, 120)
        self.table.empty_text = "还没有登记任何阶段。"
        self.table.setMinimumHeight(150)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.add_button = button("登记阶段", primary=True)
        self.edit_button = button("修改")
        self.verify_button = button("认定")
        self.void_button = button("作废…")
        row = QWidget()
        line = FlowLayout(row, spacing=Space.SMALL)
        for widget in (self.add_button, self.edit_button, self.verify_button, self.void_button):
            line.addWidget(widget)
        self.editor = StageEditor(context)
        self.editor.hide()
        self.add_button.clicked.connect(self._add)
        self.edit_button.clicked.connect(self._edit)
        self.verify_button.clicked.connect(self._verify)
        self.void_button.clicked.connect(self._void)
        self.body.addWidget(row)
        self.body.addWidget(self.editor)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(label("橙色的一行还没有认定，不计入排名。", "muted", wrap=True))

    def refresh(self) -> None:
        if self.dossier is None:
            return
        lines = self.dossier.stages
        self.model.verified_by = [line.verified_by if line.verified_on else "" for line in lines]
        self.model.set_rows(
            [
                (
                    line.stage.label if line.is_main else f"{line.stage.label}（另记）",
                    line.day.isoformat(),
                    line.verified_on.isoformat() if line.verified_on else "待认定",
                    "" if line.amount_fen is None else format_wan(line.amount_fen, 6),
                    line.evidence,
                    line.source,
                    line.source_text,
                )
                for line in lines
            ],
            {row: Colour.AMBER for row, line in enumerate(lines) if line.verified_on is None},
        )
        self.editor.follow(self.dossier)
        self._tell()

    def current(self) -> StageLine | None:
        """Return the stage of the selected row."""
        rows = self.table.selected_rows()
        return self.dossier.stages[rows[0]] if self.dossier and rows else None

    def _add(self) -> None:
        if self.dossier is not None:
            self.editor.begin_adding(self.dossier)

    def _edit(self) -> None:
        if self.dossier is not None and (line := self.current()):
            self.editor.begin_editing(self.dossier, line)

    def _verify(self) -> None:
        if self.dossier is not None and (line := self.current()):
            self.editor.begin_verifying(self.dossier, line)

    def _void(self) -> None:
        from app.services.dossiers.keeping import void_stage

        line = self.current()
        if line is None:
            return
        reason = ask_text(self, "作废阶段", f"{line.stage.label} {line.day} 将不再有效，历史仍可查。\n请写明作废原因：")
        if reason is not None:
            self.attempt(
                "作废阶段",
                lambda: void_stage(self.context.office, line.id, line.version, reason),
                f"已作废：{line.stage.label} {line.day}（Ctrl+Z 可撤销）",
            )

    def _tell(self) -> None:
        line, may = self.current(), self.may_change
        self.add_button.setEnabled(may)
        self.edit_button.setEnabled(may and line is not None)
        self.void_button.setEnabled(self.is_kept and line is not None)
        self.verify_button.setEnabled(may and line is not None and line.verified_on is None)
