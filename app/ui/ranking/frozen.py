"""发布: freeze the ranking shown, list what was published, and show beside each what changed since."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.services.ranking.freezing import FrozenMove, LaterChange, PublishedRanking, publish, published, since_published
from app.services.ranking.ranking import GROUPS, RankingTable
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.ranking.compare import RecordsTable
from app.ui.ranking.moves import MovesTable, classes_of
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.asking import ask, ask_text
from app.ui.widgets.layout import Strip, button
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_HEADS = ("期间", "组别", "版次", "截至", "发布日期", "发布人", "更正说明", "校验码")


@dataclass(frozen=True)
class _Move:
    """A unit as published and now, as `MovesTable` shows it."""

    unit_id: int
    unit: str
    rank_before: int | None
    rank_after: int | None
    score_before: Decimal | None
    score_after: Decimal | None
    why: str
    class_before: str = ""


class FrozenPage(QWidget):
    """The editions published, and the differences since the one chosen."""

    chosen = Signal(int)
    """The user chose the row of this unit."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._table: RankingTable | None = None
        self._rows: tuple[PublishedRanking, ...] = ()
        self.later: LaterChange | None = None
        self.publish_button = button("发布这份排名…", primary=True)
        self.list = TableView(units=context.named_units)
        self.model = RowsModel(_HEADS)
        self.list.setModel(self.model)
        self.list.set_widths(100, 120, 60, 96, 96, 90, 160, 120)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.setAccessibleName("已发布的排名")
        self.list.empty_text = "还没有发布过排名。发布后，数字和校验码就固定下来，以后的变动只在旁边列出。"
        self.strip = Strip("info")
        self.moves = MovesTable(units=context.named_units)
        self.records = RecordsTable(units=context.named_units)
        self._tell_empty(chosen=False)
        bar = QHBoxLayout()
        bar.addWidget(self.publish_button)
        bar.addStretch(1)
        below = QSplitter(Qt.Orientation.Vertical)
        for widget in (self.list, self.moves, self.records):
            below.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(below, 1)
        self.publish_button.clicked.connect(self.publish)
        self.list.selectionModel().currentRowChanged.connect(self._row_changed)
        self.moves.unit_chosen.connect(self.chosen)

    def show_table(self, table: RankingTable | None) -> None:
        """Offer another ranking for publication and read the list again."""
        self._table = table
        self.publish_button.setEnabled(table is not None and self._context.writable)
        self._rows = published(self._context.connection)
        self.model.set_rows(
            [
                (
                    one.period.label,
                    GROUPS[one.group] + (f"（按{one.level}）" if one.level else ""),
                    f"第{one.edition}版" + ("" if one.latest else "（已更正）"),
                    one.as_of.isoformat(),
                    one.published_on.isoformat(),
                    one.published_by,
                    one.correction,
                    one.sha256,
                )
                for one in self._rows
            ]
        )
        self._clear()
        if table is not None:
            fits = [n for n, one in enumerate(self._rows) if _same(one, table)]
            if fits:
                self.list.select_row(fits[0])

    def select_unit(self, unit_id: int | None) -> None:
        """Mark a unit's row."""
        self.moves.select_unit(unit_id)

    def publish(self) -> None:
        """Freeze the ranking shown; where one is out already, ask what is corrected."""
        table = self._table
        if table is None:
            return
        name = f"{table.period.label}{table.group_label}{table.level_label}"
        earlier = any(_same(one, table) for one in self._rows)
        correction = ""
        if earlier:
            asked = ask_text(self, "发布更正", f"{name}排名已经发布过，不能改动。更正了什么？（另发一版，原版保留）")
            if asked is None:
                return
            correction = asked
        elif (
            ask(self, "发布排名", f"发布{name}排名（截至{table.as_of}）？发布后数字固定，不能改动。", ("发布", "取消"))
            != "发布"
        ):
            return
        context = self._context
        with shown(self, "发布排名"):
            publish(
                context.office, table.period, table.group, table.as_of,
                today=context.today(), by=context.office.who, correction=correction, level=table.level,
            )  # fmt: skip
            context.status.emit(f"{name}排名已发布。")
            context.data_changed.emit()

    def _row_changed(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        if not index.isValid():
            return
        one, office = self._rows[index.row()], self._context.office

        def work(_progress: object, _cancelled: object) -> LaterChange:
            with closing(office.read()) as connection:
                return since_published(connection, one.id)

        run_task(self, "对照已发布的排名", work, self._show_later)

    def _show_later(self, later: LaterChange) -> None:
        self.later = later
        self._tell_empty(chosen=True)
        moved = [one for one in later.moves if one.moved]
        self.moves.show_moves([_as_move(one) for one in moved], later.now.group, classes_of(later.now))
        self.records.show_records(later.records, later.now.group)
        facts = later.frozen.facts
        name = f"{facts.period.label}{GROUPS[facts.group]}第{facts.edition}版"
        if later.unchanged:
            self.strip.tell(f"{name}：发布以来记录没有变动，按今天的记录重算，数字相同。")
        else:
            self.strip.tell(
                f"{name}：发布以来 {len(later.records)} 条记录有变动，按今天的记录 {len(moved)} 个单位会不同。"
                "已发布的数字不变；需要更正时另发一版。"
            )

    def _tell_empty(self, *, chosen: bool) -> None:
        """Say why the lower tables are empty: no edition is chosen, or nothing changed since."""
        told = ("发布以来，没有单位的名次或得分会不同。", "发布以来，记录没有变动。")
        hint = ("在上面选一版，这里列出按今天的记录会不同的单位。", "在上面选一版，这里列出发布以来变动的记录。")
        self.moves.empty_text, self.records.empty_text = told if chosen else hint

    def _clear(self) -> None:
        self.later = None
        self._tell_empty(chosen=False)
        self.strip.tell("")
        self.moves.show_moves(())
        self.records.show_records(())


def _same(one: PublishedRanking, table: RankingTable) -> bool:
    """Tell whether an edition is of the same group, period and level of targets as a ranking."""
    return (one.period, one.group, one.level) == (table.period, table.group, table.level)


def _as_move(one: FrozenMove) -> _Move:
    return _Move(
        one.unit_id,
        one.unit,
        one.rank_then,
        one.rank_now,
        one.score_then,
        one.score_now,
        "左为发布时，右为按今天的记录",
    )
