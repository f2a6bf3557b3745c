"""What the parts of a dossier have in common: they show it, and act on it through the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.stages import Stage
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.theme import Space

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier


class Panel(QWidget):
    """One part of a dossier. `body` is its layout."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.dossier: Dossier | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        self.body.setSpacing(Space.SMALL)

    def show_dossier(self, dossier: Dossier) -> None:
        """Show this dossier, or the new state of the one that is shown."""
        self.dossier = dossier
        self.refresh()

    def refresh(self) -> None:
        """Bring the widgets in line with `dossier`."""

    @property
    def may_change(self) -> bool:
        """True where the dossier may be changed; one that was terminated is only read."""
        return self.is_kept and self.dossier is not None and self.dossier.stage is not Stage.TERMINATED

    @property
    def is_kept(self) -> bool:
        """True where the dossier is not voided, in an office that may be changed."""
        return self.context.writable and self.dossier is not None and self.dossier.void_reason is None

    def attempt(self, title: str, act: Callable[[], object], notice: str) -> bool:
        """Do `act`; tell the others, or show why it was refused. Return whether it was done."""
        try:
            act()
        except OfficeError as error:
            show_error(self, error, title)
            return False
        self.context.data_changed.emit()
        self.context.status.emit(notice)
        return True
