"""The page 产业链: candidates, the picture, the knowledge behind them and what came of it, behind one control."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.chain.candidates import CandidatesPage
from app.ui.chain.editor import EditorPage
from app.ui.chain.picture import PicturePage
from app.ui.chain.results import ResultsPage
from app.ui.chain.source import ChainSource
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments

TITLES = ("延伸候选", "链图", "产业资料", "任务与成效")
CANDIDATES, PICTURE, KNOWLEDGE, RESULTS = range(4)
_LEAST = 320


class ChainPage(QWidget):
    """Holds the four views; `show_project` is the way here from a dossier."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ChainSource(context, self)
        self.segments = Segments(TITLES)
        self.segments.setAccessibleName("产业链视图")
        self.candidates = CandidatesPage(context, self._source)
        self.picture = PicturePage(context, self._source)
        self.editor = EditorPage(context)
        self.results = ResultsPage(context)
        self._pages = Pages(_LEAST)
        for page in (self.candidates, self.picture, self.editor, self.results):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        top = QHBoxLayout()
        top.addWidget(self.segments)
        top.addStretch(1)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        self.segments.chosen.connect(self._pages.setCurrentIndex)
        self.picture.candidate_asked.connect(self._show_candidate)

    def show_project(self, project_id: int) -> None:
        """Show what one project could draw."""
        self.segments.choose(CANDIDATES)
        self.candidates.show_project(project_id)

    def refresh(self) -> None:
        """Show the present state of the view in front."""
        page = self._pages.currentWidget()
        if isinstance(page, (CandidatesPage, PicturePage, EditorPage, ResultsPage)):
            page.refresh()

    def focus_search(self) -> None:
        """Put the cursor where the view in front is searched."""
        if self.segments.current() == KNOWLEDGE:
            self.editor.focus_search()
        else:
            self.segments.choose(CANDIDATES)
            self.candidates.focus_search()

    def export(self) -> None:
        """Export what the view in front shows."""
        (self.candidates, self.picture, self.editor, self.results)[self.segments.current()].export()

    def may_leave(self) -> bool:
        """Ask about knowledge that was changed and not saved; False where the user wants to stay."""
        return self.editor.may_leave()

    def _show_candidate(self, code: str) -> None:
        self.segments.choose(CANDIDATES)
        self.candidates.show_candidate(code)
