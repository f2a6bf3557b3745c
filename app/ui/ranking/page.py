"""排名: what is ranked on top, its views below, and the chart and where a score comes from beside them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.periods import Period
from app.rules.scheme import Measure
from app.services.dossiers.evidence import evidence_of
from app.services.ranking.comparing import UnitMove, changes_of
from app.services.ranking.measuring import contributing
from app.services.ranking.ranking import RankingTable, rank
from app.services.ranking.targets import levels_of
from app.ui.context import AppContext
from app.ui.errors import show_error, shown
from app.ui.ranking.chart import RankingChart
from app.ui.ranking.choosers import RankingChooser
from app.ui.ranking.latest import latest_month
from app.ui.ranking.model import RankingModel
from app.ui.ranking.picture import save_picture
from app.ui.ranking.printing import print_on, write_pdf
from app.ui.ranking.unfold import UnfoldPanel
from app.ui.ranking.view import RankingView
from app.ui.ranking.views import VIEWS, RankingViews
from app.ui.ranking.wording import audience_of, caption, marked_caption
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, scrolled

_NO_UNITS = "这一组还没有单位。请在“文件 → 导入台账”里导入任务分解表或签约台账。"
_LAYOUT = "ranking/splitter"
_Ranked = tuple[RankingTable, dict[int, UnitMove] | None, Period | None]


class RankingPage(QWidget):
    """Ranks a group over a period as of a day, anew whenever something was written."""

    def __init__(self, context: AppContext, corner: QLayout | None = None) -> None:
        """`corner` takes the buttons that save and print, where the tab has room for them beside its sections."""
        super().__init__()
        self.context = context
        self.papers = QWidget()
        self._corner = corner
        self.table: RankingTable | None = None
        self._asked = 0
        self._stale = True
        self._month_hint: Period | None = None
        self.chooser = RankingChooser(context.today(), latest_month(context.connection), levels_of(context.connection))
        self.model = RankingModel()
        self.view = RankingView(self.model, units=context.named_units)
        self.chart = RankingChart()
        self.panel = UnfoldPanel(units=context.named_units)
        self.views = RankingViews(context, self.model, self.view)
        self.strip = Strip("info")
        self.go_latest = button("")
        self.go_latest.hide()
        self.export_button, self.copy_button = button("导出 Excel…"), button("复制表格")
        self.picture_button, self.pdf_button = button("保存图…"), button("存 PDF…")
        self.print_button = button("打印…")
        self._lay_out()
        self._connect()

    def export(self) -> None:
        """Ask where to, and write the ranking shown as an Excel file."""
        table = self.table
        if table is None:
            self.context.status.emit("没有可以导出的排名。")
            return
        path = self._ask_path("导出排名", f"{_file_name(table)}.xlsx", "Excel 工作簿 (*.xlsx)")
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the ranking shown to `path`."""
        from app.services.exporting import export_ranking

        table, units = self.table, self.context.named_units()
        assert table is not None
        run_task(
            self,
            "导出排名",
            lambda _progress, _cancelled: export_ranking(table, path, units=units),
            lambda _result: self.context.status.emit(f"已导出到 {path}"),
        )

    def save_chart(self) -> None:
        """Ask where to, and save the chart as PNG or SVG."""
        if self.table is None:
            self.context.status.emit("没有可以保存的图。")
            return
        path = self._ask_path("保存图", f"{_file_name(self.table)}.png", "PNG 图片 (*.png);;SVG 矢量图 (*.svg)")
        if path is not None:
            with shown(self, "保存图"):
                units, said = self.context.named_units(), [*self.chart.said(), path.name]
                save_picture(self.chart.canvas, path, caption(self.table), audience_of(self.table, units, said))
                self.context.status.emit(f"图已保存到 {path}")

    def save_pdf(self) -> None:
        """Ask where to, and write the view shown as a vector PDF."""
        if self.table is None:
            self.context.status.emit("没有可以保存的排名。")
            return
        name = f"{_file_name(self.table)}{VIEWS[self.views.current()]}.pdf"
        path = self._ask_path("存为 PDF", name, "PDF 文件 (*.pdf)")
        if path is not None:
            with shown(self, "存为 PDF"):
                write_pdf(path, self._paper_title(path.name), self.views.paint())
                self.context.status.emit(f"已保存到 {path}")

    def print_view(self) -> None:
        """Ask for a printer, and print the view shown."""
        if self.table is None:
            self.context.status.emit("没有可以打印的排名。")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._paper_title())
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            with shown(self, "打印"):
                print_on(printer, self._paper_title(), self.views.paint())

    def copy(self) -> None:
        """Put the table on the clipboard."""
        self.view.copy()
        self.context.status.emit("表格已复制，可以粘贴到 Excel；首行写明印发范围。")

    def refresh(self) -> None:
        """Rank again, behind the window; an answer that was overtaken is dropped."""
        try:
            wanted = self.chooser.choice()
        except Refused as error:
            self._refuse(error.message)
            return
        self._stale = False
        self._asked += 1
        asked, office = self._asked, self.context.office

        def work(_progress: object, _cancelled: object) -> _Ranked:
            with closing(office.read()) as connection:
                table = rank(connection, wanted.period, wanted.group, wanted.as_of, level=wanted.level)
                return table, changes_of(connection, table), latest_month(connection)

        def done(result: _Ranked) -> None:
            if asked == self._asked:
                self._show(*result)

        def failed(error: BaseException) -> None:
            if asked != self._asked:
                return
            if isinstance(error, OfficeError):
                self._refuse(error.message)
            else:
                show_error(self, error, "计算排名")

        run_task(self, "计算排名", work, done, failed, quiet=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        bar.addWidget(self.chooser)
        bar.addWidget(self.views.segments)
        buttons = QHBoxLayout(self.papers)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(Space.SMALL)
        for widget in self._papers():
            buttons.addWidget(widget)
        (bar if self._corner is None else self._corner).addWidget(self.papers)
        notice = QHBoxLayout()
        notice.addWidget(self.strip, 1)
        notice.addWidget(self.go_latest)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(scrolled(self.chart))
        side.addWidget(self.panel)
        side.setSizes([320, 260])
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.views)
        self.splitter.addWidget(side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([960, 380])
        for splitter in (side, self.splitter):
            splitter.setChildrenCollapsible(False)
        if state := self.context.settings.state(_LAYOUT):
            self.splitter.restoreState(state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addLayout(notice)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.context.data_changed.connect(self._data_changed)
        self.chooser.changed.connect(self.refresh)
        self.view.selectionModel().currentChanged.connect(self._cell_chosen)
        self.chart.chosen.connect(self._bar_chosen)
        self.panel.indicator_chosen.connect(self._indicator_chosen)
        self.panel.briefing_asked.connect(self.show_briefing)
        self.panel.project_requested.connect(self.context.project_requested)
        self.panel.project_chosen.connect(self._show_evidence)
        self.views.unit_chosen.connect(self._bar_chosen)
        self.context.unit_selected.connect(self._unit_selected)
        self.pdf_button.clicked.connect(self.save_pdf)
        self.print_button.clicked.connect(self.print_view)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.export)
        self.picture_button.clicked.connect(self.save_chart)
        self.go_latest.clicked.connect(self._show_latest)
        self.splitter.splitterMoved.connect(
            lambda *_: self.context.settings.set_state(_LAYOUT, self.splitter.saveState())
        )

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _show(self, table: RankingTable, moves: dict[int, UnitMove] | None, latest: Period | None) -> None:
        chosen = self.view.currentIndex()
        unit = self.model.unit_at(chosen.row()) if chosen.isValid() else None
        same_group = self.table is not None and self.table.group == table.group
        self.table = table
        self.views.show_table(table, moves)
        self.view.empty_text = ""
        self.chart.show_table(table)
        self._tell_nothing_signed(table, latest)
        row = self.model.row_of(unit.unit_id) if unit and same_group else -1
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, min(chosen.column(), self.model.columnCount() - 1)))
        else:
            self.panel.clear()
        self._enable(True)

    def _tell_nothing_signed(self, table: RankingTable, latest: Period | None) -> None:
        self._month_hint = None
        if not table.rows:
            self.strip.tell(_NO_UNITS)
        elif nothing_happened(table):
            self.strip.tell(f"{table.period.label}没有签约、到位资金等进展。可以换一个期间，或先导入台账。")
            self._month_hint = latest
        elif table.level and all(row.rank is None for row in table.rows):
            self.strip.tell(f"{table.period.label}没有“{table.level}”这一层级的任务，排不出名次。可在“任务”里下达。")
        else:
            self.strip.tell("")
        self.go_latest.setVisible(self._month_hint is not None)
        if self._month_hint is not None:
            self.go_latest.setText(f"看最近有签约的{self._month_hint.label}")

    def _refuse(self, message: str) -> None:
        self.table = None
        self.views.show_table(None)
        self.chart.show_table(None)
        self.panel.clear()
        self.view.empty_text = "没有可以显示的排名。"
        self.strip.tell(message)
        self.go_latest.hide()
        self._enable(False)

    def _enable(self, usable: bool) -> None:
        for widget in self._papers():
            widget.setEnabled(usable)

    def _papers(self) -> tuple[QPushButton, ...]:
        return (self.copy_button, self.export_button, self.picture_button, self.pdf_button, self.print_button)

    def _paper_title(self, file_name: str = "") -> str:
        """Return what stands above the view on paper: its caption, how far it may go, what view it is."""
        if self.table is None:
            return ""
        marked = marked_caption(self.table, self.context.named_units(), [*self.views.said(), file_name])
        return f"{marked}　{VIEWS[self.views.current()]}"

    def _show_latest(self) -> None:
        if self._month_hint is not None:
            self.chooser.periods.set_period(self._month_hint)

    def _cell_chosen(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        unit = self.model.unit_at(index.row()) if index.isValid() else None
        if unit is None:
            self.panel.clear()
            self.chart.select_unit(None)
            self.views.select_unit(None)
            return
        self.chart.select_unit(unit.unit_id)
        self.views.select_unit(unit.unit_id)
        self.context.unit_selected.emit(unit.unit_id)
        self._unfold(unit.unit_id, self.model.key_at(index.column()))

    def _bar_chosen(self, unit_id: int, key: object) -> None:
        self._choose(unit_id, key if isinstance(key, str) else None)

    def _unit_selected(self, unit_id: int) -> None:
        """Follow what another tab speaks of, where that unit is ranked here."""
        current = self.model.unit_at(self.view.currentIndex().row())
        if self.model.row_of(unit_id) >= 0 and (current is None or current.unit_id != unit_id):
            self._choose(unit_id, None)

    def _show_evidence(self, project_id: int) -> None:
        with shown(self, "读取佐证"):
            lines = evidence_of(self.context.connection, project_id)
            self.panel.show_evidence([f"{one.stage.label}：{one.title}" for one in lines])

    def _indicator_chosen(self, key: object) -> None:
        unit = self.model.unit_at(self.view.currentIndex().row())
        if unit is not None:
            self._choose(unit.unit_id, key if isinstance(key, str) else None)

    def show_briefing(self) -> None:
        """Show the one-page briefing of the unit that is chosen, to be saved, printed or kept as a draft."""
        from app.services.meeting.briefing import unit_briefing
        from app.ui.papers.paper_window import show_paper

        table, unit = self.table, self.model.unit_at(self.view.currentIndex().row())
        if table is None or unit is None:
            self.context.status.emit("请先选一个单位。")
            return
        name, today = unit.name, self.context.today()
        show_paper(
            self,
            self.context,
            lambda connection: unit_briefing(connection, name, table.period, as_of=table.as_of, today=today),
        )

    def _choose(self, unit_id: int, key: str | None) -> None:
        """Make a unit's cell the current one; everything else follows from that."""
        row, column = self.model.row_of(unit_id), self.model.column_of(key)
        self.view.setCurrentIndex(self.model.index(row, column))
        self.view.scrollTo(self.model.index(row, column))

    def _unfold(self, unit_id: int, key: str | None) -> None:
        table, unit = self.table, self.model.unit_at(self.model.row_of(unit_id))
        if table is None or unit is None:
            return
        if key is None:
            self.panel.show_unit(table, unit)
            return
        indicator = next(one for one in table.scheme.indicators if one.key == key)
        with shown(self, "展开得分"):
            projects = contributing(self.context.connection, indicator, table.period, unit_id, table.as_of)
            self.panel.show_indicator(table, unit, key, projects)

    def _ask_path(self, title: str, name: str, kinds: str) -> Path | None:
        chosen, kind = QFileDialog.getSaveFileName(self, title, name, kinds)
        if not chosen:
            return None
        path = Path(chosen)
        ending = kind.partition("*")[2].rstrip(")")
        return path if path.suffix else path.with_name(path.name + ending)


def nothing_happened(table: RankingTable) -> bool:
    """Tell whether the period has no progress in the whole city; being late (超期未开工) is none."""
    figures = zip(table.scheme.indicators, table.city, strict=True)
    return not any(total.actual for indicator, total in figures if indicator.measure is not Measure.STALE)


def _file_name(table: RankingTable) -> str:
    return f"{table.period.label}{table.group_label}招商引资排名{table.level_label}"
