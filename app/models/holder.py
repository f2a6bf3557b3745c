"""Who holds the office folder: one writer at a time, and the second is told who the first is.

The lock is the operating system's own, by the standard library: a library for it costs the window a tenth of its start.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sys
from pathlib import Path
from typing import IO

from app.models.faults import in_chinese
from app.rules.errors import OfficeError


class OfficeHeld(OfficeError):
    """Another program holds the folder; it may be opened read-only."""


class FolderLock:
    """The right to write in an office folder, held until `release`.

    The lock is on `office.lock` and ends with the process, so a crashed holder never keeps it; who holds it stands
    beside it in `office.holder.json`.
    """

    def __init__(self, file: IO[bytes], holder: Path) -> None:
        self._file = file
        self._holder = holder

    @classmethod
    def take(cls, folder: Path, who: str) -> FolderLock:
        """Take the lock; raise `OfficeHeld` naming the holder, `OfficeError` where the folder cannot be written."""
        holder = folder / "office.holder.json"
        try:
            file = (folder / "office.lock").open("ab")
        except OSError as error:
            raise in_chinese(error, f"打开办公文件夹“{folder}”") from error
        if not lock_alone(file):
            file.close()
            raise OfficeHeld(
                f"办公文件夹“{folder}”正被{_describe(holder)}使用。可以等对方关闭后再打开，或者以只读方式打开查看。"
            )
        facts = {
            "who": who,
            "computer": platform.node(),
            "pid": os.getpid(),
            "since": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        try:
            holder.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            file.close()
            raise in_chinese(error, f"打开办公文件夹“{folder}”") from error
        return cls(file, holder)

    def release(self) -> None:
        """Give the folder free; safe to call twice."""
        if not self._file.closed:
            self._holder.unlink(missing_ok=True)
            self._file.close()


def lock_alone(file: IO[bytes]) -> bool:
    """Lock an open file for this process alone, without waiting; return whether it could be had."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _describe(holder: Path) -> str:
    try:
        facts = json.loads(holder.read_text(encoding="utf-8"))
        since = dt.datetime.fromisoformat(facts["since"])
        return f"{facts['who']}（电脑 {facts['computer']}，进程 {facts['pid']}，自{since:%m月%d日 %H:%M}起）"
    except (OSError, ValueError, KeyError, TypeError):
        return "另一个程序"
