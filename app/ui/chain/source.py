"""The city's chain, loaded behind the window once and shared by the pages until something is written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.context import AppContext
from app.ui.tasks import Progress, run_task

if TYPE_CHECKING:
    from app.services.chain.chain_facts import Chain


class ChainSource(QObject):
    """Loads the chain as of today when a page wants it, and again after data changed."""

    loaded = Signal()
    """`chain` is of today and of what was written last."""
    outdated = Signal()
    """Something was written: `want` again where it is shown."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.chain: Chain | None = None
        self._stale, self._ticket, self._asked = True, 0, 0
        context.data_changed.connect(self._data_changed)

    @property
    def is_current(self) -> bool:
        """True while the chain need not be loaded again."""
        return self.chain is not None and not self._stale

    def want(self) -> None:
        """See that the chain is loaded; `loaded` tells when it is."""
        if not self._context.has_office:
            return
        if self.is_current:
            self.loaded.emit()
            return
        if self._asked == self._ticket and self._asked:
            return
        self._ticket += 1
        self._asked = ticket = self._ticket
        office, today = self._context.office, self._context.today()

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> Chain:
            from app.services.chain.chain_facts import load_chain

            with closing(office.read()) as connection:
                return load_chain(connection, today)

        def done(chain: Chain) -> None:
            if ticket == self._ticket:
                self.chain, self._stale = chain, False
                self.loaded.emit()

        def ended() -> None:
            if self._asked == ticket:
                self._asked = 0

        run_task(self, "读取产业链", work, done, quiet=True).finished.connect(ended)

    def _data_changed(self) -> None:
        self._stale, self._asked = True, 0
        self._ticket += 1
        self.outdated.emit()
