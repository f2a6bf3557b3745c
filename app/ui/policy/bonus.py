"""The page 奖金: the worklist of all claims, the bonus of one project, the lists and the year's budget."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.policy.bonus_way.budget import BudgetView
from app.ui.policy.bonus_way.lists import ListsView
from app.ui.policy.bonus_way.project import ProjectBonusView
from app.ui.policy.bonus_way.worklist import WorklistView
from app.ui.theme import Space
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments

WORKLIST, PROJECT, LISTS, BUDGET = range(4)


class BonusPage(QWidget):
    """Four views; a line of the worklist leads to its project."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.views = Segments(("办理", "按项目", "清单", "预算"))
        self.views.setAccessibleName("奖金视图")
        self.worklist, self.project = WorklistView(context), ProjectBonusView(context)
        self.lists, self.budget = ListsView(context), BudgetView(context)
        pages = Pages()
        for view in (self.worklist, self.project, self.lists, self.budget):
            pages.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        top = QHBoxLayout()
        top.addWidget(self.views)
        top.addStretch(1)
        layout.addLayout(top)
        layout.addWidget(pages, 1)
        self.views.chosen.connect(pages.setCurrentIndex)
        self.worklist.project_asked.connect(self.show_project)

    def show_project(self, project_id: int) -> None:
        """Show the bonus of a project."""
        self.views.choose(PROJECT)
        self.project.show_project(project_id)

    def focus_search(self) -> None:
        """Put the cursor into the search of the view shown."""
        if self.views.current() == WORKLIST:
            self.worklist.text.setFocus()
            self.worklist.text.selectAll()
            return
        self.views.choose(PROJECT)
        self.project.focus_search()
