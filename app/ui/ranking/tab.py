"""The tab 排名图表: its sections (排名, 任务, 考核办法, 督促, 全省位次), each made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.ranking.page import RankingPage
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments

SECTIONS: Final = (
    ("排名", "", ""),
    ("任务", "app.ui.targets", "TargetsPage"),
    ("考核办法", "app.ui.schemes", "SchemesPage"),
    ("督促", "app.ui.supervision", "SupervisionPage"),
    ("全省位次", "app.ui.ranking.province", "ProvincePage"),
)
"""Title, module and class of each section; the first is there from the start."""

RANKING, TARGETS, SCHEMES, SUPERVISION, PROVINCE = range(len(SECTIONS))


class RankingTab(QWidget):
    """Holds the sections; the chosen one fills the tab."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.sections = Segments([title for title, _, _ in SECTIONS])
        self.sections.setAccessibleName("分区")
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        bar.addWidget(self.sections)
        self.ranking = RankingPage(context, bar)
        self._made: dict[int, QWidget] = {RANKING: self.ranking}
        self._pages = Pages(360)
        self._pages.addWidget(self.ranking)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, 0)
        top.addWidget(line)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        self.sections.chosen.connect(self._show)

    def show_section(self, number: int) -> QWidget:
        """Show a section and return it."""
        self.sections.choose(number)
        return self._made[number]

    def export(self) -> None:
        """Export what the section shown can export."""
        export = getattr(self._pages.currentWidget(), "export", None)
        if export is None:
            self._context.status.emit("这一页没有可以导出的表格。")
        else:
            export()

    def may_leave(self) -> bool:
        """Ask every section about what is not saved."""
        asking = (getattr(page, "may_leave", None) for page in self._made.values())
        return all(ask() for ask in asking if ask is not None)

    def _show(self, number: int) -> None:
        if number not in self._made:
            _, module, name = SECTIONS[number]
            maker = cast("Callable[[AppContext], QWidget]", getattr(import_module(module), name))
            self._made[number] = page = maker(self._context)
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(self._made[number])
        self.ranking.papers.setVisible(number == RANKING)
