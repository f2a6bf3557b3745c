"""Tables as .xlsx, as offices pass them on: a title, a head that stays in view, text that stays text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from app.rules.audience import Door
from app.rules.errors import Cancelled, OfficeError

Cell = str | int | float | None

_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
}
"""A cell that begins with = stays what somebody wrote; see docs/decisions/0006."""


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, and how numbers show (an Excel format)."""

    head: str
    width: float = 12
    format: str = "General"


def write_sheet(
    path: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    door: Door | None,
    note: str = "",
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write one sheet to `path`, whole or not at all.

    `note` stands at the right under the title (单位：亿元), behind it the audience whose `door` all must pass; only
    the program's own tables that are read back have none. Raises `Refused` for a name that the audience must not see,
    with its row; `OfficeError` where the file cannot be written, such as one that Excel or WPS holds open; and
    `Cancelled`.
    """
    if door is not None:
        note = f"{note}　印发范围：{door.label}".strip("　")
        door.let("文件名", path.name)
        door.let("表题和表头", title, note, *(column.head for column in columns))
        rows = _passed(rows, door)
    part = path.with_name(path.name + ".part")
    try:
        part.touch()  # a folder that cannot be written is told before the library opens files of its own
        with xlsxwriter.Workbook(str(part), _SAFE) as book:
            _fill(book, title, columns, rows, note, progress, cancelled)
        part.replace(path)
    except (OSError, FileCreateError) as error:
        raise OfficeError(f"写不了“{path}”：{error}。若文件正在 Excel 或 WPS 里打开，请先关闭它。") from error
    finally:
        part.unlink(missing_ok=True)


def _passed(rows: Iterable[Sequence[Cell]], door: Door) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows, start=1):
        door.let(f"第{number}行", *(cell for cell in row if isinstance(cell, str)))
        yield row


def _fill(
    book: xlsxwriter.Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    note: str,
    progress: Callable[[int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    sheet = book.add_worksheet("表")
    last = len(columns) - 1
    heading = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    formats = [book.add_format({"border": 1, "num_format": column.format}) for column in columns]
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    sheet.set_row(0, 28)
    if last > 0:
        sheet.merge_range(0, 0, 0, last, title, heading)
    else:
        sheet.write_string(0, 0, title, heading)
    sheet.write_string(1, last, note, book.add_format({"align": "right"}))
    sheet.set_row(2, 32)
    for number, column in enumerate(columns):
        sheet.write_string(2, number, column.head, head)
    line = 3
    for line, row in enumerate(rows, start=3):
        for number, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, number, _clean(value), formats[number])
            elif value is None:
                sheet.write_blank(line, number, None, formats[number])
            else:
                sheet.write_number(line, number, value, formats[number])
        if line % 500 == 0:
            if cancelled is not None and cancelled():
                raise Cancelled
            if progress is not None:
                progress(line - 3)
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, line, last)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _clean(text: str) -> str:
    """Drop control characters, which Excel refuses, and cut at the longest text a cell holds."""
    return "".join(char for char in text if char >= " " or char in "\n\t")[:32767]
