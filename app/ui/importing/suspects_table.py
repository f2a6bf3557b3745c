"""Rows that look like a project, and names that look like a unit, that is there: the user decides each, or many."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from app.services.importing.plans import Suspect
from app.ui.importing.job import ImportJob
from app.ui.importing.lines_model import LinesModel
from app.ui.importing.wording import place
from app.ui.theme import Space
from app.ui.widgets.layout import button, label
from app.ui.widgets.table import TableView, Units

_HEADS = ("行", "表中的项目或单位", "像哪一个", "为什么", "相近度", "处理")
_HINT = "没有决定的行不会导入；单位的写法决定一次就记住。可以选中几行一起决定（Ctrl 或 Shift 加单击）。"


class SuspectsTable(QWidget):
    """Shows the suspects of a job and takes the decisions into it."""

    decided = Signal()
    """A decision was made or taken back."""
    row_chosen = Signal(int, str)
    """Another suspect is the current one: its row number and sheet."""

    def __init__(self, units: Units) -> None:
        super().__init__()
        self.job: ImportJob | None = None
        self.model: LinesModel[Suspect] = LinesModel(_HEADS, self._line)
        self.view = TableView(units=units)
        self.view.setModel(self.model)
        self.view.set_widths(56, 180, 180, 260, 60, 84)
        self.view.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.empty_text = "没有待定的疑似重复。"
        self.view.setAccessibleName("疑似重复")
        self.same, self.new, self.skip = button("是同一个"), button("是新的，新增"), button("跳过这些行")
        self.reset = button("取消全部决定")
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        for widget in (self.same, self.new, self.skip):
            bar.addWidget(widget)
        bar.addWidget(label(_HINT, "muted", wrap=True), 1)
        bar.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.SMALL, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.view, 1)
        layout.addLayout(bar)
        self.same.clicked.connect(lambda: self.decide("same"))
        self.new.clicked.connect(lambda: self.decide("new"))
        self.skip.clicked.connect(lambda: self.decide("skip"))
        self.reset.clicked.connect(self.take_back)
        self.view.selectionModel().selectionChanged.connect(self._selected)

    def show_job(self, job: ImportJob) -> None:
        """Show what a job's dry run found suspicious."""
        self.job = job
        self.model.show_items(job.plan.suspects if job.plan else ())
        if self.model.items:
            self.view.select_row(0)
        self._selected()

    def decide(self, answer: str) -> None:
        """Decide the selected rows: "same", "new" or "skip"; an earlier row of the file cannot be updated."""
        if self.job is None:
            return
        rows = self.view.selected_rows()
        for row in rows:
            suspect = self.model.items[row]
            if (chosen := suspect.same if answer == "same" else answer) is not None:
                self.job.choices[suspect.key] = chosen
        self.job.dirty = True
        self.model.show_items(self.model.items)
        if rows:
            self.view.select_row(min(rows[-1] + 1, len(self.model.items) - 1))
        self.decided.emit()

    def take_back(self) -> None:
        """Forget all decisions of this file, those of earlier dry runs too."""
        if self.job is not None and self.job.choices:
            self.job.choices.clear()
            self.job.dirty = True
            self.model.show_items(self.model.items)
            self.decided.emit()
        self._selected()

    def _line(self, suspect: Suspect) -> tuple[str, ...]:
        earlier = f"本文件第{suspect.candidate_row}行：" if suspect.candidate_row else ""
        answer = self.job.choices.get(suspect.key, "") if self.job else ""
        told = {"": "待定", "new": "新增", "skip": "跳过"}.get(answer, "同一单位" if suspect.unit else "更新")
        return (
            place(suspect.row, suspect.sheet),
            suspect.name,
            f"{earlier}{suspect.candidate}",
            suspect.reason,
            f"{suspect.likeness:g}",
            told,
        )

    def _selected(self, *_: object) -> None:
        chosen = [self.model.items[row] for row in self.view.selected_rows()]
        self.same.setEnabled(any(suspect.same is not None for suspect in chosen))
        for widget in (self.new, self.skip):
            widget.setEnabled(bool(chosen))
        self.reset.setEnabled(bool(self.job and self.job.choices))
        if chosen:
            self.row_chosen.emit(chosen[0].row, chosen[0].sheet)
