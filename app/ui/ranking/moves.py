"""How units moved between two rankings, as a table: rank, score, and which indicators did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from app.rules.audience import Audience, widest_for
from app.services.ranking.ranking import RankingTable
from app.ui.theme import Colour
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView, Units

_HEADS = ("单位", "名次", "升降", "得分", "变化", "原因", "类别")
_CLASS = _HEADS.index("类别")


class Moved(Protocol):
    """What the table needs of a move."""

    @property
    def unit_id(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def rank_before(self) -> int | None: ...
    @property
    def rank_after(self) -> int | None: ...
    @property
    def score_before(self) -> Decimal | None: ...
    @property
    def score_after(self) -> Decimal | None: ...
    @property
    def class_before(self) -> str: ...
    @property
    def why(self) -> str: ...


def risen_text(before: int | None, after: int | None, class_before: str = "") -> str:
    """Return ↑2, ↓1, 持平; — where the unit was not ranked on one side, and in which other class it was (原B类)."""
    if class_before:
        return f"—（原{class_before}）"
    if before is None or after is None:
        return "—"
    return "持平" if before == after else f"↑{before - after}" if before > after else f"↓{after - before}"


def score_text(before: Decimal | None, after: Decimal | None) -> str:
    """Return the change of a score with its sign; empty where it has none."""
    if before is None or after is None:
        return ""
    return f"{after - before:+f}" if after != before else "0"


def classes_of(*tables: RankingTable) -> dict[int, str]:
    """Return the class of each unit by id, of the last table that ranks it; empty texts without classes."""
    return {row.unit_id: table.class_of(row) for table in tables for row in table.rows}


def _from_to(before: object, after: object) -> str:
    old, new = ("—" if one is None else str(one) for one in (before, after))
    return old if old == new else f"{old} → {new}"


class MovesTable(TableView):
    """Shows moves of one group, those that moved in colour; choosing a row tells its unit."""

    unit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, units: Units) -> None:
        super().__init__(parent, units=units)
        self.rows = RowsModel(_HEADS, right=("变化",))
        self.setModel(self.rows)
        self.set_widths(120, 80, 110, 150, 70, 300, 70)
        self.horizontalHeader().moveSection(_CLASS, 0)
        self.setColumnHidden(_CLASS, True)
        self.horizontalHeader().setStretchLastSection(True)
        self.setAccessibleName("名次变化")
        self._units: list[int] = []
        self._selecting = False
        self.selectionModel().currentRowChanged.connect(self._row_changed)

    def show_moves(
        self, moves: Iterable[Moved], group: str | None = None, classes: Mapping[int, str] | None = None
    ) -> None:
        """Show other moves, of the units of a group; `classes` names the class of each by id (`classes_of`)."""
        shown, known = list(moves), classes or {}
        self.setColumnHidden(_CLASS, not any(known.values()))
        self.widest = Audience.STANDING_COMMITTEE if group is None else widest_for(group)
        self._units = [one.unit_id for one in shown]
        self.rows.set_rows([(*self._line(one), known.get(one.unit_id, "")) for one in shown], _colours(shown))

    def select_unit(self, unit_id: int | None) -> None:
        """Mark a unit's row without telling."""
        if unit_id in self._units:
            self._selecting = True
            self.select_row(self._units.index(unit_id))
            self._selecting = False

    @staticmethod
    def _line(one: Moved) -> tuple[str, ...]:
        return (
            one.unit,
            _from_to(one.rank_before, one.rank_after),
            risen_text(one.rank_before, one.rank_after, one.class_before),
            _from_to(one.score_before, one.score_after),
            score_text(one.score_before, one.score_after),
            one.why,
        )

    def _row_changed(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        if index.isValid() and not self._selecting:
            self.unit_chosen.emit(self._units[index.row()])


def _colours(moves: Sequence[Moved]) -> dict[int, str]:
    found = {}
    for row, one in enumerate(moves):
        if one.rank_before is not None and one.rank_after is not None and one.rank_before != one.rank_after:
            found[row] = Colour.GREEN if one.rank_before > one.rank_after else Colour.RED
    return found
