"""Where the files that the program ships lie, for the window."""

from __future__ import annotations

from pathlib import Path

from app.services.office.places import RESOURCES


def resource(*parts: str) -> Path:
    """Return the path of a file under `resources/`."""
    return RESOURCES.joinpath(*parts)


def manual_folder() -> Path:
    """Return the folder of the manual, `docs/` from source and in the bundle."""
    return RESOURCES.parent / "docs"
