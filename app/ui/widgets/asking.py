"""Asking: one question with named answers, in the one place where the window blocks for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget


def ask(parent: QWidget | None, title: str, text: str, answers: Sequence[str]) -> str:
    """Return the answer chosen. The first is the usual one, the last is what closing the box means."""
    box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=parent)
    buttons = {}
    for position, answer in enumerate(answers):
        role = QMessageBox.ButtonRole.AcceptRole if position < len(answers) - 1 else QMessageBox.ButtonRole.RejectRole
        buttons[box.addButton(answer, role)] = answer
    keys = list(buttons)
    box.setDefaultButton(keys[0])
    box.setEscapeButton(keys[-1])
    box.exec()
    clicked = box.clickedButton()
    return next((answer for button, answer in buttons.items() if button is clicked), answers[-1])


def ask_text(parent: QWidget | None, title: str, text: str) -> str | None:
    """Return a line typed in answer, or None where the user thought better of it."""
    typed, agreed = QInputDialog.getText(parent, title, text)
    return typed.strip() if agreed else None
