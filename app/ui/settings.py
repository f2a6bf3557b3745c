"""What the window remembers between runs: an ini file in the user's configuration folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

APPLICATION = "zhaoshangtai"
_RECENT = "recent/offices"
_MOST = 8


class Settings:
    """The remembered things, by plain keys; a damaged or unwritable file only means that nothing is remembered."""

    def __init__(self, file: Path | None = None) -> None:
        """Use `file`, or the usual one: Qt names the folder that platformdirs would, without being imported first."""
        generic = QStandardPaths.StandardLocation.GenericConfigLocation
        path = file or Path(QStandardPaths.writableLocation(generic)) / APPLICATION / "window.ini"
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def state(self, key: str) -> QByteArray | None:
        """Return a remembered geometry or header state."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set_state(self, key: str, state: QByteArray) -> None:
        """Remember a geometry or header state."""
        self._settings.setValue(key, state)

    def text(self, key: str, default: str = "") -> str:
        """Return a remembered text."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def set_text(self, key: str, value: str) -> None:
        """Remember a text."""
        self._settings.setValue(key, value)

    def recent_offices(self) -> list[Path]:
        """Return the office folders used last, the latest first."""
        value = self._settings.value(_RECENT, [])
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(text) for text in texts if text]

    def remember_office(self, folder: Path) -> None:
        """Put `folder` first among the recent ones."""
        others = [known for known in self.recent_offices() if known != folder]
        self._settings.setValue(_RECENT, [str(path) for path in [folder, *others][:_MOST]])
        self._settings.sync()

    def forget_office(self, folder: Path) -> None:
        """Drop `folder` from the recent ones, since it is gone."""
        self._settings.setValue(_RECENT, [str(path) for path in self.recent_offices() if path != folder])

    def sync(self) -> None:
        """Write to the file now."""
        self._settings.sync()
