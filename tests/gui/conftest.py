"""A small office open in the window's context, and waiting for what runs behind the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.context import AppContext
from app.ui.settings import Settings
from app.ui.tasks import running_tasks
from tests.support import TODAY, small_office


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path) -> Iterator[AppContext]:
    """The context with the small office open for writing."""
    context = AppContext(TODAY, Settings(tmp_path / "window.ini"))
    context.set_office(small_office(tmp_path / "office"))
    yield context
    settle(qtbot)
    context.set_office(None)


def settle(qtbot: QtBot) -> None:
    """Wait until nothing runs behind the window any more."""
    qtbot.waitUntil(lambda: not running_tasks(), timeout=60_000)
