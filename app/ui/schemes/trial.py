"""试算: a scheme on past months beside the one in force, who would rise, who would fall, and why."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.periods import Period
from app.rules.scheme import Scheme
from app.services.ranking.comparing import Comparison, try_scheme
from app.ui.context import AppContext
from app.ui.ranking.choosers import RankingChooser
from app.ui.ranking.latest import latest_month
from app.ui.ranking.moves import MovesTable, classes_of
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, button


class TrialView(QWidget):
    """Chooses group and months, tries the scheme in the form, and shows each month's moves."""

    def __init__(self, context: AppContext, scheme: Callable[[], tuple[Scheme | None, str]]) -> None:
        super().__init__()
        self._context, self._scheme = context, scheme
        self.comparisons: tuple[Comparison, ...] = ()
        self.chooser = RankingChooser(context.today(), latest_month(context.connection))
        self.go = button("试算", primary=True)
        self.month = QComboBox()
        self.month.setAccessibleName("哪个月")
        self.month.hide()
        self.strip = Strip("info")
        self.moves = MovesTable(units=context.named_units)
        self.moves.empty_text = (
            "选组别和月份（可以选一段），点“试算”：左为现行办法，右为正在编辑的办法。不改动任何排名。"
        )
        bar = QHBoxLayout()
        for widget in (self.chooser, self.go, self.month):
            bar.addWidget(widget)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.moves, 1)
        self.go.clicked.connect(self.try_it)
        self.month.currentIndexChanged.connect(self._show_month)
        self.moves.unit_chosen.connect(context.unit_selected)

    def try_it(self) -> None:
        """Rank the months by both schemes, behind the window."""
        scheme, told = self._scheme()
        try:
            wanted = self.chooser.choice()
            if scheme is None:
                raise Refused(f"办法还有没填对的地方，不能试算：{told}。")
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        office = self._context.office
        months: list[Period] = [one for one in wanted.period.each_month() if one.first <= wanted.as_of]

        def work(_progress: object, _cancelled: object) -> tuple[Comparison, ...]:
            with closing(office.read()) as connection:
                return try_scheme(connection, scheme, months, wanted.group, wanted.as_of)

        run_task(self, "试算考核办法", work, self._show, self._failed)

    def _show(self, found: tuple[Comparison, ...]) -> None:
        self.comparisons = found
        self.month.blockSignals(True)
        self.month.clear()
        for one in found:
            up = sum((move.risen or 0) > 0 for move in one.moves)
            down = sum((move.risen or 0) < 0 for move in one.moves)
            self.month.addItem(f"{one.after.period.label}　升{up}降{down}")
        self.month.setVisible(len(found) > 1)
        self.month.blockSignals(False)
        self._show_month()

    def _show_month(self) -> None:
        number = max(self.month.currentIndex(), 0)
        if number >= len(self.comparisons):
            self.moves.show_moves(())
            return
        one = self.comparisons[number]
        self.moves.show_moves(one.moves, classes=classes_of(one.before, one.after))
        up = [move.unit for move in one.moves if (move.risen or 0) > 0]
        down = [move.unit for move in one.moves if (move.risen or 0) < 0]
        told = "；".join(f"{word}：{'、'.join(names)}" for word, names in (("上升", up), ("下降", down)) if names)
        self.strip.tell(
            f"{one.after.period.label}　{told or '名次都不变'}。左为“{one.before.scheme.name}”，右为正在编辑的办法。"
        )

    def _failed(self, error: BaseException) -> None:
        from app.ui.errors import show_error

        self.comparisons = ()
        self.moves.show_moves(())
        if isinstance(error, OfficeError):
            self.strip.tell(error.message)
        else:
            show_error(self, error, "试算考核办法")
