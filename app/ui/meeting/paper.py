"""The slides on paper: the whole meeting as one PDF, or one page for each unit in a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSaveFile
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from app.rules.errors import OfficeError
from app.rules.filenames import apart, clean_file_name
from app.rules.meeting_pack import MeetingPack
from app.ui.meeting.canvas import HIGH, LIGHT, WIDE, Canvas
from app.ui.meeting.slides import Slide, paint_slide, slides_of, unit_slides


def write_meeting(path: Path, pack: MeetingPack) -> None:
    """Write every slide of a pack as a page of a landscape A4 PDF; raise `OfficeError` where it cannot be written."""
    _write(path, pack, slides_of(pack))


def write_briefings(folder: Path, pack: MeetingPack) -> list[Path]:
    """Write one page per unit into `folder`, a file each, and return the files; raises as `write_meeting` does."""
    written: list[Path] = []
    for unit, slide in unit_slides(pack):
        name = clean_file_name(f"{unit}{pack.period_label}简报.pdf".replace("/", "_"))
        path = folder / apart(name, {one.name for one in written})
        _write(path, pack, [slide])
        written.append(path)
    return written


def _write(path: Path, pack: MeetingPack, slides: Sequence[Slide]) -> None:
    file = QSaveFile(str(path))
    fault = f"PDF 没有保存到“{path}”：%s。请检查文件夹是否可写、文件是否被别的程序打开，或换一个位置。"
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise OfficeError(fault % file.errorString())
    writer = QPdfWriter(file)
    writer.setTitle(pack.title)
    writer.setCreator("招商台")
    margins = QMarginsF(8, 8, 8, 8)
    landscape = QPageLayout.Orientation.Landscape
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), landscape, margins, QPageLayout.Unit.Millimeter)
    )
    painter = QPainter(writer)
    scale = min(writer.width() / WIDE, writer.height() / HIGH)
    painter.scale(scale, scale)
    for number, slide in enumerate(slides):
        if number:
            writer.newPage()
        paint_slide(Canvas(painter, LIGHT), pack, slide, number, len(slides))
    painter.end()
    if not file.commit():
        raise OfficeError(fault % file.errorString())
