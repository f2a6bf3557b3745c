"""The views of one ranking behind a segmented control: table, lines, progress, matrix, comparison, what-if, 发布."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.rules.periods import Period
from app.services.ranking.comparing import UnitMove
from app.services.ranking.ranking import RankingTable
from app.services.ranking.series import SeriesPoint, series
from app.ui.context import AppContext
from app.ui.ranking.compare import ComparePage
from app.ui.ranking.frozen import FrozenPage
from app.ui.ranking.lines import RankLines
from app.ui.ranking.matrix import Matrix
from app.ui.ranking.model import RankingModel
from app.ui.ranking.printing import Paint, paint_tables, paint_view
from app.ui.ranking.progress import ProgressChart
from app.ui.ranking.suppose import SupposePage
from app.ui.ranking.view import RankingView
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.layout import scrolled
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

VIEWS: Final = ("表格", "走势", "进度", "矩阵", "对比", "假设", "发布")
TABLE, LINES, PROGRESS, MATRIX, COMPARE, SUPPOSE, FROZEN = range(len(VIEWS))

MONTHS = 24
"""How far back the lines go."""


class RankingViews(QWidget):
    """Holds the views; the one shown is kept up to date, the others catch up when they are chosen."""

    unit_chosen = Signal(int, object)
    """The user chose a unit in a view other than the table: its id, and the key of an indicator or None."""

    def __init__(self, context: AppContext, model: RankingModel, view: RankingView) -> None:
        super().__init__()
        self._context = context
        self._table: RankingTable | None = None
        self._unit: int | None = None
        self._fresh: set[int] = set()
        self._asked = 0
        self.model, self.table_view = model, view
        self.lines, self.progress, self.matrix = RankLines(), ProgressChart(), Matrix(units=context.named_units)
        self.compare, self.suppose, self.frozen = ComparePage(context), SupposePage(context), FrozenPage(context)
        self.segments = Segments(VIEWS)
        self.segments.setAccessibleName("视图")
        self._stack = Pages()
        self._progress_area: QScrollArea = scrolled(self.progress)
        for widget in (
            view, self.lines, self._progress_area, self.matrix, self.compare, self.suppose, self.frozen,
        ):  # fmt: skip
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._stack, 1)
        self.segments.chosen.connect(self._show)
        for chart in (self.progress, self.matrix):
            chart.chosen.connect(self.unit_chosen)
        for page in (self.lines, self.compare, self.suppose, self.frozen):
            page.chosen.connect(lambda unit: self.unit_chosen.emit(unit, None))

    def current(self) -> int:
        """Return the number of the view shown."""
        return self.segments.current()

    def show_table(self, table: RankingTable | None, moves: dict[int, UnitMove] | None = None) -> None:
        """Show another ranking in the view that is open, and later in the others."""
        self._table = table
        self._fresh.clear()
        self.model.show_table(table, moves)
        self._show(self.current())

    def select_unit(self, unit_id: int | None) -> None:
        """Mark a unit in every view."""
        self._unit = unit_id
        for view in (self.lines, self.progress, self.matrix, self.compare, self.suppose, self.frozen):
            view.select_unit(unit_id)

    def paint(self) -> Paint:
        """Return how to draw the view shown on paper."""
        shown = self._shown()
        return paint_tables(shown) if isinstance(shown, tuple) else paint_view(shown.canvas)

    def said(self) -> list[str]:
        """Return all that the view shown says, for the door (`rules.audience`)."""
        shown = self._shown()
        if isinstance(shown, tuple):
            return [one.as_text(list(range(one.model().rowCount()))) for one in shown]
        return shown.said()

    def _shown(self) -> tuple[TableView, ...] | RankLines | ProgressChart:
        shown: dict[int, tuple[TableView, ...] | RankLines | ProgressChart] = {
            TABLE: (self.table_view,),
            LINES: self.lines,
            PROGRESS: self.progress,
            MATRIX: (self.matrix.view,),
            COMPARE: (self.compare.moves, self.compare.records),
            SUPPOSE: (self.suppose.moves,),
            FROZEN: (self.frozen.list, self.frozen.moves, self.frozen.records),
        }
        return shown[self.current()]

    def _show(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        if number in self._fresh:
            return
        self._fresh.add(number)
        if number == LINES:
            self._load_lines()
            return
        pages = {
            PROGRESS: self.progress,
            MATRIX: self.matrix,
            COMPARE: self.compare,
            SUPPOSE: self.suppose,
            FROZEN: self.frozen,
        }
        if (page := pages.get(number)) is not None:
            page.show_table(self._table)
            page.select_unit(self._unit)

    def _load_lines(self) -> None:
        table, office = self._table, self._context.office
        self._asked += 1
        asked = self._asked
        if table is None:
            self.lines.show_points(())
            return
        months = months_back(table)

        def work(_progress: object, _cancelled: object) -> tuple[SeriesPoint, ...]:
            with closing(office.read()) as connection:
                return series(connection, months, table.as_of, (table.group,), level=table.level)

        def done(points: tuple[SeriesPoint, ...]) -> None:
            if asked == self._asked:
                self.lines.show_points(points)
                self.lines.select_unit(self._unit)

        run_task(self, "读取走势", work, done, quiet=True)


def months_back(table: RankingTable) -> Period:
    """Return the months up to the end of a ranking's period, or to its as-of day where that is earlier."""
    last = min(table.period.last, table.as_of)
    first = last.year * 12 + last.month - MONTHS
    return Period.months(first // 12, first % 12 + 1, last.year, last.month)
