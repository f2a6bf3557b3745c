"""One dossier: its head, the stages on a line, what contradicts, and its parts behind tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.money import in_words
from app.rules.stages import Stage
from app.services.policy.neighbour_records import courted_lines
from app.ui.context import AppContext
from app.ui.dossiers.credit import CreditPanel
from app.ui.dossiers.documents import DocumentsPanel
from app.ui.dossiers.funds import FundsPanel
from app.ui.dossiers.handling import HandlingPanel
from app.ui.dossiers.history import HistoryPanel
from app.ui.dossiers.moments import MomentsPanel
from app.ui.dossiers.overview import OverviewPanel
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.problems import ProblemsPanel
from app.ui.dossiers.sources import SourcesPanel
from app.ui.dossiers.stages import StagesPanel
from app.ui.dossiers.timeline import Timeline
from app.ui.dossiers.visits import VisitsPanel
from app.ui.errors import show_error
from app.ui.theme import Space, font
from app.ui.widgets.layout import Strip, button, label, scrolled

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier


LOW = 400
"""Below this height (logical pixels) the head leaves its room to the parts."""


class DossierView(QWidget):
    """Shows the dossier of one project, read through `services.dossier_view`."""

    back_asked = Signal()
    chain_asked = Signal(int)
    """Somebody wants to see what this project could draw."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.dossier: Dossier | None = None
        self.back = button("← 返回列表")
        self.back.clicked.connect(self.back_asked)
        self.back.hide()
        self.chain = button("能带来什么")
        self.chain.setToolTip("看这个项目还能带来哪些上下游企业")
        self.chain.clicked.connect(lambda: self.chain_asked.emit(self.project_id))
        self.name = label(wrap=True)
        self.name.setFont(font(13, bold=True))
        self.who = label("", "muted", wrap=True)
        self.facts = label("", "accent", wrap=True)
        self.timeline = Timeline()
        self.contradictions = Strip("warning")
        self.overview = OverviewPanel(context)
        self.stages = StagesPanel(context)
        self.funds = FundsPanel(context)
        self.credit = CreditPanel(context)
        self.visits = VisitsPanel(context)
        self.problems = ProblemsPanel(context)
        self.documents = DocumentsPanel(context)
        self.handling = HandlingPanel(context)
        self.moments = MomentsPanel(context)
        self.history = HistoryPanel(context)
        self.sources = SourcesPanel(context)
        self.parts = QTabWidget()
        self.parts.setDocumentMode(True)
        self.parts.tabBar().setObjectName("parts")
        for title, panel in self._panels():
            self.parts.addTab(scrolled(panel), title)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()

    @property
    def project_id(self) -> int | None:
        """The project that is shown."""
        return self.dossier.id if self.dossier else None

    def show_project(self, project_id: int) -> None:
        """Read and show the dossier of a project."""
        from app.services.dossiers.dossier_view import load_dossier

        try:
            dossier = load_dossier(self._context.connection, project_id)
        except OfficeError as error:
            show_error(self, error, "打开项目档案")
            return
        self._show(dossier)

    def reload(self) -> None:
        """Show the new state of the same dossier; what is being typed stays."""
        from app.services.dossiers.dossier_view import load_dossier

        if self.dossier is None:
            return
        try:
            self._show(load_dossier(self._context.connection, self.dossier.id))
        except Refused:
            self.dossier = None

    def may_leave(self) -> bool:
        """Ask about what is typed and not saved; False where the user wants to stay."""
        return all(panel.may_leave() for panel in (self.overview, self.credit))

    def set_alone(self, alone: bool) -> None:
        """Offer the way back to the list where the dossier has the window to itself."""
        self.back.setVisible(alone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.timeline.setVisible(self.height() >= LOW)
        self.who.setVisible(self.height() >= LOW)

    def _show(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.name.setText(dossier.name)
        self.who.setText(f"{dossier.enterprise}　{dossier.uscc or '信用代码未填'}")
        money = in_words(dossier.investment_fen) if dossier.investment_fen is not None else "总投资未填"
        facts = [dossier.code, dossier.stage.label, money, dossier.county or "县区未定", dossier.industry or "行业未定"]
        self.facts.setText("　·　".join(facts))
        self.timeline.show_dossier(dossier)
        warnings = list(dossier.contradictions)
        if dossier.void_reason is not None:
            warnings.insert(0, f"这个项目已作废：{dossier.void_reason}")
        if dossier.stage is Stage.TERMINATED:
            ended = (line.evidence for line in dossier.stages if line.stage is Stage.TERMINATED and line.is_main)
            warnings.insert(0, f"这个项目已终止（退库），只供查看：{next(ended, '') or '没有写原因'}")
        warnings += [line.words for line in courted_lines(self._context.connection, dossier.id)]
        self.contradictions.tell("；".join(warnings))
        for _, panel in self._panels():
            panel.show_dossier(dossier)

    def _panels(self) -> tuple[tuple[str, Panel], ...]:
        return (
            ("概况", self.overview),
            ("阶段", self.stages),
            ("资金", self.funds),
            ("责任", self.credit),
            ("走访", self.visits),
            ("问题", self.problems),
            ("资料", self.documents),
            ("经办", self.handling),
            ("时间线", self.moments),
            ("历史", self.history),
            ("来源", self.sources),
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        column.setSpacing(Space.TIGHT)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.chain)
        top.addWidget(self.back)
        column.addLayout(top)
        for widget in (self.who, self.facts, self.timeline, self.contradictions):
            column.addWidget(widget)
        column.addWidget(self.parts, 1)
