"""Where things lie: the program's resources, the office folder that is taken when none is named."""

from __future__ import annotations

import sys
from pathlib import Path

APPLICATION = "zhaoshangtai"

RESOURCES = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[3])) / "resources"
"""The folder `resources/`, in the source tree or in the bundle."""


def default_office() -> Path:
    """Return the office folder that is used when none is named: 招商台 in the user's documents."""
    from platformdirs import user_documents_path

    return user_documents_path() / "招商台"
