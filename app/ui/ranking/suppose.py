"""假设: one more project of so much for a unit, and who would stand where; nothing is written."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.money import YI
from app.rules.stages import Stage
from app.services.ranking.comparing import Comparison
from app.services.ranking.ranking import RankingTable
from app.services.ranking.what_if import Supposed, what_if
from app.ui.context import AppContext
from app.ui.ranking.moves import MovesTable, classes_of
from app.ui.theme import Space
from app.ui.widgets.edits import MoneyEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label

_STAGES = (Stage.SIGNED, Stage.STARTED, Stage.COMPLETED, Stage.IN_PRODUCTION, Stage.YIELDING)
_USUAL = YI * 12 // 10
"""1.2 亿元: a project that counts in every size class of the default scheme."""


class SupposePage(QWidget):
    """A line of fields for the supposed projects, and the ranks as they would be."""

    chosen = Signal(int)
    """The user chose the row of this unit."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._table: RankingTable | None = None
        self.comparison: Comparison | None = None
        self.unit = QComboBox()
        self.unit.setAccessibleName("假设的单位")
        self.count = QSpinBox()
        self.count.setRange(1, 999)
        self.count.setSuffix(" 个")
        self.count.setAccessibleName("假设的项目个数")
        self.amount, self.funds = MoneyEdit(), MoneyEdit()
        self.amount.set_fen(_USUAL)
        self.amount.setAccessibleName("每个项目的投资额")
        self.funds.setAccessibleName("每个项目的到位资金")
        for edit in (self.amount, self.funds):
            edit.setMaximumWidth(84)
        self.stage = QComboBox()
        for number, stage in enumerate(_STAGES):
            self.stage.addItem(f"已到{stage.label}", number)
        self.stage.setAccessibleName("到达的阶段")
        self.leading = QCheckBox("属主导产业")
        self.go = button("试算", primary=True)
        self.strip = Strip("info")
        self.moves = MovesTable(units=context.named_units)
        self.moves.empty_text = "填写假设，点“试算”。只是试算，不改动任何记录。"
        fields = QWidget()
        row = FlowLayout(fields, spacing=Space.TIGHT)
        for widget in (
            label("假设"), self.unit, label("再有"), self.count, label("项目，每个"), self.amount, label("万元，"),
            self.stage, label("，到位资金"), self.funds, label("万元"), self.leading, self.go,
        ):  # fmt: skip
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(fields)
        layout.addWidget(self.strip)
        layout.addWidget(self.moves, 1)
        self.go.clicked.connect(self.suppose)
        self.moves.unit_chosen.connect(self.chosen)

    def show_table(self, table: RankingTable | None) -> None:
        """Suppose on another ranking."""
        unit = self.unit.currentData()
        self._table = table
        self.unit.clear()
        for row in sorted(table.rows, key=lambda one: one.unit_id) if table else ():
            self.unit.addItem(row.name, row.unit_id)
        self.unit.setCurrentIndex(max(self.unit.findData(unit), 0) if unit is not None else 0)
        self.comparison = None
        self.moves.show_moves(())
        self.strip.tell("")

    def select_unit(self, unit_id: int | None) -> None:
        """Suppose for a unit, where nothing was tried yet; mark its row where something was."""
        if self.comparison is None and (place := self.unit.findData(unit_id)) >= 0:
            self.unit.setCurrentIndex(place)
        self.moves.select_unit(unit_id)

    def suppose(self) -> None:
        """Rank with the supposed projects."""
        table = self._table
        reason = self.amount.reason or self.funds.reason
        if table is None or reason or not (amount := self.amount.fen()):
            self.strip.tell(reason or "请填写每个项目的投资额，如 12000（万元）。")
            return
        stages = _STAGES[: self.stage.currentIndex() + 1]
        supposed = Supposed(
            self.unit.currentData(), amount, self.count.value(), stages, self.funds.fen() or 0, self.leading.isChecked()
        )
        try:
            found = what_if(
                self._context.connection, table.period, table.group, table.as_of, [supposed], level=table.level
            )
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self.comparison = found
        self.moves.show_moves(found.moves, table.group, classes_of(found.after))
        mine = next(one for one in found.moves if one.unit_id == supposed.unit_id)
        if mine.rank_after is None:
            told = f"{mine.unit}没有任务，不参加排名。"
        else:
            before = "未列名次" if mine.rank_before is None else f"第{mine.rank_before}名"
            told = f"{mine.unit}：{before} → 第{mine.rank_after}名，{mine.score_before} → {mine.score_after}分。"
        self.strip.tell(f"{told}只是试算，没有改动任何记录。")
