"""Where a score comes from: each indicator with its working, and the projects behind one of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.rules.audience import widest_for
from app.rules.money import format_wan
from app.rules.scoring import UnitScore, hand_points
from app.services.ranking.measuring import ContributingProject
from app.services.ranking.ranking import IndicatorHead, RankingTable
from app.ui.ranking.wording import BY_HAND, brief, hand_lines, score_cell, told
from app.ui.theme import Space, heading_font
from app.ui.widgets.layout import button, label, scrolled
from app.ui.widgets.table import TableView, Units

_HEADS = ("日期", "项目", "金额（万元）", "份额")
_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGN = Qt.ItemDataRole.TextAlignmentRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex


class ContributingModel(QAbstractTableModel):
    """The projects behind one figure."""

    def __init__(self) -> None:
        super().__init__()
        self.projects: tuple[ContributingProject, ...] = ()

    def show_projects(self, projects: tuple[ContributingProject, ...]) -> None:
        """Show other projects."""
        self.beginResetModel()
        self.projects = projects
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.projects)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        project, column = self.projects[index.row()], index.column()
        if role == _DISPLAY:
            return (
                project.day.isoformat(),
                project.name,
                format_wan(project.amount_fen),
                f"{brief(Fraction(project.share_bp, 100))}%",
            )[column]
        if role == _ALIGN and column >= 2:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{project.code}　{project.name}\n双击或按回车打开它的招商档案"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        return _HEADS[section] if orientation is Qt.Orientation.Horizontal and role == _DISPLAY else None


class UnfoldPanel(QWidget):
    """Shows one unit's score: 得分构成, or one indicator with its working and its projects."""

    indicator_chosen = Signal(object)
    """The user wants the projects of this indicator (a key), or the whole score (None)."""
    project_requested = Signal(int)
    """The user wants the dossier of this project."""
    briefing_asked = Signal()
    """The user wants the unit's one-page briefing."""
    project_chosen = Signal(int)
    """The cursor is on this project: its evidence is wanted."""

    def __init__(self, *, units: Units) -> None:
        super().__init__()
        self.heading = label("")
        self.heading.setFont(heading_font())
        self.choice = QComboBox()
        self.choice.setAccessibleName("指标")
        self.briefing = button("一页简报…")
        self.briefing.setToolTip("这个单位的名次、任务完成、计入的项目和下一步要办的事，排成一页，可存 PDF、Word")
        self.briefing.clicked.connect(self.briefing_asked)
        self.working = label("", wrap=True)
        self.model = ContributingModel()
        self.projects = TableView(units=units)
        self.projects.setModel(self.model)
        self.projects.set_widths(88, 120, 92, 56)
        self.projects.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.projects.setAccessibleName("计入的项目")
        self.projects.empty_text = "这一项没有计入的项目。"
        self.projects.activated.connect(self._open)
        self.evidence = label("", "muted", wrap=True)
        self.projects.selectionModel().currentRowChanged.connect(self._project_chosen)
        self.hint = label("单击表中的一格，或图上的一段，看它是怎么算出来的。", "muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        detail = QWidget()
        inside = QVBoxLayout(detail)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.SMALL)
        self._working_area: QScrollArea = scrolled(self.working)
        for widget, stretch in (
            (self.heading, 0),
            (self.choice, 0),
            (self.briefing, 0),
            (self._working_area, 1),
            (self.projects, 3),
            (self.evidence, 0),
        ):
            inside.addWidget(widget, stretch)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.hint)
        self._pages.addWidget(detail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.SMALL, 0)
        layout.addWidget(self._pages)
        self.choice.activated.connect(lambda _place: self.indicator_chosen.emit(self.choice.currentData()))

    def clear(self) -> None:
        """Show the hint what to do."""
        self._pages.setCurrentIndex(0)
        self.model.show_projects(())

    def show_unit(self, table: RankingTable, unit: UnitScore) -> None:
        """Show how the whole score of a unit is made up."""
        self._head(table, unit, None)
        lines = [
            f"{head.label}　{'不计' if line.points is None else f'{line.points}分'}\n　　{line.working}"
            for head, line in zip(table.heads, unit.indicators, strict=True)
        ]
        if by_hand := hand_lines(unit):
            lines.append(f"{BY_HAND}　{hand_points(unit) or '不计'}")
            lines += [f"　　{one}" for one in by_hand]
        self.working.setText("\n".join(lines))
        self.projects.hide()
        self.evidence.hide()

    def show_evidence(self, lines: Sequence[str]) -> None:
        """Show the evidence of the project under the cursor."""
        self.evidence.setText("佐证：" + ("；".join(lines) or "没有登记"))
        self.evidence.show()

    def show_indicator(
        self, table: RankingTable, unit: UnitScore, key: str, projects: tuple[ContributingProject, ...]
    ) -> None:
        """Show one indicator of a unit: its figures, its working, its projects."""
        self._head(table, unit, key)
        head, line = next(
            (head, line) for head, line in zip(table.heads, unit.indicators, strict=True) if head.key == key
        )
        self.working.setText(f"{told(head, score_cell(head, line))}。\n{line.working}。")
        self.model.show_projects(projects)
        self.projects.widest = widest_for(table.group)
        self.projects.show()
        self.evidence.hide()

    def _head(self, table: RankingTable, unit: UnitScore, key: str | None) -> None:
        place = f"{table.class_of(unit)}第{unit.rank}名　{unit.score}分" if unit.rank else "没有任务，不参加排名"
        self.heading.setText(f"{unit.name}　{place}")
        self._fill_choice(table.heads, key)
        self._pages.setCurrentIndex(1)

    def _fill_choice(self, heads: tuple[IndicatorHead, ...], key: str | None) -> None:
        self.choice.clear()
        self.choice.addItem("得分构成（全部指标）", None)
        for head in heads:
            self.choice.addItem(head.label, head.key)
        self.choice.setCurrentIndex(max(self.choice.findData(key), 0) if key else 0)

    def _project_chosen(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        if index.isValid():
            self.project_chosen.emit(self.model.projects[index.row()].project_id)

    def _open(self, index: QModelIndex) -> None:
        self.project_requested.emit(self.model.projects[index.row()].project_id)
