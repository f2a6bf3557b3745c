"""试一试: what a clause under revision would say of the present projects."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.rules.policy.conditions import State
from app.services.policy.policy_versions import Trial
from app.ui.theme import Colour, Space, heading_font
from app.ui.widgets.layout import button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

_WORDS = {State.YES: "可享受", State.COULD: "可争取", State.NO: "不适用"}
MOST = 2000
"""So many projects are listed; the counts are of all."""


class TrialDialog(QDialog):
    """Shows a trial: counts, and the projects by their answer."""

    def __init__(self, parent: QWidget | None, title: str, trial: Trial) -> None:
        super().__init__(parent)
        self.setWindowTitle("试一试")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._trial = trial
        counts = [f"{_WORDS[state]} {trial.count(state)}" for state in _WORDS]
        self.head = label(f"{title}：{'，'.join(counts)}", wrap=True)
        self.head.setFont(heading_font())
        told = f"按{trial.on}的情况核对全部 {len(trial.projects)} 个项目；没有保存，也不改动任何兑现。"
        self.segments = Segments(counts)
        self.segments.setAccessibleName("结论")
        self.rows = RowsModel(("编号", "项目", "企业", "还差"))
        self.table = TableView()
        self.table.setModel(self.rows)
        self.table.set_widths(110, 200, 200, 240)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.empty_text = "没有这样的项目。"
        close = button("关闭")
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.head)
        layout.addWidget(label(told, "muted", wrap=True))
        layout.addWidget(self.segments, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.table, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        close.clicked.connect(self.accept)
        self.segments.chosen.connect(self._show)
        self.resize(860, 520)
        self._show(0)

    def _show(self, number: int) -> None:
        state = list(_WORDS)[number]
        found = [one for one in self._trial.projects if one.state is state]
        rows = [(one.code, one.name, one.enterprise, one.short) for one in found[:MOST]]
        if len(found) > MOST:
            rows.append(("……", f"另有 {len(found) - MOST} 个没有列出", "", ""))
        self.rows.set_rows(rows, {MOST: Colour.MUTED})
