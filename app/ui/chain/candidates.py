"""候选: what a project, an enterprise, a unit or the whole city could draw, with reasons, scores and acts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.rules.industry.knowledge import Verdict
from app.rules.industry.points import DEFAULT_WEIGHTS
from app.ui.chain.candidate_detail import CandidateDetail
from app.ui.chain.candidates_model import HEADINGS, SCORE, WIDTHS, CandidatesModel
from app.ui.chain.score_bars import ScoreDelegate
from app.ui.chain.source import ChainSource
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.tasks import Progress, run_task
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label, scrolled
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.services.chain.candidate_decisions import Decision
    from app.services.chain.chain_candidates import ListedCandidate

    _Found = tuple[list[ListedCandidate], dict[tuple[int, str], Decision], dict[str, str]]

_WAIT = "正在读取……"
_NONE = "没有符合的候选。打开“不宜”可以看到不宜的及其原因；没有认定签约的项目不参与延伸。"
_VERDICTS = (Verdict.RECOMMEND, Verdict.POSSIBLE, Verdict.REJECT)


class CandidatesPage(QWidget):
    """The table of candidates above, the one under the cursor in full below."""

    def __init__(self, context: AppContext, source: ChainSource) -> None:
        super().__init__()
        self._context, self._source = context, source
        self._project: int | None = None
        self._ticket = 0
        self._stale = True
        self._units: list[int | None] = [None]
        self.unit = QComboBox()
        self.unit.setAccessibleName("责任主体")
        self.unit.addItem("全市")
        self.unit.setMaximumWidth(220)
        self.text = QLineEdit(clearButtonEnabled=True, placeholderText="企业、项目名称含有……的")
        self.text.setMinimumWidth(200)
        self.steps = QComboBox()
        self.steps.setAccessibleName("往后推几步")
        self.steps.addItems(["只看一步", "往后推两步", "往后推三步"])
        self.steps.setToolTip("招来的企业还能再带来什么，越往后分越低")
        self.toggles = {verdict: _toggle(verdict) for verdict in _VERDICTS}
        self.export_button = button("导出…")
        self.only = button("")
        self.only.setToolTip("点一下，恢复看全部")
        self.only.hide()
        self.model = CandidatesModel()
        self.table = self._make_table()
        self.detail = CandidateDetail()
        self._soon = QTimer(self, singleShot=True, interval=250)
        self._lay_out()
        self._connect()

    def show_project(self, project_id: int) -> None:
        """Show what one project could draw."""
        self._project = project_id
        self.model.only_code = ""
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self.unit.blockSignals(True)
        self.unit.setCurrentIndex(0)
        self.unit.blockSignals(False)
        self.refresh()

    def show_candidate(self, code: str) -> None:
        """Show one industry as a candidate of all that are here, rejected or not."""
        self._project = None
        self.model.only_code = code
        for verdict, toggle in self.toggles.items():
            toggle.setChecked(True)
            self.model.verdicts.add(verdict)
        self.refresh()

    def show_everything(self) -> None:
        """Drop what narrows the list to a project or an industry."""
        self._project, self.model.only_code = None, ""
        self.refresh()

    def focus_search(self) -> None:
        """Put the cursor where one types whose candidates to see."""
        self.text.setFocus()
        self.text.selectAll()

    def refresh(self) -> None:
        """List the candidates again, once the chain is loaded."""
        self._stale = False
        self._offer_units()
        if not self.model.rowCount():
            self.table.empty_text = _WAIT
        self._source.want()

    def export(self) -> None:
        """Write what is listed to an .xlsx file."""
        rows = self.model.rows()
        if not rows:
            self._context.status.emit("没有可以导出的候选。")
            return
        name, _ = QFileDialog.getSaveFileName(self, "导出候选", "产业延伸候选.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return
        from app.services.chain.chain_export import export_candidates

        path = Path(name).with_suffix(".xlsx")
        with shown(self, "导出候选"):
            context = self._context
            export_candidates([one for one, _ in rows], path, context.today(), units=context.named_units())
            self._context.status.emit(f"已导出 {len(rows):,} 个候选：{path}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _list(self) -> None:
        """Work out the candidates behind the window."""
        chain = self._source.chain
        if chain is None or not self.isVisible():
            self._stale = True
            return
        office, project, text = self._context.office, self._project, self.text.text()
        unit, steps = self._units[max(0, self.unit.currentIndex())], self.steps.currentIndex() + 1
        self._ticket += 1
        ticket = self._ticket

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> _Found:
            from app.services.chain.candidate_decisions import decisions
            from app.services.chain.chain_candidates import listed_candidates, projects_of_unit

            with closing(office.read()) as connection:
                credited = None if unit is None else projects_of_unit(connection, unit)
                found = listed_candidates(chain, projects=credited, text=text, project_id=project, steps=steps)
                on_way = {code for one in found for code in one.candidate.extension.path[1:]}
                return found, decisions(connection), {code: chain.knowledge.name(code) for code in on_way}

        def done(found: _Found) -> None:
            if ticket == self._ticket:
                self._show(*found)

        run_task(self, "列出候选", work, done, quiet=True)

    def _show(
        self,
        found: list[ListedCandidate],
        decided: dict[tuple[int, str], Decision],
        names: dict[str, str],
    ) -> None:
        chosen = self._chosen()
        self.table.empty_text = _NONE
        chain = self._source.chain
        self.model.show_candidates(found, decided, names, chain.weights if chain else DEFAULT_WEIGHTS)
        self._after_filter(chosen)
        if self._project is not None and chain is not None:
            name = next((one.name for one in chain.origins if one.project_id == self._project), "")
            self.only.setText(f"只看：{name or '这个项目（尚未认定签约）'}　✕")
        elif self.model.only_code and chain is not None:
            self.only.setText(f"只看候选：{chain.knowledge.name(self.model.only_code)}　✕")
        self.only.setVisible(self._project is not None or bool(self.model.only_code))

    def _filtered(self) -> None:
        chosen = self._chosen()
        self.model.verdicts = {verdict for verdict, toggle in self.toggles.items() if toggle.isChecked()}
        self.model.filter()
        self._after_filter(chosen)

    def _after_filter(self, chosen: ListedCandidate | None) -> None:
        for verdict, count in self.model.counts().items():
            self.toggles[verdict].setText(f"{verdict.label} {count:,}")
        rows = [one for one, _ in self.model.rows()]
        key = _key(chosen) if chosen else None
        place = next((number for number, one in enumerate(rows) if _key(one) == key), 0)
        if rows:
            self.table.select_row(place)
        self._show_detail()

    def _chosen(self) -> ListedCandidate | None:
        rows = self.table.selected_rows()
        return self.model.row(rows[0]) if rows else None

    def _show_detail(self) -> None:
        one = self._chosen()
        decision = self.model.decision(one) if one else None
        self.detail.show_candidate(one, decision, self.model.weights, writable=self._context.writable)

    def _open_dossier(self) -> None:
        if one := self._chosen():
            self._context.project_requested.emit(one.candidate.origin.project_id)

    def _decide(self, *, decline: bool) -> None:
        from app.ui.chain.decide_dialog import DecideDialog

        one = self._chosen()
        if one is None:
            return
        unit = self._units[max(0, self.unit.currentIndex())]
        dialog = DecideDialog(self._context, one.candidate, decline=decline, unit_id=unit, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.decided.connect(self._decided)
        dialog.open()

    def _decided(self, told: str) -> None:
        self._context.data_changed.emit()
        self._context.status.emit(told)

    def _offer_units(self) -> None:
        from app.services.chain.candidate_decisions import recruiting_units

        if not self._context.has_office:
            return
        units = recruiting_units(self._context.connection, 0)
        ids: list[int | None] = [None, *(one.id for one in units)]
        if ids == self._units:
            return
        chosen = self._units[max(0, self.unit.currentIndex())]
        self.unit.blockSignals(True)
        self.unit.clear()
        self.unit.addItems(["全市", *(one.name for one in units)])
        self._units = ids
        self.unit.setCurrentIndex(ids.index(chosen) if chosen in ids else 0)
        self.unit.blockSignals(False)

    def _narrowed(self) -> None:
        self._project = None
        self.refresh()

    def _outdated(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _make_table(self) -> TableView:
        table = TableView(units=self._context.named_units, settings=self._context.settings, key="chain-candidates")
        table.setModel(self.model)
        table.setItemDelegateForColumn(SCORE, ScoreDelegate(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setSortingEnabled(True)
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        table.horizontalHeader().setStretchLastSection(True)
        table.set_widths(*WIDTHS[: len(HEADINGS)])
        table.setMinimumHeight(110)
        return table

    def _connect(self) -> None:
        self._source.loaded.connect(self._list)
        self._source.outdated.connect(self._outdated)
        self._soon.timeout.connect(self._narrowed)
        self.text.textEdited.connect(lambda _text: self._soon.start())
        self.text.textChanged.connect(lambda text: self._soon.start() if not text else None)
        self.unit.currentIndexChanged.connect(lambda _place: self._narrowed())
        self.steps.currentIndexChanged.connect(lambda _place: self.refresh())
        for toggle in self.toggles.values():
            toggle.toggled.connect(lambda _on: self._filtered())
        self.only.clicked.connect(self.show_everything)
        self.export_button.clicked.connect(self.export)
        self.table.activated.connect(lambda _index: self._open_dossier())
        self.table.doubleClicked.connect(lambda _index: self._open_dossier())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_detail())
        self.detail.open_asked.connect(self._open_dossier)
        self.detail.accept_asked.connect(lambda: self._decide(decline=False))
        self.detail.decline_asked.connect(lambda: self._decide(decline=True))

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        widgets = (self.unit, self.text, self.steps, *self.toggles.values(), self.export_button, self.only)
        for widget in widgets:
            bar.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(scrolled(self.detail))
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([320, 240])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(splitter, 1)
        layout.addWidget(
            label("每个行业只列一次，以投资最大的项目为代表。双击打开它的档案，Ctrl+C 复制。", "muted", wrap=True)
        )


def _toggle(verdict: Verdict) -> QToolButton:
    made = QToolButton()
    made.setText(verdict.label)
    made.setCheckable(True)
    made.setChecked(verdict is not Verdict.REJECT)
    made.setProperty("segment", True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setToolTip(f"显示或收起结论为“{verdict.label}”的候选")
    return made


def _key(one: ListedCandidate) -> tuple[int, str, tuple[str, ...]]:
    candidate = one.candidate
    return candidate.origin.project_id, candidate.judgement.candidate, candidate.extension.path
