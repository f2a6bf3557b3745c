"""The search index, built behind the first paint and again after every change; SQL serves until it is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.context import AppContext

if TYPE_CHECKING:
    from app.services.finding.everywhere import EverywhereIndex
    from app.services.finding.search import SearchIndex
    from app.ui.tasks import Progress

FIRST_AFTER_MS = 150
"""So long after the office was opened the first index is begun: the table is painted by then."""


class SearchLoader(QObject):
    """Holds the index while it is true to the data; `index` is None while it is being built."""

    ready = Signal()

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.index: SearchIndex | None = None
        self.everywhere: EverywhereIndex | None = None
        self._generation = 0
        self._closed = False
        self._soon = QTimer(self, singleShot=True, interval=FIRST_AFTER_MS)
        self._soon.timeout.connect(self._build)
        self._soon.start()
        self.destroyed.connect(self._soon.stop)

    def renew(self) -> None:
        """Forget the index, since the data changed, and build another one soon."""
        self.index = self.everywhere = None
        self._generation += 1
        self._soon.start()

    def close(self) -> None:
        """Take no more notice of an index that is being built."""
        self._closed = True
        self._soon.stop()

    def _build(self) -> None:
        from app.ui.errors import show_error
        from app.ui.tasks import run_task

        if not self._context.has_office:
            return

        office, generation = self._context.office, self._generation

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> tuple[SearchIndex, EverywhereIndex]:
            from app.services.finding.everywhere import EverywhereIndex
            from app.services.finding.search import SearchIndex

            with closing(office.read()) as connection:
                return SearchIndex.load(connection), EverywhereIndex.load(connection)

        def done(made: tuple[SearchIndex, EverywhereIndex]) -> None:
            if generation == self._generation and not self._closed:
                self.index, self.everywhere = made
                self.ready.emit()

        def failed(error: BaseException) -> None:
            if not self._closed:
                show_error(None, error, "建立查找索引")

        run_task(self, "建立查找索引", work, done, failed, quiet=True)
