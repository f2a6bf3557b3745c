"""Where the ink of a line lies: the standard for electronic papers counts distances from ink to ink."""

from __future__ import annotations

from app.reports.gongwen.lines import Measured


def ink_extent(measured: Measured) -> tuple[float, float]:
    """Upper and lower edge of a line's ink, counted from the top of its characters' bodies (points)."""
    upper, lower = [], []
    for char, face in zip(measured.text, measured.faces, strict=True):
        ink = face.ink(char)
        if ink is not None:
            upper.append(face.ascent - ink.top)
            lower.append(face.ascent - ink.bottom)
    return min(upper, default=0.0) * measured.size, max(lower, default=1.0) * measured.size
