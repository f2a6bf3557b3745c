"""One kind of record in a dossier: a table, and above it the card in which a record is entered or corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from app.rules.errors import OfficeError
from app.ui.dossiers.area_edit import AreaEdit
from app.ui.dossiers.panel import Panel
from app.ui.theme import Colour, Space, heading_font
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import DayEdit, MoneyEdit, ReadingEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Card, Section, Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

Values = dict[str, Any]


class Line(Protocol):
    """A record as services hand it out."""

    @property
    def id(self) -> int: ...
    @property
    def version(self) -> int: ...


L = TypeVar("L", bound=Line)


@dataclass(frozen=True)
class Field:
    """A field of the card: its key, what stands before it, its widget."""

    key: str
    label: str
    widget: QWidget


@dataclass(frozen=True)
class Shown(Generic[L]):
    """How records are shown: headings with first widths, the cells of one, and which are to stand out (amber)."""

    headings: Sequence[tuple[str, int]]
    cells: Callable[[L], Sequence[str]]
    empty: str
    stands_out: Callable[[L], bool] = lambda _line: False


class RecordCard(Card):
    """The fields; what is refused stays in it with the reason."""

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {field.key: field.widget for field in fields}
        self.title = label()
        self.title.setFont(heading_font())
        self.trouble = Strip("error")
        self.save_button, self.cancel_button = button("保存", primary=True), button("取消")
        self.cancel_button.clicked.connect(self.hide)
        form = QFormLayout()
        form.setVerticalSpacing(Space.SMALL)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for field in fields:
            if isinstance(field.widget, QPlainTextEdit):
                field.widget.setTabChangesFocus(True)
                field.widget.setFixedHeight(field.widget.fontMetrics().lineSpacing() * 3 + 16)
            form.addRow(field.label, field.widget)
        line = QHBoxLayout()
        line.addWidget(self.save_button)
        line.addWidget(self.cancel_button)
        line.addStretch(1)
        self.body.addWidget(self.title)
        self.body.addLayout(form)
        self.body.addWidget(self.trouble)
        self.body.addLayout(line)
        self.hide()

    def begin(self, title: str, values: Values) -> None:
        """Show the card with these values; fields without one are empty."""
        self.title.setText(title)
        self.trouble.tell("")
        for key, widget in self.fields.items():
            _put(widget, values.get(key))
        self.show()
        next(iter(self.fields.values())).setFocus()

    def values(self) -> Values:
        """Return what the fields say; raise `Unreadable`."""
        return {key: _get(widget) for key, widget in self.fields.items()}


class RecordTable(Section, Generic[L]):
    """A heading with buttons, the card, the table. `saved` after a record was kept."""

    saved = Signal()

    def __init__(self, panel: Panel, key: str, what: str, shown: Shown[L], fields: Sequence[Field]) -> None:
        super().__init__(what)
        self._panel, self._what, self._shown = panel, what, shown
        self.lines: tuple[L, ...] = ()
        self._edited: L | None = None
        self._save: Callable[[Values, L | None], object] | None = None
        self._void: Callable[[L, str], object] | None = None
        self._values_of: Callable[[L], Values] | None = None
        self._first_values: Callable[[], Values] = dict
        self._acts: list[tuple[QPushButton, Callable[[L], bool]]] = []
        self.add_button, self.edit_button = button(f"登记{what}"), button("修改")
        self.void_button = button("作废…")
        self.card = RecordCard(fields)
        self.model = RowsModel([heading for heading, _ in shown.headings], parent=self)
        self.table = TableView(units=panel.context.named_units, settings=panel.context.settings, key=key)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.set_widths(*(width for _, width in shown.headings))
        self.table.empty_text = shown.empty
        self.table.setMinimumHeight(120)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.tell())
        self.table.activated.connect(lambda _index: self.edit())
        self._row = QWidget()
        self._buttons = FlowLayout(self._row, spacing=Space.SMALL)
        for widget in (self.add_button, self.edit_button, self.void_button):
            self._buttons.addWidget(widget)
            widget.hide()
        self.add_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(self.edit)
        self.void_button.clicked.connect(self.void)
        self.card.save_button.clicked.connect(self.save)
        for widget in (self._row, self.card):
            self.body.addWidget(widget)
        self.body.addWidget(self.table, 1)

    def on_save(
        self,
        save: Callable[[Values, L | None], object],
        *,
        first: Callable[[], Values] = dict,
        values_of: Callable[[L], Values] | None = None,
    ) -> None:
        """Offer entering records, and correcting them where `values_of` puts one into the card."""
        self._save, self._first_values, self._values_of = save, first, values_of
        self.add_button.show()
        self.edit_button.setVisible(values_of is not None)

    def on_void(self, void: Callable[[L, str], object]) -> None:
        """Offer voiding a record with a reason."""
        self._void = void
        self.void_button.show()

    def add_act(self, text: str, act: Callable[[L], object], may: Callable[[L], bool], *, changes: bool = True) -> None:
        """Offer something to do with the chosen record; `changes` where it needs an office that may be changed."""
        made = button(text)
        made.clicked.connect(lambda: self.current() is not None and act(self.current()))  # pyright: ignore
        self._acts.append((made, lambda line: may(line) and (self._panel.may_change or not changes)))
        self._buttons.addWidget(made)

    def put(self, lines: Sequence[L], *, same: bool) -> None:
        """Show these records; the card stays open only where it is the `same` dossier."""
        chosen = self.current()
        self.lines = tuple(lines)
        amber = {row: Colour.AMBER for row, line in enumerate(lines) if self._shown.stands_out(line)}
        self.model.set_rows([tuple(self._shown.cells(line)) for line in lines], amber)
        if not same:
            self.card.hide()
        elif chosen is not None:
            for row, line in enumerate(lines):
                if line.id == chosen.id:
                    self.table.select_row(row, scroll=False)
        self.tell()

    def current(self) -> L | None:
        """Return the chosen record."""
        rows = self.table.selected_rows()
        return self.lines[rows[0]] if rows and rows[0] < len(self.lines) else None

    def add(self) -> None:
        """Open the card for a new record."""
        self._edited = None
        self.card.begin(f"登记{self._what}", self._first_values())

    def edit(self) -> None:
        """Open the card with the chosen record."""
        line = self.current()
        if line is not None and self._values_of is not None and self._panel.may_change:
            self._edited = line
            self.card.begin(f"修改{self._what}", self._values_of(line))

    def save(self) -> None:
        """Keep what the card says; say in it why that is refused."""
        if self._save is None:
            return
        try:
            self._save(self.card.values(), self._edited)
        except OfficeError as error:
            self.card.trouble.tell(error.message)
            return
        self.card.hide()
        self._panel.context.data_changed.emit()
        self._panel.context.status.emit(f"已保存{self._what}（Ctrl+Z 可撤销）")
        self.saved.emit()

    def void(self) -> None:
        """Ask for the reason and void the chosen record."""
        line, void = self.current(), self._void
        if line is None or void is None:
            return
        reason = ask_text(self, f"作废{self._what}", "这一条将不再列出，历史仍可查。\n请写明作废原因：")
        if reason is not None:
            self._panel.attempt(f"作废{self._what}", lambda: void(line, reason), f"已作废{self._what}（Ctrl+Z 可撤销）")

    def tell(self) -> None:
        """Enable what can be done now."""
        line, may = self.current(), self._panel.may_change
        self.add_button.setEnabled(may)
        self.edit_button.setEnabled(may and line is not None)
        self.void_button.setEnabled(may and line is not None)
        for widget, allowed in self._acts:
            widget.setEnabled(line is not None and allowed(line))


def _get(widget: QWidget) -> Any:
    if isinstance(widget, ReadingEdit):
        return widget.read()
    if isinstance(widget, QComboBox):
        return widget.currentText() if widget.isEditable() else widget.currentData()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def _put(widget: QWidget, value: Any) -> None:
    if isinstance(widget, DayEdit):
        widget.set_day(value)
    elif isinstance(widget, MoneyEdit):
        widget.set_fen(value)
    elif isinstance(widget, AreaEdit):
        widget.set_area(value)
    elif isinstance(widget, QComboBox):
        if widget.isEditable():
            widget.setEditText(value or "")
        else:
            widget.setCurrentIndex(max(0, widget.findData(value)))
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(value or "")
    elif isinstance(widget, QLineEdit):
        widget.setText(value or "")


def choices(entries: Sequence[tuple[str, object]]) -> QComboBox:
    """Return a box that offers these entries, narrow enough for a small screen."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    offer(box, entries)
    return box


def offer(box: QComboBox, entries: Sequence[tuple[str, object]]) -> None:
    """Offer other entries; what is chosen stays chosen where it is still there."""
    chosen = box.currentData()
    box.clear()
    for text, value in entries:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
