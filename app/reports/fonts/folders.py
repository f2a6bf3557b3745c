"""Where fonts are looked for: the office's own folder, Windows, the font cache, Debian, the bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

EXTRA_FOLDER = "ZST_FONTS"
"""Environment variable: a folder of fonts that goes before all others."""


def cache_folder() -> Path:
    """The user's font cache, where converted fonts are kept (not created here)."""
    return Path(platformdirs.user_cache_dir("zhaoshangtai", appauthor=False)) / "fonts"


def font_folders() -> list[Path]:
    """Every folder that may hold a font, in the order of preference; folders that do not exist are left out."""
    folders = [Path(extra) for extra in os.environ.get(EXTRA_FOLDER, "").split(os.pathsep) if extra]
    if sys.platform == "win32":
        folders.append(Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts")
        local = os.environ.get("LOCALAPPDATA")
        if local:
            folders.append(Path(local) / "Microsoft" / "Windows" / "Fonts")
    folders.append(cache_folder())
    folders.append(Path(__file__).resolve().parents[3] / "resources" / "fonts")
    debian = Path("/usr/share/fonts/truetype")
    folders += [debian / name for name in ("arphic", "wqy", "lxgw-wenkai", "droid", "liberation", "dejavu")]
    folders += [Path.home() / ".local" / "share" / "fonts", Path.home() / ".fonts"]
    return [folder for folder in folders if folder.is_dir()]
