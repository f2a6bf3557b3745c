"""Reading a workbook through the child process: its sheets, or an `OfficeError` that says what is wrong."""

from __future__ import annotations

import dataclasses
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from app.rules.errors import Cancelled, OfficeError
from app.rules.ledger.sheet import Merge, Sheet
from app.rules.os_faults import in_words
from app.services.importing.child import HIDDEN_ARGUMENT
from app.services.importing.limits import DEFAULT_LIMITS, MIB, Limits

_ROOT = Path(__file__).resolve().parents[3]
_POLL = 0.1


@dataclass
class Workbook:
    """The sheets of a file, and those passed over with the reason."""

    sheets: list[Sheet] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)


def read_workbook(
    path: Path, *, limits: Limits = DEFAULT_LIMITS, cancelled: Callable[[], bool] | None = None
) -> Workbook:
    """Read all visible sheets of .xlsx, .xls, .et, .ods or a text table, whatever its name says.

    Raises `OfficeError` where the file is missing, locked, encrypted, damaged, hostile or too large, within
    `limits`; `Cancelled` once `cancelled()` says so.
    """
    _check_reachable(path)
    process = subprocess.Popen(
        _command(path, limits),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        return _collect(process, path, limits, cancelled)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _command(path: Path, limits: Limits) -> list[str]:
    arguments = [str(path.absolute()), json.dumps(dataclasses.asdict(limits))]
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_ARGUMENT, *arguments]
    return [sys.executable, "-m", "app.services.importing.child", *arguments]


def _check_reachable(path: Path) -> None:
    if not path.exists():
        raise OfficeError(f"找不到文件“{path}”。请核对路径和文件名。")
    if not path.is_file():
        raise OfficeError(f"“{path}”不是文件。请选择一个 Excel 或 CSV 文件。")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise OfficeError(f"打不开“{path.name}”：{in_words(error)}如果别的程序正占用它，请关闭后再试。") from error


def _collect(
    process: subprocess.Popen[bytes], path: Path, limits: Limits, cancelled: Callable[[], bool] | None
) -> Workbook:
    assert process.stdout is not None
    frames: queue.Queue[tuple[Any, ...] | None] = queue.Queue(maxsize=64)
    stopped = threading.Event()
    reader = threading.Thread(target=_pump, args=(process.stdout, frames, stopped), daemon=True)
    reader.start()
    workbook = Workbook()
    deadline = time.monotonic() + limits.seconds
    try:
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            if time.monotonic() > deadline:
                raise OfficeError(
                    f"“{path.name}”读了 {limits.seconds} 秒还没读完，已停止。文件可能有问题，请另存后再导入。"
                )
            _check_memory(process, path, limits)
            try:
                frame = frames.get(timeout=_POLL)
            except queue.Empty:
                continue
            if frame is None:
                raise OfficeError(_died(path, process.wait(timeout=10)))
            if frame[0] == "end":
                return workbook
            _take(frame, workbook, path)
    finally:
        stopped.set()
        if process.poll() is None:
            process.kill()
        while reader.is_alive():
            try:
                frames.get_nowait()
            except queue.Empty:
                reader.join(timeout=0.01)
        process.stdout.close()


def _take(frame: tuple[Any, ...], workbook: Workbook, path: Path) -> None:
    match frame:
        case ("sheet", name, merges, hidden_rows, hidden_columns):
            ranges = None if merges is None else [Merge(*merge) for merge in merges]
            workbook.sheets.append(Sheet(name, [], ranges, frozenset(hidden_rows), frozenset(hidden_columns)))
        case ("rows", rows):
            workbook.sheets[-1].rows.extend(rows)
        case ("passed", name, reason):
            workbook.passed.append((name, reason))
        case ("error", message):
            raise OfficeError(f"“{path.name}”：{message}")


def _pump(stream: IO[bytes], frames: queue.Queue[tuple[Any, ...] | None], stopped: threading.Event) -> None:
    """Move frames from the child into the queue; None once the child has closed its end."""
    while not stopped.is_set():
        length = stream.read(8)
        if len(length) < 8:
            break
        data = stream.read(int.from_bytes(length, "big"))
        try:
            frames.put(pickle.loads(data))
        except (EOFError, pickle.UnpicklingError):
            break
    frames.put(None)


def _died(path: Path, status: int) -> str:
    return (
        f"“{path.name}”读不出来：读取时出错中断（{status}），文件内容异常——可能损坏，或有单元格远在表格之外、内容过大。"
        "请在 Excel 或 WPS 中打开，只留台账部分，另存为 .xlsx 后再导入。"
    )


def _check_memory(process: subprocess.Popen[bytes], path: Path, limits: Limits) -> None:
    """On Windows, where a process cannot limit itself: stop the child once it holds more than allowed."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("PeakWorkingSetSize", "WorkingSetSize")),
            *((name, ctypes.c_size_t) for name in ("QuotaPeakPagedPoolUsage", "QuotaPagedPoolUsage")),
            *((name, ctypes.c_size_t) for name in ("QuotaPeakNonPagedPoolUsage", "QuotaNonPagedPoolUsage")),
            *((name, ctypes.c_size_t) for name in ("PagefileUsage", "PeakPagefileUsage")),
        ]

    counters = Counters(cb=ctypes.sizeof(Counters))
    handle = wintypes.HANDLE(int(process._handle))  # type: ignore[attr-defined]  # Popen offers it no other way
    known = ctypes.windll.psapi.GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb)
    if known and counters.PagefileUsage > limits.memory_bytes:
        raise OfficeError(f"“{path.name}”展开后超过 {limits.memory_bytes // MIB} MB 内存，已停止读取。请另存后再导入。")
