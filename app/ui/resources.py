"""Where the files that the program ships lie, from source and in the bundle."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file under `resources/`."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).parents[2]
    return root.joinpath("resources", *parts)


def manual_folder() -> Path:
    """Return the folder of the manual, `docs/` from source and in the bundle."""
    return resource("..", "docs").resolve()
