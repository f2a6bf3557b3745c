"""The menus and their shortcuts, in one list that the 快捷键 page shows too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


@dataclass(frozen=True)
class Command:
    """One entry of a menu: its words, its keys, what it does, and when it can be used."""

    key: str
    text: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    needs: str = ""
    """Empty: always; "office": with an open office; "writable": with one that may be changed."""


Menu = tuple[str, list[Command | None]]
"""A menu's title and its entries; None is a line between them."""


class Actions:
    """The actions of the window, by key; `update` enables those that make sense now."""

    def __init__(self, window: QMainWindow, menus: list[Menu]) -> None:
        self._actions: dict[str, QAction] = {}
        self._commands: list[tuple[str, Command]] = []
        self.menus: dict[str, QMenu] = {}
        for title, commands in menus:
            menu = window.menuBar().addMenu(title)
            self.menus[title] = menu
            for command in commands:
                if command is None:
                    menu.addSeparator()
                    continue
                action = QAction(command.text, window)
                action.setShortcuts([QKeySequence(keys) for keys in command.keys])
                action.triggered.connect(lambda _checked=False, run=command.run: run())
                menu.addAction(action)
                self._actions[command.key] = action
                self._commands.append((title.split("(")[0], command))

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def update(self, *, has_office: bool, writable: bool) -> None:
        """Enable what can be used now."""
        for _, command in self._commands:
            usable = {"": True, "office": has_office, "writable": writable}[command.needs]
            self._actions[command.key].setEnabled(usable)

    def shortcuts(self) -> list[tuple[str, str, str]]:
        """Return (menu, what it does, keys) of every command that has keys."""
        return [
            (menu, command.text.rstrip("…").split("(")[0], "　或　".join(command.keys))
            for menu, command in self._commands
            if command.keys
        ]
