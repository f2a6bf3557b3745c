"""Keeps the tests away from the user's screen, settings and offices: Qt draws nowhere, the home folder is a new one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs
import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

USER_CACHE = platformdirs.user_cache_path()
"""The real cache: fonts are made of others once, in 20 s each, and serve the tests as well."""


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home folder of its own, without settings and offices; only the font cache is the user's."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(USER_CACHE))
    if "PySide6.QtCore" in sys.modules:
        keep_qt_settings_in(folder)
    return folder


def keep_qt_settings_in(folder: Path) -> None:
    """Move Qt's settings; it reads the folder from the environment only once."""
    from PySide6.QtCore import QSettings

    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder / "settings"))
