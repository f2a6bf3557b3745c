"""今日: what is due, overdue, unstarted, unverified, contradictory, and what looks wrong; each leads to its dossier."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QHeaderView, QInputDialog, QPushButton, QVBoxLayout, QWidget

from app.rules.clocks import Clock
from app.rules.errors import OfficeError
from app.services.dossiers.clocks import clock_days, set_clock
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.theme import Colour, Space, title_font
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.services.dossiers.startday import StartOfDay
    from app.services.dossiers.suspicions import Suspicion
    from app.ui.tasks import Progress

_HEADINGS = (("项目", 230), ("事项", 360), ("时间", 92), ("天数", 110), ("县区", 80), ("编号", 110))
WIDE = 1000
"""From this width (logical pixels) on, what is to be done takes the room that the other columns leave."""

_DOUBTS = "doubts"
_SHORT = {
    "overdue": "已过时限",
    "due": "即将到期",
    "unstarted": "签约未开工",
    "unverified": "待认定",
    "contradictory": "前后矛盾",
    _DOUBTS: "存疑",
}
_NOTES = {
    "overdue": "下一步、问题和阶段时限已经过了的，最久的在前。",
    "due": "今天和七天内到期的。",
    "unstarted": "签约之后超过时限还没有开工的。",
    "unverified": "已登记、还没有人认定的阶段；认定之前不计数。",
    "contradictory": "时间倒置、漏登阶段、累计资金减少的。",
    _DOUBTS: "只是提示，程序不作任何处理；请人核对。",
}


class DayPage(QWidget):
    """Groups as buttons with their counts, and the lines of the chosen one."""

    project_chosen = Signal(int)
    counted = Signal(int)
    """How many things there are to see to."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._day: StartOfDay | None = None
        self._doubts: tuple[Suspicion, ...] = ()
        self._projects: list[int] = []
        self._ticket = 0
        self._was_chosen = False
        self.title = label()
        self.title.setFont(title_font())
        self.note = label("", "muted", wrap=True)
        self.clocks_button = button("时限设置…")
        self.clocks_button.clicked.connect(self.set_clock)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QWidget()
        line = FlowLayout(row, spacing=Space.SMALL)
        for key, text in _SHORT.items():
            made = button(text)
            made.setCheckable(True)
            made.clicked.connect(lambda _checked=False: self._choose())
            self._group.addButton(made)
            self.buttons[key] = made
            line.addWidget(made)
        self.buttons["overdue"].setChecked(True)
        self.model = RowsModel([heading for heading, _ in _HEADINGS], right=("天数",), parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="day")
        self.table.setModel(self.model)
        self.table.set_widths(*(width for _, width in _HEADINGS))
        self.table.setMinimumHeight(150)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_whole())
        self.whole = label("", wrap=True)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.table.doubleClicked.connect(lambda index: self._open(index.row()))
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.clocks_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        layout.addWidget(row)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        mode = QHeaderView.ResizeMode
        wide = self.width() >= WIDE
        self.table.horizontalHeader().setSectionResizeMode(1, mode.Stretch if wide else mode.Interactive)
        if not wide:
            self.table.setColumnWidth(1, 300)

    def refresh(self) -> None:
        """Read the day again, behind the window; suspicions only while the page is looked at."""
        from app.ui.tasks import run_task

        if not self._context.has_office:
            return
        office, today = self._context.office, self._context.today()
        self._ticket += 1
        ticket, is_looked_at = self._ticket, self.isVisible()
        self.clocks_button.setEnabled(self._context.writable)

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> tuple[StartOfDay, list[Suspicion] | None]:
            from app.services.dossiers.startday import start_of_day
            from app.services.dossiers.suspicions import suspicions

            with closing(office.read()) as connection:
                return start_of_day(connection, today), suspicions(connection, today) if is_looked_at else None

        def done(found: tuple[StartOfDay, list[Suspicion] | None]) -> None:
            if ticket == self._ticket:
                self._day = found[0]
                self._doubts = tuple(found[1]) if found[1] is not None else self._doubts
                self._tell()

        run_task(self, "今日", work, done, quiet=True)

    def set_clock(self) -> None:
        """Ask which clock is to allow how many days from today on."""
        days = clock_days(self._context.connection, self._context.today())
        names = [f"{clock.label}（现为 {days[clock]} 天）" for clock in Clock]
        name, agreed = QInputDialog.getItem(self, "时限设置", "改哪一个时限？新的天数从今天起算。", names, 0, False)
        if not agreed or name not in names:
            return
        clock = list(Clock)[names.index(name)]
        value, agreed = QInputDialog.getInt(self, "时限设置", f"{clock.label}，多少天提醒？", days[clock], 1, 3650)
        if not agreed:
            return
        try:
            set_clock(self._context.office, clock, value, self._context.today())
        except OfficeError as error:
            show_error(self, error, "时限设置")
            return
        self._context.data_changed.emit()
        self._context.status.emit(f"{clock.label}：{value} 天（Ctrl+Z 可撤销）")

    def _tell(self) -> None:
        if self._day is None:
            return
        day = self._day
        counts = {group.key: group.count for group in day.groups} | {_DOUBTS: len(self._doubts)}
        for key, made in self.buttons.items():
            made.setText(f"{_SHORT[key]}　{counts[key]:,}")
        total = day.count
        self.title.setText(
            f"{day.today.month}月{day.today.day}日，{f'有 {total:,} 件事要办' if total else '没有要催办的事'}"
        )
        self.counted.emit(total)
        if not self._was_chosen and (first := next((key for key in counts if counts[key]), None)):
            self.buttons[first].setChecked(True)
        self._show()

    def _choose(self) -> None:
        self._was_chosen = True
        self._show()

    def _chosen(self) -> str:
        return next(key for key, made in self.buttons.items() if made.isChecked())

    def _show(self) -> None:
        if self._day is None:
            return
        key = self._chosen()
        if key == _DOUBTS:
            rows = [(one.project, f"{one.kind}：{one.reason}", "", "", "", one.code) for one in self._doubts]
            self._projects = [one.project_id for one in self._doubts]
            count = len(rows)
        else:
            group = self._day.group(key)
            rows = [
                (line.project, line.what, str(line.day or ""), _days(line.days), line.county, line.code)
                for line in group.lines
            ]
            self._projects = [line.project_id for line in group.lines]
            count = group.count
        self.table.empty_text = f"没有{_SHORT[key]}的。"
        late = Colour.RED if key == "overdue" else None
        self.whole.clear()
        self.model.set_rows(rows, dict.fromkeys(range(len(rows)), late) if late else None)
        more = f"　只列出前 {len(rows)} 项，共 {count:,} 项。" if count > len(rows) else ""
        self.note.setText(_NOTES[key] + more + "　双击打开档案。")

    def _tell_whole(self) -> None:
        """Show the whole of a line that the table cuts."""
        rows = self.table.selected_rows()
        self.whole.setText(str(self.model.index(rows[0], 1).data()) if rows else "")

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._projects):
            self.project_chosen.emit(self._projects[row])


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return "今天" if days == 0 else f"已过 {days} 天" if days > 0 else f"还有 {-days} 天"
