"""Before knowledge is saved: which verdicts on the industries here the change turns, each with its new reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.rules.industry.knowledge import Verdict
from app.ui.chain.wording import VERDICT_COLOURS
from app.ui.theme import Space
from app.ui.widgets.layout import label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.services.chain.turned_verdicts import Turned

_HEADINGS = ("本市已有", "候选", "原结论", "新结论", "新的理由")


class TurnedDialog(QDialog):
    """Lists the verdicts; `agreed` carries the reason for the change."""

    agreed = Signal(str)

    def __init__(self, changes: int, turned: Sequence[Turned], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("改动的影响")
        self.resize(820, 420)
        self.turned = tuple(turned)
        rejected = sum(one.after.verdict is Verdict.REJECT for one in turned)
        if turned:
            text = f"保存这 {changes} 处改动，会改变 {len(turned)} 个结论，其中 {rejected} 个变为不宜："
        else:
            text = f"保存这 {changes} 处改动，对本市现有行业的结论没有影响。"
        self.summary = label(text, wrap=True)
        self.model = RowsModel(_HEADINGS, parent=self)
        self.model.set_rows(
            [
                (
                    one.industry,
                    one.candidate,
                    one.before.verdict.label,
                    one.after.verdict.label,
                    one.after.reason(f"本市有{one.industry}"),
                )
                for one in turned
            ],
            {row: VERDICT_COLOURS[one.after.verdict] for row, one in enumerate(turned)},
        )
        self.table = TableView()
        self.table.setModel(self.model)
        self.table.set_widths(130, 150, 70, 70, 420)
        self.table.setVisible(bool(turned))
        self.reason = QLineEdit(placeholderText="为什么改（记入历史，可不填）")
        self.buttons = QDialogButtonBox()
        self.save_button = self.buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("再改改", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.buttons)

    def _agree(self) -> None:
        reason = self.reason.text().strip()
        self.accept()
        self.agreed.emit(reason)
