"""The candidates as a table: verdicts switched on and off, sorted by any column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from app.rules.industry.knowledge import Verdict
from app.rules.industry.points import DEFAULT_WEIGHTS, Weights
from app.services.chain.candidate_decisions import Decision
from app.services.chain.chain_candidates import ListedCandidate
from app.ui.chain import wording

_DISPLAY: Final = Qt.ItemDataRole.DisplayRole.value
_FOREGROUND: Final = Qt.ItemDataRole.ForegroundRole.value
_TIP: Final = Qt.ItemDataRole.ToolTipRole.value
PARTS_ROLE: Final = Qt.ItemDataRole.UserRole.value
"""The parts of the score, for the column that draws them."""
_Index = QModelIndex | QPersistentModelIndex

HEADINGS: Final = ("结论", "候选行业", "建议", "得分", "本市已有", "行业", "往来", "货物", "条件", "办理", "理由")
SCORE: Final = HEADINGS.index("得分")
WIDTHS: Final = (64, 130, 76, 140, 180, 106, 78, 104, 64, 100, 460)
_ORDER = (Verdict.RECOMMEND, Verdict.POSSIBLE, Verdict.REJECT)


class CandidatesModel(QAbstractTableModel):
    """Shows those of the candidates whose verdicts are switched on."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[ListedCandidate] = ()
        self._rows: list[tuple[ListedCandidate, tuple[str, ...]]] = []
        self._decisions: Mapping[tuple[int, str], Decision] = {}
        self._names: dict[str, str] = {}
        self._sorted_by: tuple[int, bool] | None = None
        self.verdicts = {Verdict.RECOMMEND, Verdict.POSSIBLE}
        self.only_code = ""
        self.weights = DEFAULT_WEIGHTS
        self._colours = {one: QBrush(QColor(colour)) for one, colour in wording.VERDICT_COLOURS.items()}

    def show_candidates(
        self,
        found: Sequence[ListedCandidate],
        decisions: Mapping[tuple[int, str], Decision],
        names: dict[str, str],
        weights: Weights,
    ) -> None:
        """Show other candidates, scored by `weights`; `names` gives industries on the way their names by code."""
        self.weights = weights
        self._all, self._decisions, self._names = found, decisions, names
        self.filter()

    def filter(self) -> None:
        """Show what `verdicts` and `only_code` (of one industry alone, where not empty) let through."""
        self.beginResetModel()
        self._rows = [
            (one, self._texts(one))
            for one in self._all
            if one.candidate.judgement.verdict in self.verdicts
            and (not self.only_code or one.candidate.judgement.candidate == self.only_code)
        ]
        if self._sorted_by:
            self._sort(*self._sorted_by)
        self.endResetModel()

    def counts(self) -> dict[Verdict, int]:
        """Return how many there are of each verdict, shown or not."""
        found = dict.fromkeys(_ORDER, 0)
        for one in self._all:
            if not self.only_code or one.candidate.judgement.candidate == self.only_code:
                found[one.candidate.judgement.verdict] += 1
        return found

    def row(self, number: int) -> ListedCandidate | None:
        """Return what a row shows."""
        return self._rows[number][0] if 0 <= number < len(self._rows) else None

    def rows(self) -> list[tuple[ListedCandidate, tuple[str, ...]]]:
        """Return the candidates shown with the texts of their cells, from the top."""
        return list(self._rows)

    def decision(self, one: ListedCandidate) -> Decision | None:
        """Return what was decided on a candidate."""
        candidate = one.candidate
        return self._decisions.get((candidate.origin.project_id, candidate.judgement.candidate))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        return HEADINGS[section] if role == _DISPLAY and orientation is Qt.Orientation.Horizontal else None

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        one, texts = self._rows[index.row()]
        if role == _DISPLAY:
            return texts[index.column()]
        if role == _FOREGROUND:
            return self._colours[one.candidate.judgement.verdict] if index.column() == 0 else None
        if role == _TIP:
            if index.column() == SCORE:
                return wording.parts_text(one.candidate.extension.parts, self.weights)
            return texts[index.column()]
        if role == PARTS_ROLE and index.column() == SCORE:
            return one.candidate.extension
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.filter()

    def _sort(self, column: int, backwards: bool) -> None:
        if column == 0:
            self._rows.sort(key=lambda row: _ORDER.index(row[0].candidate.judgement.verdict), reverse=backwards)
        elif column == SCORE:
            self._rows.sort(key=lambda row: row[0].candidate.extension.score, reverse=backwards)
        else:
            self._rows.sort(key=lambda row: row[1][column], reverse=backwards)

    def _texts(self, one: ListedCandidate) -> tuple[str, ...]:
        candidate, judged = one.candidate, one.candidate.judgement
        step = f"第{candidate.extension.step}步　" if candidate.extension.step > 1 else ""
        decision = self.decision(one)
        rejected = judged.verdict is Verdict.REJECT
        return (
            judged.verdict.label,
            f"{step}{candidate.candidate_name}",
            "" if rejected else candidate.hint,
            f"{candidate.extension.score:g}" if candidate.extension.score else "",
            wording.origin_of(one),
            wording.industry_of(candidate, self._names),
            wording.RELATIONS[judged.relation],
            judged.good,
            wording.conditions_of(candidate),
            decision.label if decision else "",
            candidate.reason,
        )
