"""The list of projects: searching as one types, filters, sorting, totals, copying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.rules.audience import widest_for
from app.rules.money import in_words
from app.services.dossiers.projects import ProjectFilter, Totals, filter_choices, project_ids, totals
from app.ui.context import AppContext
from app.ui.dossiers.acts_menu import ActsMenu
from app.ui.dossiers.filter_bar import FilterBar
from app.ui.dossiers.hits import HitsRow
from app.ui.dossiers.project_model import COLUMNS, ProjectTableModel
from app.ui.dossiers.saved_menu import SavedFilters
from app.ui.dossiers.search_loader import SearchLoader
from app.ui.theme import Space
from app.ui.widgets.layout import button, label
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.ui.tasks import Progress

    Ids = Sequence[int] | NDArray[np.int64]

AT_ONCE = 2000
"""So many projects are added up at once; more of them in the background."""

HITS_AFTER_MS = 120
"""So long after the last key people, papers and the like are looked for: the list comes first."""

ALIKE_AFTER_MS = 250
"""So long after the last key what is alike is looked for, where nothing matches."""

_LEADER = next(n for n, column in enumerate(COLUMNS) if column[0] == "责任领导")
_SIGNED = next(n for n, column in enumerate(COLUMNS) if column[1] == "signed")
_DESCENDING_FIRST = ("investment", "signed", "stage", "code")
_NO_PROJECTS = "还没有项目。\n用上方的“导入台账”把现有的 Excel 台账导进来，或用“新增项目”登记第一个。"
_NOTHING_FOUND = "没有符合条件的项目。\n可以换一个词查找，或清除筛选。"


class ProjectTable(TableView):
    """The table of projects; rows that are copied say how far they may go."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(settings=context.settings, key="projects", units=context.named_units)

    def audience_of(self, text: str, rows: list[int]) -> str:
        """Return 市委常委会 where the column of the leaders is copied too, or one is named in another."""
        return super().audience_of(text, rows) if self.isColumnHidden(_LEADER) else widest_for("leader").label


