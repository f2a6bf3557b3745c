"""The button 筛选方案: filters that were saved by name, saving the present one, and removing one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.rules.errors import OfficeError
from app.services.dossiers.projects import ProjectFilter
from app.services.finding.saved_filters import SavedFilter, remove_filter, save_filter, saved_filters
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.widgets.asking import ask_text


class SavedFilters(QPushButton):
    """Emits `chosen` with the filter that the user picked."""

    chosen = Signal(object)

    def __init__(
        self, context: AppContext, present: Callable[[], ProjectFilter], parent: QWidget | None = None
    ) -> None:
        super().__init__("筛选方案", parent)
        self._context, self._present = context, present
        self.setAutoDefault(False)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def fill(self) -> QMenu:
        """Put what there is into the menu and return it."""
        menu = self._menu
        menu.clear()
        known = saved_filters(self._context.connection)
        for one in known:
            menu.addAction(one.name).triggered.connect(lambda _checked=False, one=one: self.chosen.emit(one.wanted))
        if known:
            menu.addSeparator()
        keep = menu.addAction("保存当前筛选…")
        keep.triggered.connect(self.save)
        keep.setEnabled(self._context.writable and self._present() != ProjectFilter())
        removing = menu.addMenu("删除")
        for one in known:
            removing.addAction(one.name).triggered.connect(lambda _checked=False, one=one: self.remove(one))
        removing.setEnabled(self._context.writable and bool(known))
        return menu

    def save(self) -> None:
        """Ask for a name and keep the present filter under it."""
        name = ask_text(self, "保存当前筛选", "给这组筛选条件起个名字；与已有的同名，就替换它：")
        if name is not None:
            self._attempt(lambda: save_filter(self._context.office, name, self._present()), f"已保存筛选：{name}")

    def remove(self, one: SavedFilter) -> None:
        """Take a saved filter out of the list."""
        self._attempt(
            lambda: remove_filter(self._context.office, one.id, one.version), f"已删除筛选：{one.name}（Ctrl+Z 可撤销）"
        )

    def _attempt(self, act: Callable[[], object], notice: str) -> None:
        try:
            act()
        except OfficeError as error:
            show_error(self, error, "筛选方案")
            return
        self._context.status.emit(notice)
