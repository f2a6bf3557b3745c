"""Names of files that came from anywhere: what of them is shown, and may be written on any disk."""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 180
"""Longest name in UTF-8: every file system in use takes it, with room for a counter."""

NAMELESS = "未命名"

_UNSAFE = re.compile('[<>:"/\\\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RESERVED = re.compile(r"(?i)(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|$)")

RUNNING = re.compile(
    "app(image)?|bat|chm|cmd|com|cpl|desktop|dll|exe|gadget|hta|inf|jar|jse?|lnk|ms[cip]|pif|ps1|psm1|pyw?|reg|sc[fr]|sh"
    "|url|vb[es]?|ws[fh]?"
)
"""Endings of files that run something instead of showing it: kept, but never opened from here."""


def clean_file_name(name: str) -> str:
    """Return the last part of a path as a harmless name: no folders, no reserved words, no hidden direction marks.

    `../x` and `C:\\y\\x` give `x`; CON and NUL get a `_` before them; `a:b` becomes `a_b`; spaces and points at the
    end go; long names are cut before their ending. Never empty.
    """
    last = re.split(r"[/\\]", _INVISIBLE.sub("", unicodedata.normalize("NFC", name)).rstrip("/\\"))[-1]
    last = _UNSAFE.sub("_", last).strip().rstrip(". ")
    if not last.strip("._ "):
        return NAMELESS
    if _RESERVED.match(last):
        last = f"_{last}"
    return _cut(last)


def ending(name: str) -> str:
    """Return the ending of a name in lower case, without its point; empty where there is none."""
    stem, point, last = name.rpartition(".")
    return last.strip().lower() if point and stem else ""


def runs(name: str) -> bool:
    """Tell whether the system would run a file of that name rather than show it."""
    return RUNNING.fullmatch(ending(name)) is not None


def apart(name: str, taken: set[str]) -> str:
    """Return `name`, or `name（2）` and so on, unlike all of `taken` even where case is not told apart."""
    used = {one.casefold() for one in taken}
    stem, point, last = name.rpartition(".") if ending(name) else (name, "", "")
    number, candidate = 1, name
    while candidate.casefold() in used:
        number += 1
        candidate = f"{stem}（{number}）{point}{last}"
    return candidate


def _cut(name: str) -> str:
    if len(name.encode("utf-8")) <= LONGEST_BYTES:
        return name
    tail = f".{ending(name)}" if 0 < len(ending(name)) <= 10 else ""
    stem = name[: len(name) - len(tail)]
    room = LONGEST_BYTES - len(tail.encode("utf-8")) - len("…".encode())
    return stem.encode("utf-8")[:room].decode("utf-8", "ignore").rstrip(". ") + "…" + tail
