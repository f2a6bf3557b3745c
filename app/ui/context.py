"""What every tab is given: the open office, the day, and the signals by which tabs talk to each other."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.settings import Settings

if TYPE_CHECKING:
    from app.rules.audience import NamedUnit
    from app.services.office.offices import Office, OfficeNames


class AppContext(QObject):
    """The open office and what tabs share. A plain constructor argument of every tab, never a global.

    `connection` belongs to the GUI thread; work in another thread opens its own with `office.read()`.
    """

    office_opened = Signal()
    """Another office was opened, or the office was closed (`has_office` tells which)."""
    data_changed = Signal()
    """Something was written: show the new state. Emit it after every successful writing service."""
    project_requested = Signal(int)
    """A tab asks to show the dossier of this project id."""
    unit_selected = Signal(int)
    """A tab speaks of this unit id now (selected row)."""
    status = Signal(str)
    """A quiet notice for the status bar, in Chinese."""

    def __init__(self, today: dt.date | None = None, settings: Settings | None = None) -> None:
        """`today` fixes the day (tests, demonstrations); without it the calendar's day holds."""
        super().__init__()
        self._today = today
        self._office: Office | None = None
        self._connection: sqlite3.Connection | None = None
        self.settings = settings or Settings()

    def today(self) -> dt.date:
        """Return the day that the window works on."""
        return self._today or dt.datetime.now().astimezone().date()

    @property
    def has_office(self) -> bool:
        """True while an office is open."""
        return self._office is not None

    @property
    def office(self) -> Office:
        """The open office; asking without one is a defect."""
        if self._office is None:
            raise RuntimeError("no office is open")
        return self._office

    @property
    def connection(self) -> sqlite3.Connection:
        """The reading connection of the GUI thread."""
        connection = self._connection
        if connection is None:
            connection = self._connection = self.office.read()
        return connection

    @property
    def names(self) -> OfficeNames:
        """What the open office is called."""
        from app.services.office.offices import read_names

        return read_names(self.connection)

    def named_units(self) -> list[NamedUnit]:
        """Return every unit with all of its names: what is copied or drawn is searched for them (`TableView`)."""
        from app.services.papers.door import named_units

        return named_units(self.connection)

    @property
    def writable(self) -> bool:
        """True where an office is open and may be changed."""
        return self._office is not None and not self._office.read_only

    def set_office(self, office: Office | None) -> None:
        """Close the present office and take `office` (or none) in its place."""
        self._drop_connection()
        if self._office is not None:
            self._office.close()
        self._office = office
        self.office_opened.emit()

    def _drop_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
