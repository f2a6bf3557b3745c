"""A period of one's own choice, typed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.reading import Unreadable
from app.ui.widgets.edits import ReadingEdit


class PeriodEdit(ReadingEdit):
    """A period typed as 2026-06, 2026 or 2026-01..2026-06."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("2026-01..2026-06")
        self.period: Period | None = None

    def read(self) -> Period | None:
        """Return the period, None where empty; raise `Unreadable`."""
        text = self.text().strip().replace("至", "..").replace("—", "..").replace("/", "-")
        try:
            self.period = Period.parse(text) if text else None
        except Refused as refused:
            raise Unreadable(refused.message) from refused
        return self.period
