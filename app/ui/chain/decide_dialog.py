"""Deciding on a candidate: which unit it is for, and the reason where one is needed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.industry.knowledge import Verdict
from app.services.chain.candidate_decisions import decline_candidate, recruiting_units
from app.services.chain.extending import Candidate
from app.services.chain.extension_tasks import accept_candidate
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, label


class DecideDialog(QDialog):
    """Makes a candidate the task of a unit, or (with `decline`) turns it down with a reason."""

    decided = Signal(str)
    """The decision is kept; what to tell."""

    def __init__(
        self,
        context: AppContext,
        candidate: Candidate,
        *,
        decline: bool,
        unit_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._candidate, self._decline = context, candidate, decline
        rejected = candidate.judgement.verdict is Verdict.REJECT
        self.setWindowTitle("不采纳这个方向" if decline else "列为延伸任务")
        self.setMinimumWidth(460)
        self._units = recruiting_units(context.connection, candidate.origin.project_id)
        self.unit = QComboBox()
        self.unit.setAccessibleName("引进单位")
        for one in self._units:
            self.unit.addItem(f"{one.name}（引进单位）" if one.recruited else one.name)
        place = next((n for n, one in enumerate(self._units) if one.id == unit_id), 0)
        self.unit.setCurrentIndex(place)
        self.reason = QLineEdit()
        needs_reason = decline or rejected
        self.reason.setPlaceholderText("必填" if needs_reason else "")
        self.trouble = Strip("error")
        form = QFormLayout()
        form.addRow("责任单位", self.unit)
        if needs_reason:
            form.addRow("不采纳的理由" if decline else "仍要去谈的理由", self.reason)
        self.buttons = QDialogButtonBox()
        self.save_button = self.buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label(f"{candidate.origin.name} → {candidate.candidate_name}", wrap=True))
        layout.addWidget(label(candidate.reason, "red" if rejected else "muted", wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)
        if not self._units:
            self.trouble.tell("还没有责任主体。请先导入任务分解表或签约台账。")
            self.save_button.setEnabled(False)

    def save(self) -> None:
        """Keep the decision; what is refused is told in the dialog, which stays open."""
        context, candidate, reason = self._context, self._candidate, self.reason.text()
        unit = self._units[self.unit.currentIndex()]
        who = context.office.who
        try:
            if self._decline:
                decline_candidate(context.office, unit.id, candidate, on=context.today(), by=who, reason=reason)
                told = f"已记录不采纳：{candidate.candidate_name}（Ctrl+Z 可撤销）"
            else:
                accept_candidate(context.office, unit.id, candidate, on=context.today(), by=who, override=reason)
                told = f"已列为{unit.name}的任务：{candidate.candidate_name}（Ctrl+Z 可撤销）"
        except OfficeError as error:
            self.trouble.tell(error.message)
            return
        self.accept()
        self.decided.emit(told)
