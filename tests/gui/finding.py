"""Finding what the window has opened."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QObject

T = TypeVar("T", bound=QObject)


def the(kind: type[T], parent: QObject) -> T:
    """Return the child of that kind; the test fails where there is none."""
    child = parent.findChild(kind)
    assert child is not None, f"no {kind.__name__} is open"
    return child
