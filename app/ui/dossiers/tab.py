"""The tab 招商档案: projects with the dossier of the current one beside them, the day, five sides, offers, chain."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.dossiers.project_list import ProjectList
from app.ui.widgets.layout import label, scrolled

if TYPE_CHECKING:
    from app.services.dossiers.projects import ProjectFilter
    from app.ui.chain import ChainPage
    from app.ui.dossiers.day_page import DayPage
    from app.ui.dossiers.offers_page import OffersPage
    from app.ui.dossiers.sides_page import SidesPage
    from app.ui.dossiers.view import DossierView
    from app.ui.tasks import Progress

NARROW = 900
"""Below this width (logical pixels) list and dossier take turns instead of standing beside each other."""

LOOK_AFTER_MS = 60
"""So long a row must stay current before its dossier is read: holding an arrow key runs freely."""


PROJECTS, DAY, SIDES, OFFERS, CHAIN = range(5)
"""The pages of the tab, in their order."""

COUNT_AFTER_MS = 1200
"""So long after the tab was made the day is counted: the list is painted and searchable by then."""


class DossiersTab(QWidget):
    """Holds list and dossier together, and the other pages, made when they are first shown."""

    import_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._narrow = False
        self._hidden = False
        self._wanted: int | None = None
        self.list = ProjectList(context)
        self._view: DossierView | None = None
        self.side = QStackedWidget()
        self.side.addWidget(_nothing_chosen())
        self.side.setMinimumWidth(300)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 4)
        self.pages = QTabBar(drawBase=False, expanding=False)
        self.pages.setObjectName("pages")
        for title in ("项目", "今日", "五个角度", "推介项目", "产业链"):
            self.pages.addTab(title)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.splitter)
        self._made: dict[int, DayPage | SidesPage | OffersPage | ChainPage] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages)
        layout.addWidget(self._stack, 1)
        if state := context.settings.state("dossiers/splitter"):
            self.splitter.restoreState(state)
        else:
            self.splitter.setSizes([760, 520])
        self._look_soon = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look_soon.timeout.connect(self._look)
        self.list.selected.connect(self._selected)
        self.list.opened.connect(self._opened)
        self.list.add_asked.connect(self.add_project)
        self.list.import_asked.connect(self.import_asked)
        self.list.export_asked.connect(self.export)
        self.pages.currentChanged.connect(self._show_page)
        context.data_changed.connect(self._data_changed)
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._count_soon.timeout.connect(self._count)
        self._count_soon.start()

    @property
    def day(self) -> DayPage:
        """The page of the day."""
        from app.ui.dossiers.day_page import DayPage

        page = self._made.get(DAY)
        if not isinstance(page, DayPage):
            page = self._made[DAY] = DayPage(self._context)
            page.project_chosen.connect(self.show_project)
            page.counted.connect(lambda count: self.pages.setTabText(DAY, f"今日（{count:,}）" if count else "今日"))
            self._stack.addWidget(scrolled(page))
        return page

    @property
    def sides(self) -> SidesPage:
        """The page of the five sides."""
        from app.ui.dossiers.sides_page import SidesPage

        page = self._made.get(SIDES)
        if not isinstance(page, SidesPage):
            page = self._made[SIDES] = SidesPage(self._context)
            page.filter_chosen.connect(self.show_filter)
            self._stack.addWidget(scrolled(page))
        return page

    @property
    def offers(self) -> OffersPage:
        """The page of offers."""
        from app.ui.dossiers.offers_page import OffersPage

        page = self._made.get(OFFERS)
        if not isinstance(page, OffersPage):
            page = self._made[OFFERS] = OffersPage(self._context)
            self._stack.addWidget(scrolled(page))
        return page

    @property
    def chain(self) -> ChainPage:
        """The page of the chain of industries."""
        from app.ui.chain import ChainPage

        page = self._made.get(CHAIN)
        if not isinstance(page, ChainPage):
            page = self._made[CHAIN] = ChainPage(self._context)
            self._stack.addWidget(scrolled(page))
        return page

    @property
    def view(self) -> DossierView:
        """The dossier, made when it is first needed: the list is painted long before."""
        if self._view is None:
            from app.ui.dossiers.view import DossierView

            self._view = DossierView(self._context)
            self._view.back_asked.connect(self._back)
            self._view.chain_asked.connect(self.show_chain)
            self._view.set_alone(self._narrow)
            self.side.addWidget(self._view)
        return self._view

    def focus_search(self) -> None:
        """Put the cursor into the search: that of the chain where it is shown, else that of the list."""
        if self.pages.currentIndex() == CHAIN:
            self.chain.focus_search()
            return
        self.pages.setCurrentIndex(PROJECTS)
        self._back()
        self.list.focus_search()

    def add_project(self) -> None:
        """Ask for a new project and show it once it is kept."""
        from app.ui.dossiers.new_project import NewProjectDialog

        if not self._context.writable:
            return
        dialog = NewProjectDialog(self._context, self)
        dialog.added.connect(self.show_project)
        dialog.open()

    def show_project(self, project_id: int) -> None:
        """Show a project in list and dossier; text and filters that hide it are dropped."""
        if not self._may_leave_dossier():
            return
        self.pages.setCurrentIndex(PROJECTS)
        if not self.list.select(project_id):
            self.list.show_everything()
            self.list.select(project_id)
        self._opened(project_id)

    def show_chain(self, project_id: int) -> None:
        """Show what a project could draw."""
        self.pages.setCurrentIndex(CHAIN)
        self.chain.show_project(project_id)

    def show_filter(self, wanted: ProjectFilter, told: str = "") -> None:
        """Show the list with this filter."""
        self.pages.setCurrentIndex(PROJECTS)
        self._back()
        self.list.show_filter(wanted, told)

    def toggle_dossier(self) -> None:
        """Show or hide the dossier beside the list."""
        self._hidden = not self._hidden if not self._narrow else False
        self._arrange(show_dossier=self.side.isHidden())

    def may_leave(self) -> bool:
        """Ask about what is not saved; False where the user wants to stay."""
        return self._may_leave_dossier() and (CHAIN not in self._made or self.chain.may_leave())

    def _may_leave_dossier(self) -> bool:
        return self._view is None or self._view.may_leave()

    def save_state(self) -> None:
        """Remember the columns and where the line between list and dossier stands."""
        self.list.table.save_columns()
        if not self._narrow and not self.side.isHidden():
            self._context.settings.set_state("dossiers/splitter", self.splitter.saveState())

    def export(self) -> None:
        """Export what the page shows: the selected projects or all that are listed, a side, offers, the chain."""
        if self.pages.currentIndex() == SIDES:
            self.sides.export()
            return
        if self.pages.currentIndex() == OFFERS:
            self.offers.export()
            return
        if self.pages.currentIndex() == CHAIN:
            self.chain.export()
            return
        ids = self.list.chosen_ids()
        if not ids:
            return
        from PySide6.QtWidgets import QFileDialog

        from app.ui.tasks import run_task

        name, _ = QFileDialog.getSaveFileName(self, "导出项目", "招商项目.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return
        path = Path(name).with_suffix(".xlsx")
        office, status = self._context.office, self._context.status

        def work(progress: Progress, cancelled: Callable[[], bool]) -> Path:
            from app.services.exporting import export_projects

            with closing(office.read()) as connection:
                export_projects(connection, ids, path, progress, cancelled)
            return path

        run_task(self, "导出项目", work, lambda done: status.emit(f"已导出 {len(ids):,} 个项目：{done}"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            if self._view is not None:
                self._view.set_alone(narrow)
            self._arrange(show_dossier=not narrow and not self._hidden)

    def _arrange(self, *, show_dossier: bool) -> None:
        self.side.setVisible(show_dossier)
        self.list.setVisible(not (self._narrow and show_dossier))

    def _back(self) -> None:
        if self._narrow:
            self._arrange(show_dossier=False)

    def _selected(self, project_id: int) -> None:
        self._wanted = project_id
        self._look_soon.start()

    def _opened(self, project_id: int) -> None:
        self._look_soon.stop()
        self._wanted = project_id
        self._hidden = False
        self._arrange(show_dossier=True)
        self._look()

    def _look(self) -> None:
        """Show the dossier of the current row, unless what was typed into the last one is to be kept first."""
        if self._wanted is None or not self._context.has_office or self._wanted == self.view.project_id:
            return
        if not self._may_leave_dossier():
            if self.view.project_id is not None:
                self._wanted = self.view.project_id
                self.list.select(self._wanted)
            return
        self.view.show_project(self._wanted)
        self.side.setCurrentWidget(self.view)

    def _count(self) -> None:
        """Count what the day brings, for the title of its page."""
        self.day.refresh()

    def _show_page(self, place: int) -> None:
        if place == PROJECTS:
            self._stack.setCurrentWidget(self.splitter)
            return
        pages = {
            DAY: lambda: self.day,
            SIDES: lambda: self.sides,
            OFFERS: lambda: self.offers,
            CHAIN: lambda: self.chain,
        }
        page = pages[place]()
        self._stack.setCurrentWidget(page.parentWidget().parentWidget())  # the area that it scrolls in
        page.refresh()

    def _data_changed(self) -> None:
        self.list.data_changed()
        self._count_soon.start()
        shown = self._made.get(self.pages.currentIndex())
        if shown is not None:
            shown.refresh()
        if self._view is not None:
            self._view.reload()
            if self._view.dossier is None:
                self.side.setCurrentIndex(0)


def _nothing_chosen() -> QWidget:
    page = QWidget()
    line = QHBoxLayout(page)
    line.addStretch(1)
    line.addWidget(label("在列表里选一个项目，这里显示它的招商档案。", "muted"))
    line.addStretch(1)
    return page
