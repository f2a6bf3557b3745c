"""链图: the city's industries by layers, what stands behind one of them beside it, and the way to papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QSplitter, QToolButton, QVBoxLayout, QWidget

from app.services.chain.chain_graph import ChainGraph, State
from app.ui.chain.industry_panel import IndustryPanel
from app.ui.chain.picture_view import PictureView
from app.ui.chain.scene import FILLS, ChainScene
from app.ui.chain.source import ChainSource
from app.ui.context import AppContext
from app.ui.tasks import Progress, run_task
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label, scrolled

if TYPE_CHECKING:
    from app.services.chain.chain_facts import Chain

_NOTHING = "没有可画的行业。项目签约并认定以后，它的行业和上下游会出现在这里。"
_KINDS = {"PDF 文件 (*.pdf)": False, "公文用黑白 PDF (*.pdf)": True, "SVG 矢量图 (*.svg)": False}


class PicturePage(QWidget):
    """Draws the chain; which industries stand in it is chosen on top."""

    candidate_asked = Signal(str)
    """Somebody wants to see why an industry is (not) a candidate: its code."""

    def __init__(self, context: AppContext, source: ChainSource) -> None:
        super().__init__()
        self._context, self._source = context, source
        self._stale = True
        self._ticket = 0
        self._codes: list[str] = [""]
        self.focus = QComboBox()
        self.focus.setAccessibleName("以哪个行业为中心")
        self.focus.addItem("全部行业")
        self.focus.setMaximumWidth(240)
        self.rejected = QToolButton()
        self.rejected.setText("也画不宜的")
        self.rejected.setCheckable(True)
        self.rejected.setProperty("segment", True)
        self.rejected.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.larger, self.smaller, self.whole = button("放大"), button("缩小"), button("全图")
        self.export_button = button("导出…")
        self.legend = label("")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setMinimumHeight(self.export_button.sizeHint().height())
        self.view = PictureView()
        self.panel = IndustryPanel(context)
        self._lay_out()
        self._connect()

    def show_industry(self, code: str) -> None:
        """Draw an industry that is here with what joins it."""
        if code in self._codes:
            self.focus.setCurrentIndex(self._codes.index(code))

    def refresh(self) -> None:
        """Draw the chain again, once it is loaded."""
        self._stale = False
        self.view.empty_text = self.view.empty_text or "正在读取……"
        self._source.want()

    def export(self) -> None:
        """Write what is drawn as vectors."""
        scene = self.view.picture
        if scene is None or not scene.nodes:
            self._context.status.emit("没有可以导出的链图。")
            return
        name, kind = QFileDialog.getSaveFileName(self, "导出链图", "产业链图.pdf", ";;".join(_KINDS))
        if not name:
            return
        for_papers = _KINDS.get(kind, False)
        path = Path(name)
        if path.suffix.lower() not in (".pdf", ".svg"):
            path = path.with_suffix(".svg" if "svg" in kind else ".pdf")
        graph, city, units = scene.graph, self._context.names.city, self._context.named_units()
        subject = self.focus.currentText() if self.focus.currentIndex() > 0 else ""

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> Path:
            from app.services.chain.chain_export import export_picture

            export_picture(graph, path, city, subject=subject, for_papers=for_papers, units=units)
            return path

        run_task(self, "导出链图", work, lambda done: self._context.status.emit(f"已导出：{done}"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _draw(self) -> None:
        """Lay the graph out behind the window."""
        chain = self._source.chain
        if chain is None or not self.isVisible():
            self._stale = True
            return
        self._offer_industries(chain)
        code = self._codes[max(0, self.focus.currentIndex())]
        include = self.rejected.isChecked()
        self._ticket += 1
        ticket = self._ticket

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> ChainGraph:
            from app.services.chain.chain_graph import graph_of
            from app.services.chain.chain_lanes import closed_up

            return closed_up(graph_of(chain, industry=code, include_rejected=include))

        def done(graph: ChainGraph) -> None:
            if ticket == self._ticket:
                self._show(graph)

        run_task(self, "画产业链图", work, done, quiet=True)

    def _show(self, graph: ChainGraph) -> None:
        self.view.empty_text = _NOTHING
        current = self.view.current() or self._codes[max(0, self.focus.currentIndex())]
        scene = ChainScene(graph)
        scene.setParent(self)
        before = self.view.picture
        self.view.show_scene(scene, current)
        if before is not None:
            before.deleteLater()
        if not self.view.current():
            self.panel.show_node(None, None)
        counts = {state: sum(node.state is state for node in graph.nodes) for state in State}
        told = [
            f'<span style="background:{FILLS[state][0]};color:{FILLS[state][2]}">　{state} {count}　</span>'
            for state, count in counts.items()
            if count
        ]
        self.legend.setText("　".join(told))

    def _look(self, code: str) -> None:
        scene = self.view.picture
        item = scene.nodes.get(code) if scene is not None else None
        self.panel.show_node(item.node if item else None, self._source.chain)

    def _open(self, code: str) -> None:
        scene = self.view.picture
        item = scene.nodes.get(code) if scene is not None else None
        if item is None:
            return
        if item.node.projects:
            self._context.project_requested.emit(item.node.projects[0])
        else:
            self.candidate_asked.emit(code)

    def _offer_industries(self, chain: Chain) -> None:
        codes = sorted({code for origin in chain.origins for code in origin.codes})
        if ["", *codes] == self._codes:
            return
        chosen = self._codes[max(0, self.focus.currentIndex())]
        self.focus.blockSignals(True)
        self.focus.clear()
        self.focus.addItems(["全部行业", *(chain.knowledge.name(code) for code in codes)])
        self._codes = ["", *codes]
        self.focus.setCurrentIndex(self._codes.index(chosen) if chosen in self._codes else 0)
        self.focus.blockSignals(False)

    def _outdated(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _connect(self) -> None:
        self._source.loaded.connect(self._draw)
        self._source.outdated.connect(self._outdated)
        self.focus.currentIndexChanged.connect(lambda _place: self.refresh())
        self.rejected.toggled.connect(lambda _on: self.refresh())
        self.larger.clicked.connect(lambda: self.view.zoom(1.25))
        self.smaller.clicked.connect(lambda: self.view.zoom(0.8))
        self.whole.clicked.connect(self.view.fit_all)
        self.export_button.clicked.connect(self.export)
        self.view.chosen.connect(self._look)
        self.view.opened.connect(self._open)
        self.panel.candidate_asked.connect(self.candidate_asked)
        self.panel.focus_asked.connect(self.show_industry)

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        for widget in (
            self.focus,
            self.rejected,
            self.larger,
            self.smaller,
            self.whole,
            self.export_button,
            self.legend,
        ):
            bar.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(scrolled(self.panel))
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([900, 280])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(splitter, 1)
        hint = "滚轮缩放，拖动平移，单击看说明，双击打开档案；方向键走到相邻行业，+ − 缩放，0 看全图。"
        layout.addWidget(label(hint, "muted", wrap=True))
