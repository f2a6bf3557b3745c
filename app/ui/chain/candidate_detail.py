"""One candidate in full: its reason, conditions, score and evidence, what was decided, and the acts on it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.industry.knowledge import Verdict
from app.rules.industry.points import DEFAULT_WEIGHTS, Weights
from app.services.chain.candidate_decisions import Decision
from app.services.chain.chain_candidates import ListedCandidate
from app.ui.chain import wording
from app.ui.chain.score_bars import PartsChart
from app.ui.theme import Space, heading_font
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label

_MARKS = {True: "✓ 已具备", False: "✗ 尚不具备", None: "？ 须核实"}
_NOTHING = "在上面选一个候选，这里显示理由、条件和得分构成。"


class CandidateDetail(QWidget):
    """Shows the candidate under the cursor; the acts are left to who listens."""

    accept_asked = Signal()
    decline_asked = Signal()
    open_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", wrap=True)
        self.title.setFont(heading_font())
        self.reason = label("", wrap=True)
        self.conditions = label("", wrap=True)
        self.parts = PartsChart()
        self.more = label("", "muted", wrap=True)
        self.decided = Strip("info")
        self.accept_button, self.decline_button = button("列为任务…", primary=True), button("不采纳…")
        self.open_button = button("打开档案")
        self.accept_button.clicked.connect(self.accept_asked)
        self.decline_button.clicked.connect(self.decline_asked)
        self.open_button.clicked.connect(self.open_asked)
        acts = QWidget()
        line = FlowLayout(acts, spacing=Space.SMALL)
        for widget in (self.accept_button, self.decline_button, self.open_button):
            line.addWidget(widget)
        self._acts = acts
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.TIGHT)
        for widget in (self.title, acts, self.decided, self.reason, self.conditions, self.parts, self.more):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.show_candidate(None, None, writable=False)

    def show_candidate(
        self,
        one: ListedCandidate | None,
        decision: Decision | None,
        weights: Weights = DEFAULT_WEIGHTS,
        *,
        writable: bool,
    ) -> None:
        """Show a candidate with what was decided on it, or that there is none."""
        self._acts.setVisible(one is not None)
        if one is None:
            self.title.setText("")
            self.reason.setText(_NOTHING)
            self.conditions.hide()
            self.more.setText("")
            self.parts.show_parts(None)
            self.decided.tell("")
            return
        candidate, judged = one.candidate, one.candidate.judgement
        rejected = judged.verdict is Verdict.REJECT
        hint = "" if rejected else f"（{candidate.hint}）"
        self.title.setText(f"{judged.verdict.label}　{candidate.candidate_name}{hint}")
        self.reason.setText(candidate.reason)
        lines = [
            f"{_MARKS[line.holds]}　{line.text}{f'（本市现有{line.has}）' if line.has else ''}"
            for line in judged.conditions
        ]
        self.conditions.setText("\n".join(lines))
        self.conditions.setVisible(bool(lines))
        self.parts.show_parts(None if rejected else candidate.extension.parts, weights)
        more = [f"代码 {judged.candidate}，{wording.RELATIONS[judged.relation]}，{wording.basis_of(candidate)}。"]
        if candidate.extension.here:
            more.append(f"本市已有 {candidate.extension.here} 家，先做配套对接。")
        if judged.advice:
            more.append(f"应改做：{judged.advice}。")
        if candidate.evidence:
            more.append(candidate.evidence)
        self.more.setText("".join(more))
        self.decided.tell(decision.text if decision else "")
        self.accept_button.setText("仍列为任务…" if rejected else "列为任务…")
        self.accept_button.setEnabled(writable)
        self.decline_button.setEnabled(writable)
