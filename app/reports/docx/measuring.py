"""Widths of texts without a font file: a Chinese character fills its cell, a figure half of it."""

from __future__ import annotations

from app.reports.fonts.roles import Role
from app.reports.gongwen.lines import Measured
from app.reports.gongwen.marks import takes_cell

_NARROW = 0.5
"""Width of figures and Latin letters in Chinese fonts, as a share of a cell."""


def estimated(text: str, _role: Role, size: float) -> Measured:
    """`text` measured so; no faces, since Word brings its own."""
    return Measured(text, (), tuple(size if takes_cell(char) else size * _NARROW for char in text), size)
