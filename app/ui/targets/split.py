"""分解: a city's task shared over the units of a group by rule, looked at before it is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.scheme import Indicator
from app.services.ranking.targets import NewTarget, SplitRule, propose_split, set_targets
from app.ui.context import AppContext
from app.ui.targets.model import TargetsModel
from app.ui.targets.values import read_task, unit_word, write_task
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_RULES: tuple[tuple[str, SplitRule], ...] = (
    ("平均分解", "equal"),
    ("按上年实绩", "last_year"),
    ("按权重", "weights"),
)


class SplitView(QWidget):
    """Chooses indicator, total and rule; shows the parts beside the present tasks; writes them."""

    def __init__(self, context: AppContext, model: TargetsModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self._group, self._year, self._level = "", 0, ""
        self.proposal: tuple[NewTarget, ...] = ()
        self.indicator, self.rule = QComboBox(), QComboBox()
        self.indicator.setAccessibleName("分解的指标")
        self.rule.setAccessibleName("分解规则")
        for called, rule in _RULES:
            self.rule.addItem(called, rule)
        self.total, self.weights = QLineEdit(), QLineEdit()
        self.total.setAccessibleName("全市任务")
        self.total.setMaximumWidth(120)
        self.weights.setAccessibleName("各单位权重")
        self.weights.setPlaceholderText("按单位次序，如 3,2,1")
        self.weights.setMinimumWidth(220)
        self.word = label("个")
        self.preview, self.write = button("试算"), button("写入任务", primary=True)
        self.strip = Strip("info")
        self.rows = RowsModel(("单位", "现在的任务", "分解后"), right=("现在的任务", "分解后"))
        self.table = TableView(units=context.named_units)
        self.table.setModel(self.rows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName("分解结果")
        self.table.empty_text = "填写全市任务，选规则，点“试算”。余数按最大余数法分配，合计不差一个。"
        fields = QWidget()
        row = FlowLayout(fields, spacing=Space.SMALL)
        for widget in (label("把全市"), self.indicator, self.total, self.word, self.rule, self.weights, self.preview):
            row.addWidget(widget)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(fields)
        layout.addWidget(self.strip)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self.preview.clicked.connect(self.propose)
        self.write.clicked.connect(self.write_proposal)
        self.indicator.currentIndexChanged.connect(lambda _place: self._changed())
        self.rule.currentIndexChanged.connect(lambda _place: self._changed())
        self.total.textEdited.connect(lambda _text: self._changed())
        self.weights.textEdited.connect(lambda _text: self._changed())

    def show_for(self, group: str, year: int, level: str, indicators: Sequence[Indicator]) -> None:
        """Split for another group and year."""
        chosen = self.indicator.currentData()
        self._group, self._year, self._level = group, year, level
        self.indicator.blockSignals(True)
        self.indicator.clear()
        for one in indicators:
            self.indicator.addItem(one.label, one.key)
        self.indicator.setCurrentIndex(max(self.indicator.findData(chosen), 0) if chosen else 0)
        self.indicator.blockSignals(False)
        self._changed()

    def propose(self) -> None:
        """Show what each unit would get."""
        try:
            one = self._chosen()
            total = read_task(self.total.text(), one)
            if total is None:
                raise Refused("请填写全市任务。")
            rule: SplitRule = self.rule.currentData()
            weights = self._weights() if rule == "weights" else None
            connection = self._context.connection
            self.proposal = propose_split(connection, self._group, self._year, one, total, rule, weights)
        except OfficeError as error:
            self._changed()
            self.strip.tell(error.message)
            return
        names = {unit.id: unit.name for unit in self._model.units}
        column = list(self._model.indicators).index(one)
        now = {unit.id: self._model.row_at(row, column) for row, unit in enumerate(self._model.units)}
        self.rows.set_rows(
            [
                (
                    names.get(part.unit_id, ""),
                    write_task(old.value, one) if (old := now.get(part.unit_id)) else "（没有）",
                    write_task(part.value, one),
                )
                for part in self.proposal
            ]
        )
        self.strip.tell(f"合计 {write_task(total, one)}{unit_word(one)}。只是试算，点“写入任务”才生效，之后可以撤销。")
        self.write.setEnabled(self._context.writable)

    def write_proposal(self) -> None:
        """Write the parts as the tasks of the year."""
        rows = [NewTarget(one.unit_id, one.year, one.indicator, one.value, self._level) for one in self.proposal]
        try:
            changed = set_targets(self._context.office, rows)
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self._changed()
        self._context.status.emit(f"已写入：{changed} 个单位的任务有变化，可以撤销。")
        self._context.data_changed.emit()

    def _chosen(self) -> Indicator:
        for one in self._model.indicators:
            if one.key == self.indicator.currentData():
                return one
        raise Refused("这一组的考核办法里没有要任务的指标。")

    def _weights(self) -> list[int]:
        parts = self.weights.text().replace("，", ",").replace("、", ",").split(",")
        if not all(part.strip().isdecimal() for part in parts):
            raise Refused("权重要写成逗号隔开的整数，如 3,2,1，次序与任务表的单位相同。")
        return [int(part) for part in parts]

    def _changed(self) -> None:
        """Forget a proposal that no longer fits the fields."""
        self.proposal = ()
        self.rows.set_rows([])
        self.strip.tell("")
        self.write.setEnabled(False)
        self.weights.setVisible(self.rule.currentData() == "weights")
        money = any(one.key == self.indicator.currentData() and one.measure.is_money for one in self._model.indicators)
        self.word.setText("亿元" if money else "个")
