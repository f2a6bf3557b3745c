"""The four tabs, each made when it is first shown, and made anew when another office is opened."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, Protocol, cast, runtime_checkable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.dossiers.tab import DossiersTab
from app.ui.errors import show_error
from app.ui.widgets.layout import scrolled

TABS: Final = (
    ("招商档案", "app.ui.dossiers.tab", "DossiersTab"),
    ("排名图表", "app.ui.ranking", "RankingTab"),
    ("政策匹配", "app.ui.policy", "PolicyTab"),
    ("公文起草", "app.ui.papers", "PapersTab"),
)
"""Title, module and class of each tab. The others are imported on demand: charts and papers cost half a second."""

DOSSIERS: Final = 0


@runtime_checkable
class Findable(Protocol):
    """A tab with something to find in."""

    def focus_search(self) -> None:
        """Put the cursor where one types what to find."""


@runtime_checkable
class Exportable(Protocol):
    """A tab with something to export."""

    def export(self) -> None:
        """Ask where to, and export what is shown."""


@runtime_checkable
class Leavable(Protocol):
    """A tab that may hold something not saved yet."""

    def may_leave(self) -> bool:
        """Ask about what is not saved; False where the user wants to stay."""
        ...


class Tabs(QTabWidget):
    """Holds the tabs of the open office."""

    import_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main")
        self.tabBar().setObjectName("main")
        self.setDocumentMode(True)
        self._context = context
        self._made: dict[int, QWidget] = {}
        self._pages: list[QVBoxLayout] = []
        for title, _, _ in TABS:
            page = QWidget()
            layout = QVBoxLayout(page)
            layout.setContentsMargins(0, 0, 0, 0)
            self._pages.append(layout)
            self.addTab(page, title)
        self.currentChanged.connect(self._show)
        context.office_opened.connect(self._renew)
        context.project_requested.connect(self._show_project)

    @property
    def dossiers(self) -> DossiersTab:
        """The tab of dossiers, made where it was not yet."""
        self._make(DOSSIERS)
        return cast("DossiersTab", self._made[DOSSIERS])

    def tab(self, index: int) -> QWidget | None:
        """Return the tab at `index` where it was made already."""
        return self._made.get(index)

    def focus_search(self) -> None:
        """Put the cursor into the search of the current tab, or of the dossiers where it has none."""
        current = self._made.get(self.currentIndex())
        if isinstance(current, Findable):
            current.focus_search()
        else:
            self.setCurrentIndex(DOSSIERS)
            self.dossiers.focus_search()

    def export(self) -> None:
        """Export what the current tab shows."""
        current = self._made.get(self.currentIndex())
        if isinstance(current, Exportable):
            current.export()
        else:
            self._context.status.emit("这一页没有可以导出的表格。")

    def add_project(self) -> None:
        """Show the dossiers and begin a new one."""
        self.setCurrentIndex(DOSSIERS)
        self.dossiers.add_project()

    def toggle_dossier(self) -> None:
        """Show or hide the dossier beside the list."""
        self.setCurrentIndex(DOSSIERS)
        self.dossiers.toggle_dossier()

    def may_leave(self) -> bool:
        """Ask every tab about what is not saved."""
        return all(tab.may_leave() for tab in self._made.values() if isinstance(tab, Leavable))

    def save_state(self) -> None:
        """Let the dossiers remember how they are laid out."""
        if DOSSIERS in self._made:
            self.dossiers.save_state()

    def _renew(self) -> None:
        for widget in self._made.values():
            widget.setParent(None)
            widget.deleteLater()
        self._made.clear()
        for index in range(self.count()):
            layout = self._pages[index]
            while item := layout.takeAt(0):
                if left := item.widget():
                    left.deleteLater()
        if self._context.has_office:
            self._show(self.currentIndex())

    def _show(self, index: int) -> None:
        if not self._context.has_office or index < 0:
            return
        if index == DOSSIERS:
            self._make(index)
        else:
            QTimer.singleShot(0, lambda: self._make(index))

    def _make(self, index: int) -> None:
        if index in self._made or not self._context.has_office:
            return
        _, module, name = TABS[index]
        try:
            maker = cast("Callable[[AppContext], QWidget]", getattr(import_module(module), name))
            widget = maker(self._context)
        except Exception as error:
            show_error(self.window(), error)
            return
        self._made[index] = widget
        if isinstance(widget, DossiersTab):
            widget.import_asked.connect(self.import_asked)
        self._pages[index].addWidget(widget if index == DOSSIERS else scrolled(widget))

    def _show_project(self, project_id: int) -> None:
        self.setCurrentIndex(DOSSIERS)
        self.dossiers.show_project(project_id)
