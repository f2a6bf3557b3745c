"""Makes TrueType of CFF outlines (.otf), once, into the font cache: `python -m app.reports.fonts.convert A.otf ...`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.reports.fonts.folders import cache_folder
from app.rules.errors import OfficeError

MAX_ERROR_EM = 0.001
"""How far a quadratic curve may stray from the cubic one, as a share of the em: 0.005 mm in a 3号 character."""

_KEEP = {"head", "hhea", "hmtx", "maxp", "OS/2", "name", "cmap", "post", "glyf", "loca"}

_HINTING_LIMITS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)


def convert(source: Path, folder: Path | None = None) -> Path:
    """Convert `source` unless that is done already, and return the TrueType file.

    The file appears under its name only when it is complete. Raises `OfficeError` when `source` is no CFF font or the
    cache cannot be written.
    """
    folder = folder or cache_folder()
    target = folder / (source.stem + ".ttf")
    if target.is_file() and target.stat().st_size > 0:
        return target
    handle = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=source.stem + ".", suffix=".part", dir=folder)
        os.close(handle)
        try:
            _write_truetype(source, Path(name))
            os.chmod(name, 0o644)
            os.replace(name, target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OfficeError(f"字体 {source.name} 无法转换：{error}。请检查字体文件和文件夹 {folder}。") from error
    return target


def _write_truetype(source: Path, target: Path) -> None:
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, TTLibError, newTable

    try:
        font: Any = TTFont(source)  # Any: fontTools makes the fields of its tables at run time
    except TTLibError as error:
        raise OfficeError(f"{source} 不是可用的字体文件：{error}。请换一个字体文件。") from error
    with font:
        if "CFF " not in font:
            raise OfficeError(f"{source} 不是 CFF 轮廓的字体，不需要转换，请直接使用。")
        order = font.getGlyphOrder()
        outlines = font.getGlyphSet()
        tolerance = MAX_ERROR_EM * font["head"].unitsPerEm
        glyphs = {}
        for name in order:
            pen = TTGlyphPen(outlines)
            outlines[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
            glyphs[name] = pen.glyph()

        font["loca"] = newTable("loca")
        glyf: Any = newTable("glyf")
        font["glyf"] = glyf
        glyf.glyphOrder = order
        glyf.glyphs = glyphs
        for name, glyph in glyphs.items():
            glyph.recalcBounds(glyf)
            advance, _ = font["hmtx"][name]
            font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))

        maxp = font["maxp"]
        maxp.tableVersion = 0x00010000
        for field in _HINTING_LIMITS:
            setattr(maxp, field, 0)
        maxp.maxZones = 1
        font["post"].formatType = 3.0
        font.sfntVersion = "\x00\x01\x00\x00"
        for tag in list(font.keys()):
            if tag != "GlyphOrder" and tag not in _KEEP:
                del font[tag]
        font.save(target)


def main(arguments: list[str]) -> int:
    """Convert every file named on the command line; 0 when all are there, 1 when one could not be made."""
    if not arguments:
        print("用法：python -m app.reports.fonts.convert 字体.otf …", file=sys.stderr)
        return 2
    for argument in arguments:
        try:
            print(convert(Path(argument)))
        except OfficeError as error:
            print(error.message, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
