"""The shares of one group's units in a project: rows of unit and percentage that add up to 100 %."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from app.services.dossiers.projects import Choice
from app.ui.theme import Space
from app.ui.widgets.layout import Section, button, label

_WHOLE = 10_000


class ShareEditor(Section):
    """Edits who of one group brought the project; `save_asked` when the user wants it kept."""

    save_asked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.units: tuple[Choice, ...] = ()
        self._kept: list[tuple[int, int]] = []
        self._filling = False
        self._may_change = False
        self.rows: list[_ShareRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.TIGHT)
        self.told = label("", "muted")
        self.add_button = button("添加")
        self.save_button = button("保存", primary=True)
        self.discard_button = button("放弃")
        for widget in (self.discard_button, self.save_button, self.add_button):
            self.add_action(widget)
        self.add_button.clicked.connect(self._add)
        self.save_button.clicked.connect(self.save_asked)
        self.discard_button.clicked.connect(self.discard)
        self.body.addLayout(self._list)
        self.body.addWidget(self.told)

    @property
    def is_dirty(self) -> bool:
        """True where the shares differ from those put in."""
        return self.shares() != self._kept

    def put(self, units: tuple[Choice, ...], shares: list[tuple[int, int]], *, may_change: bool) -> None:
        """Show shares as (unit id, 1/10,000), choosing among `units`."""
        self.units, self._kept, self._may_change = units, list(shares), may_change
        self.discard()

    def shares(self) -> list[tuple[int, int]]:
        """Return the shares as they stand in the rows."""
        return [(row.unit.currentData(), round(row.share.value() * 100)) for row in self.rows]

    def discard(self) -> None:
        """Show what is kept again."""
        self._filling = True
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for unit, share in self._kept:
            self._append(unit, share)
        self._filling = False
        self._tell()

    def _add(self) -> None:
        """Add a row with what is left to 100 %."""
        taken = {unit for unit, _ in self.shares()}
        free = next((choice.id for choice in self.units if choice.id not in taken), None)
        if free is not None:
            left = _WHOLE - sum(share for _, share in self.shares())
            self._append(free, max(left, 0))
            self._tell()

    def _append(self, unit: int, share: int) -> None:
        row = _ShareRow(self.units, unit, share, may_change=self._may_change)
        row.changed.connect(self._tell)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._list.addWidget(row)

    def _remove(self, row: _ShareRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._tell()

    def _tell(self) -> None:
        if self._filling:
            return
        total = sum(share for _, share in self.shares())
        dirty = self.is_dirty
        for widget in (self.save_button, self.discard_button):
            widget.setVisible(dirty)
        self.save_button.setEnabled(total in (0, _WHOLE))
        self.add_button.setVisible(self._may_change)
        self.add_button.setEnabled(len(self.rows) < len(self.units))
        if not self.rows:
            self.told.setText("没有登记")
        elif total != _WHOLE:
            self.told.setText(f"合计 {total / 100:g}%，应为 100%")
        else:
            self.told.setText("")
        self.told.setVisible(bool(self.told.text()))


class _ShareRow(QWidget):
    changed = Signal()
    removed = Signal()

    def __init__(self, units: tuple[Choice, ...], unit: int, share: int, *, may_change: bool) -> None:
        super().__init__()
        self.unit = QComboBox()
        self.unit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit.setMinimumContentsLength(6)
        for choice in units:
            self.unit.addItem(choice.name, choice.id)
        self.unit.setCurrentIndex(self.unit.findData(unit))
        self.share = QDoubleSpinBox(minimum=0, maximum=100, decimals=2, suffix=" %")
        self.share.setValue(share / 100)
        self.share.setAlignment(Qt.AlignmentFlag.AlignRight)
        remove = button("移除")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.unit, 1)
        line.addWidget(self.share)
        line.addWidget(remove)
        for widget in (self.unit, self.share, remove):
            widget.setEnabled(may_change)
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.unit.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.share.valueChanged.connect(lambda _value: self.changed.emit())
        remove.clicked.connect(self.removed)
