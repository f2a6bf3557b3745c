"""The table that every tab uses: rows of one height, remembered columns, copying into Excel, words when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from app.rules.audience import Audience, NamedUnit, goes_to
from app.ui.settings import Settings
from app.ui.theme import Space, font

Units = Callable[[], Sequence[NamedUnit]]
"""Reads the units of the office with all of their names (`AppContext.named_units`)."""

_DISPLAY = Qt.ItemDataRole.DisplayRole


class TableView(QTableView):
    """A `QTableView` with the house's habits. Columns are remembered under `key` where settings are given.

    What is copied states its audience: the widest that `widest` allows, unless one of `units` that it must not see is
    named. A table that was given no `units` cannot tell, so its rows are for the narrowest audience.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
        key: str = "",
        units: Units | None = None,
        widest: Audience = Audience.ALL_OFFICIALS,
    ) -> None:
        super().__init__(parent)
        self._settings, self._key = settings, f"columns/{key}"
        self._remembering = False
        self._named = units
        self.widest = widest
        self.empty_text = ""
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(Space.ROW)
        rows.setDefaultSectionSize(max(Space.ROW, self.fontMetrics().height() + 10))
        rows.hide()
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setSectionsMovable(True)
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.customContextMenuRequested.connect(self._offer_columns)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self._save_soon = QTimer(self, singleShot=True, interval=400)
        self._save_soon.timeout.connect(self.save_columns)
        for changed in (columns.sectionResized, columns.sectionMoved):
            changed.connect(self._columns_changed)

    def set_widths(self, *widths: int) -> None:
        """Give the columns their first widths, then those that the user chose last time."""
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        state = self._settings.state(self._key) if self._settings else None
        header = self.horizontalHeader()
        if state is not None:
            shown, ascending = header.sortIndicatorSection(), header.sortIndicatorOrder()
            sections = header.count()
            if not header.restoreState(state) or header.count() != sections:
                for column, width in enumerate(widths):
                    self.setColumnWidth(column, width)
            header.setSortIndicator(shown, ascending)
        self._remembering = True

    def save_columns(self) -> None:
        """Remember the columns now."""
        if self._settings and self._remembering:
            self._settings.set_state(self._key, self.horizontalHeader().saveState())

    def selected_rows(self) -> list[int]:
        """Return the numbers of the selected rows, from the top."""
        model = self.selectionModel()
        if model is None:
            return []
        parts = model.selection()
        return sorted(
            {
                row
                for number in range(parts.count())
                for row in range(parts.at(number).top(), parts.at(number).bottom() + 1)
            }
        )

    def select_row(self, row: int, *, scroll: bool = True) -> None:
        """Select one row and, with `scroll`, bring it into view."""
        index = self.model().index(row, self.first_shown_column())
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        place = self.verticalScrollBar().value()
        self.selectionModel().setCurrentIndex(index, flags)
        if scroll:
            self.scrollTo(index)
        else:
            self.verticalScrollBar().setValue(place)

    def first_shown_column(self) -> int:
        """Return the leftmost column that is not hidden."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(visual) for visual in range(header.count()))
        return next((column for column in order if not self.isColumnHidden(column)), 0)

    def copy(self) -> None:
        """Put the selected rows on the clipboard as lines with tabs, under the heads of the columns.

        Above them stands how far they may go (`audience_of`), so that it is not lost on the way.
        """
        if rows := self.selected_rows():
            QGuiApplication.clipboard().setText(self.copied(rows))

    def audience_of(self, text: str, rows: list[int]) -> str:
        """Return the widest audience that may see `text`, which these rows were made into, as papers call it."""
        if self._named is None or not rows:
            return Audience.STANDING_COMMITTEE.label
        return goes_to(self._named(), [text], self.widest).label

    def copied(self, rows: list[int]) -> str:
        """Return what copying takes: the line 印发范围 as wide as the others, then the rows with their head.

        What anybody may see (`Audience.PUBLIC`: the keys of the program) has no such line.
        """
        return self.marked(self.as_text(rows), rows)

    def marked(self, text: str, rows: list[int]) -> str:
        """Return the text of rows under the line that says how far it may go."""
        audience = self.audience_of(text, rows)
        more = "\t" * text.partition("\n")[0].count("\t")
        return text if audience == Audience.PUBLIC.label else f"印发范围：{audience}{more}\n{text}"

    def as_text(self, rows: list[int]) -> str:
        """Return rows with their head as Excel takes them when pasted; what the rows are called stands first."""
        model, header = self.model(), self.horizontalHeader()
        columns = [
            column
            for column in (header.logicalIndex(visual) for visual in range(header.count()))
            if not self.isColumnHidden(column)
        ]
        lines = [[model.headerData(column, Qt.Orientation.Horizontal, _DISPLAY) for column in columns]]
        lines += [[model.index(row, column).data(_DISPLAY) for column in columns] for row in rows]
        if not self.verticalHeader().isHidden():
            names = ["", *(model.headerData(row, Qt.Orientation.Vertical, _DISPLAY) for row in rows)]
            lines = [[name, *line] for name, line in zip(names, lines, strict=True)]
        return "\n".join("\t".join(_cell(value) for value in line) for line in lines) + "\n"

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._remembering = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.empty_text or self.model() is None or self.model().rowCount(QModelIndex()):
            return
        painter = QPainter(self.viewport())
        painter.setFont(font())
        painter.setPen(self.palette().placeholderText().color())
        area = self.viewport().rect().adjusted(Space.LARGE, Space.LARGE, -Space.LARGE, -Space.LARGE)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
        painter.end()

    def _columns_changed(self) -> None:
        if self._remembering and self._settings:
            self._save_soon.start()

    def _offer_columns(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.horizontalHeader()
        for column in range(header.count()):
            action = QAction(_cell(self.model().headerData(column, Qt.Orientation.Horizontal, _DISPLAY)), menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column != 0)
            action.toggled.connect(lambda shown, column=column: self._show_column(column, shown))
            menu.addAction(action)
        menu.popup(header.mapToGlobal(place))

    def _show_column(self, column: int, shown: bool) -> None:
        self.setColumnHidden(column, not shown)
        self._columns_changed()


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