class ProjectList(QWidget):
    """The left side of the tab."""

    selected = Signal(int)
    """Another project is the current one."""
    opened = Signal(int)
    """A project was double-clicked, or Enter was pressed on it."""
    add_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._base: Ids = ()
        self._sort, self._descending = "signed", True
        self._current: int | None = None
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("查找项目、企业、人员、公文；拼音、信用代码、超亿、1亿-3亿 都行")
        self.search.setMinimumWidth(150)
        self.search.textChanged.connect(self._show_matching)
        self.search.installEventFilter(self)
        self.add_button = button("新增项目", primary=True)
        self.import_button = button("导入台账…")
        self.export_button = button("导出…")
        for pushed, signal in (
            (self.add_button, self.add_asked),
            (self.import_button, self.import_asked),
            (self.export_button, self.export_asked),
        ):
            pushed.clicked.connect(signal.emit)
        self.filters = FilterBar(context.today())
        self.filters.changed.connect(self.requery)
        self.saved = SavedFilters(context, self.wanted)
        self.saved.chosen.connect(self.show_filter)
        self.filters.add(self.saved)
        self.acts = ActsMenu(context, self.selected_ids)
        self.acts.export_asked.connect(self.export_asked)
        self.hits = HitsRow(context)
        self.hits.project_chosen.connect(self.opened)
        self.hits.filter_chosen.connect(self.show_filter)
        self.model = ProjectTableModel(self)
        self.table = self._make_table()
        self.totals_label = label("", "muted")
        self.totals_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.index = SearchLoader(context, self)
        self._alike_soon = QTimer(self, singleShot=True, interval=ALIKE_AFTER_MS)
        self._alike_soon.timeout.connect(self._find_alike)
        self._hits_soon = QTimer(self, singleShot=True, interval=HITS_AFTER_MS)
        self._hits_soon.timeout.connect(self._find_everywhere)
        self._add_up_soon = QTimer(self, singleShot=True, interval=120)
        self._add_up_soon.timeout.connect(self._add_up)
        self._totals_wanted = 0
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        for widget in (self.add_button, self.import_button, self.export_button, self.acts):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.filters)
        layout.addWidget(self.hits)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.totals_label)
        self.refresh()

    def refresh(self) -> None:
        """Show what the office holds now: choices, rows, totals."""
        self.filters.fill(filter_choices(self._context.connection))
        for made in (self.add_button, self.import_button):
            made.setEnabled(self._context.writable)
        self.requery()

    def data_changed(self) -> None:
        """Show the new state after something was written, without moving the rows under the reader's eyes."""
        self.index.renew()
        place = self.table.verticalScrollBar().value()
        self.refresh()
        self.table.verticalScrollBar().setValue(place)

    def requery(self) -> None:
        """Ask for the ids again, since filter, order or data changed."""
        wanted = self.filters.wanted()
        self._base = project_ids(self._context.connection, wanted, self._sort, self._descending)
        self._show_matching()

    def shown_ids(self) -> list[int]:
        """Return the ids that are listed, in order."""
        return [int(key) for key in self.model.ids]

    def chosen_ids(self) -> list[int]:
        """Return the selected ids where several are selected, else all that are listed."""
        rows = self.table.selected_rows()
        return [self.model.project_at(row) for row in rows] if len(rows) > 1 else self.shown_ids()

    def selected_ids(self) -> list[int]:
        """Return the selected ids."""
        return [self.model.project_at(row) for row in self.table.selected_rows()]

    def wanted(self) -> ProjectFilter:
        """Return the filter as it is set, with what is typed."""
        return replace(self.filters.wanted(), text=self.search.text().strip())

    def show_filter(self, wanted: ProjectFilter, told: str = "") -> None:
        """Show what a filter wants; `told` names what has no field of its own."""
        self.search.setText(wanted.text)
        self.filters.show_filter(wanted, told)

    def select(self, project_id: int) -> bool:
        """Make a project the current one; False where it is not listed."""
        row = self.model.row_of(project_id)
        if row < 0:
            return False
        self.table.select_row(row)
        return True

    def show_everything(self) -> None:
        """Drop text and filters."""
        self.search.clear()
        self.filters.clear()

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.model.rowCount():
                self.table.setFocus()
                if not self.table.selected_rows():
                    self.table.select_row(0)
                return True
        return super().eventFilter(watched, event)

    def _make_table(self) -> TableView:
        table = ProjectTable(self._context)
        table.setModel(self.model)
        table.set_widths(*(column[3] for column in COLUMNS))
        table.doubleClicked.connect(lambda index: self.opened.emit(self.model.project_at(index.row())))
        table.activated.connect(lambda index: self.opened.emit(self.model.project_at(index.row())))
        table.selectionModel().currentRowChanged.connect(self._row_changed)
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(_SIGNED, Qt.SortOrder.DescendingOrder)
        header.sectionClicked.connect(self._sort_by)
        return table

    def _sort_by(self, column: int) -> None:
        key = COLUMNS[column][1]
        if key:
            self._descending = not self._descending if key == self._sort else key in _DESCENDING_FIRST
            self._sort = key
            self.requery()
        shown = next(n for n, known in enumerate(COLUMNS) if known[1] == self._sort)
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(shown, order)

    def _show_matching(self) -> None:
        connection, text = self._context.connection, self.search.text().strip()
        ids: Ids = self._base
        if text and self.index.index is not None:
            import numpy as np

            self._base = np.asarray(self._base, dtype=np.int64)
            ids = self.index.index.select(self._base, text)
        elif text:
            ids = project_ids(connection, replace(self.filters.wanted(), text=text), self._sort, self._descending)
        self._alike_soon.stop()
        if text and not len(ids) and self.index.index is not None:
            self._alike_soon.start()
        self._hits_soon.start()
        self._show_ids(ids, f"共 {len(ids):,} 个项目")
        self._add_up_soon.start()

    def _show_ids(self, ids: Ids, told: str) -> None:
        self.model.set_ids(self._context.connection, ids)
        self.table.scrollToTop()
        is_narrowed = bool(self.search.text().strip()) or self.filters.is_set
        self.table.empty_text = _NOTHING_FOUND if is_narrowed else _NO_PROJECTS
        self.export_button.setEnabled(bool(len(ids)))
        self._keep_current()
        self.totals_label.setText(told)

    def _find_everywhere(self) -> None:
        """Offer what else bears the text: people, papers, enterprises."""
        text, everywhere = self.search.text().strip(), self.index.everywhere
        self.hits.show_hits(everywhere.find(text) if text and everywhere is not None else ())

    def _find_alike(self) -> None:
        """Look for what sounds or looks like the text, behind the window, since nothing matches it."""
        import numpy as np

        from app.ui.tasks import run_task

        text, index, base = self.search.text().strip(), self.index.index, self._base
        if not text or index is None:
            return
        ids = np.asarray(base, dtype=np.int64)

        def work(_progress: Progress, cancelled: Callable[[], bool]) -> NDArray[np.int64]:
            return index.select_alike(ids, text, cancelled)

        def done(found: NDArray[np.int64]) -> None:
            if len(found) and self.search.text().strip() == text and self._base is base:
                self._add_up_soon.stop()
                self._show_ids(found, f"没有完全符合的，列出相近的 {len(found)} 个")

        run_task(self, "查找相近的", work, done, lambda _error: None, quiet=True)

    def _keep_current(self) -> None:
        """Select the project again that was current before the rows changed; nobody need be told."""
        row = self.model.row_of(self._current) if self._current is not None else -1
        if row >= 0:
            self.table.select_row(row, scroll=False)

    def _row_changed(self) -> None:
        index = self.table.currentIndex()
        project = self.model.project_at(index.row()) if index.isValid() else None
        if project is not None and project != self._current:
            self._current = project
            self.selected.emit(project)

    def _add_up(self) -> None:
        """Tell how much money the listed projects are; in the background where they are many."""
        if not self._context.has_office:
            return
        is_narrowed = bool(self.search.text().strip()) or self.filters.is_set
        ids = self.shown_ids() if is_narrowed else None
        self._totals_wanted += 1
        ticket = self._totals_wanted
        if self.model.rowCount() <= AT_ONCE:
            self._tell(totals(self._context.connection, ids))
            return
        from app.ui.tasks import run_task

        office = self._context.office

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> Totals:
            with closing(office.read()) as connection:
                return totals(connection, ids)

        def done(found: Totals) -> None:
            if ticket == self._totals_wanted:
                self._tell(found)

        run_task(None, "合计", work, done, lambda _error: None, quiet=True)

    def _tell(self, found: Totals) -> None:
        self.totals_label.setText(f"共 {found.count:,} 个项目，总投资 {in_words(found.investment_fen)}")
