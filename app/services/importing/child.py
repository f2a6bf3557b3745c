"""The child process that reads a workbook: what is hostile brings down the child, never the program.

Run as `python -m app.services.importing.child FILE LIMITS`, in a bundle as `zst --read-ledger FILE LIMITS`. Writes
frames (8 bytes of length, then a pickle) to its standard output: ("sheet", name, merges, hidden rows, hidden columns),
("rows", [row, …]), ("passed", name, reason) and at last ("end",) or ("error", message in Chinese).
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from app.services.importing.container import Refusal, check_container
from app.services.importing.limits import Limits
from app.services.importing.marks import Marks, xlsx_marks
from app.services.importing.marks_xls import xls_marks
from app.services.importing.text import NotText, decode, rows

HIDDEN_ARGUMENT = "--read-ledger"
"""The first argument by which the bundled program becomes this child; main.py hands it on."""

_CHUNK = 2000

Send = Callable[..., None]


def read_in_child(arguments: list[str]) -> int:
    """Read the workbook named by the first argument, within the limits given as JSON by the second."""
    path, limits = Path(arguments[0]), Limits(**json.loads(arguments[1]))
    _restrain(limits)
    out = _output()

    def send(*frame: Any) -> None:
        data = pickle.dumps(frame, protocol=pickle.HIGHEST_PROTOCOL)
        out.write(len(data).to_bytes(8, "big"))
        out.write(data)
        out.flush()

    try:
        if check_container(path, limits) == "text":
            _send_text(path, limits, send)
        else:
            _send_workbook(path, limits, send)
        send("end")
    except Refusal as refusal:
        send("error", str(refusal))
    except MemoryError:
        send("error", "文件展开后超过了内存限制，无法读取。请删去多余的内容，另存后再导入。")
    out.close()
    return 0


def _restrain(limits: Limits) -> None:
    """Limit memory and processor time where the system lets a process limit itself (the parent watches elsewhere)."""
    if sys.platform == "win32":
        return
    import resource

    def lower(kind: int, wanted: int) -> None:
        _, hard = resource.getrlimit(kind)
        wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (wanted, hard))

    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_AS, limits.memory_bytes)
    lower(resource.RLIMIT_CPU, limits.seconds)


def _output() -> BinaryIO:
    """Return the standard output as bytes; a windowed program on Windows has the handle but no file for it."""
    descriptor = 1
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        handle = ctypes.windll.kernel32.GetStdHandle(-11)
        descriptor = msvcrt.open_osfhandle(handle, os.O_BINARY)
    return os.fdopen(descriptor, "wb", buffering=1024 * 1024)


def _send_text(path: Path, limits: Limits, send: Send) -> None:
    try:
        text = decode(path.read_bytes())
    except NotText:
        raise Refusal("不是表格文件。请用 Excel 或 WPS 另存为 .xlsx 后再导入。") from None
    send("sheet", "", None, (), ())
    _send_rows(rows(text), 0, limits, send, {})


def _send_workbook(path: Path, limits: Limits, send: Send) -> None:
    import python_calamine as calamine

    marks = xlsx_marks(path) or xls_marks(path)
    try:
        with path.open("rb") as file:
            workbook = calamine.CalamineWorkbook.from_filelike(file)
            for info in workbook.sheets_metadata:
                if info.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                if info.visible != calamine.SheetVisibleEnum.Visible:
                    send("passed", info.name, "隐藏的工作表")
                    continue
                _send_sheet(workbook.get_sheet_by_name(info.name), limits, send, marks.get(info.name) or Marks())
    except calamine.PasswordError:
        raise Refusal("文件加了密码。请在 Excel 或 WPS 中取消密码，另存后再导入。") from None
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Refusal(
            f"文件已损坏或不完整，读不出来（{error}）。请在 Excel 或 WPS 中打开核对，另存为 .xlsx 后再导入。"
        ) from None


def _send_sheet(sheet: Any, limits: Limits, send: Send, marks: Marks) -> None:
    """Send one sheet. `sheet` is calamine's, whose stub gives its members types we need not repeat here."""
    if sheet.start is None:
        send("passed", sheet.name, "空的工作表")
        return
    left = sheet.start[1]
    if sheet.width + left > limits.columns:
        send("passed", sheet.name, f"有{sheet.width + left}列，超过{limits.columns}列，不像台账。请删去右侧多余的列")
        return
    if sheet.width * sheet.height > limits.cells:
        send("passed", sheet.name, "单元格太多，不像台账。请删去多余的行列")
        return
    ranges = sheet.merged_cell_ranges
    merges = ranges and [(*start, *end) for start, end in ranges] if ranges is not None else None
    send("sheet", sheet.name, merges, tuple(marks.rows), tuple(marks.columns))
    _send_rows(sheet.iter_rows(), left, limits, send, marks.errors)


def _send_rows(
    source: Iterable[list[Any]], left: int, limits: Limits, send: Send, errors: Mapping[int, Mapping[int, str]]
) -> None:
    """Send the rows, with what cells show instead of a value where the reader of workbooks tells nothing."""
    chunk: list[list[Any]] = []
    margin = [""] * left
    filled = 0
    for number, row in enumerate(source):
        for column, text in errors.get(number, {}).items():
            if left <= column < left + len(row) and row[column - left] == "":
                row[column - left] = text
        if row.count("") == len(row):
            chunk.append([])
        else:
            filled += 1
            if filled > limits.rows:
                raise Refusal(f"超过{limits.rows}行，请拆成几个文件再导入。")
            if len(row) + left > limits.columns:
                raise Refusal(f"第{filled}行有{len(row)}列，超过{limits.columns}列，不像台账。请删去多余的列。")
            chunk.append(margin + row if left else row)
        if len(chunk) == _CHUNK:
            _check_cells(chunk, limits)
            send("rows", chunk)
            chunk = []
    _check_cells(chunk, limits)
    send("rows", chunk)


def _check_cells(chunk: list[list[Any]], limits: Limits) -> None:
    for row in chunk:
        for cell in row:
            if isinstance(cell, str) and len(cell) > limits.cell_characters:
                raise Refusal(f"有一个单元格超过{limits.cell_characters}字，不像台账。请核对文件。")


if __name__ == "__main__":
    sys.exit(read_in_child(sys.argv[1:]))
