"""Files that wait under temporary names until their papers are numbered; what a killed program left is taken away.

Each folder that is written to holds a lock file of the writer's for as long. The lock is the operating system's own and
ends with the process: whoever can take it knows that the writer is gone, and that its files are nobody's.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from app.models.faults import in_chinese
from app.models.holder import lock_alone
from app.rules.errors import OfficeError
from app.rules.os_faults import in_words

_LOCK = re.compile(r"\.zst-([0-9a-f]{32})\.lock")
_PART = re.compile(r"\.zst-([0-9a-f]{32})-\d+\.part")
_KEPT_PART = re.compile(r"[0-9a-f]{64}\.pdf\.part")
"""What `store.keep` leaves where it is killed; whoever still writes one has written it within the hour."""
_HOUR_S = 3600


class Waiting:
    """Files under temporary names in their folders, until `show` gives them their own; otherwise taken away."""

    def __init__(self, files: Sequence[tuple[Path, bytes]]) -> None:
        self._files = files
        self._parts: list[tuple[Path, Path]] = []
        self._marks: dict[Path, _Mark] = {}

    def __enter__(self) -> Waiting:
        """Write the files; raise `OfficeError` where one cannot be, none being left then."""
        path = Path()
        try:
            for number, (path, data) in enumerate(self._files):
                if path.is_dir():
                    raise OfficeError(f"写入“{path}”失败：这是文件夹，不是文件。请换一个名字。")
                folder = path.parent
                if folder not in self._marks:
                    folder.mkdir(parents=True, exist_ok=True)
                    clear_leftovers(folder)
                    self._marks[folder] = _Mark(folder)
                part = folder / f".zst-{self._marks[folder].token}-{number}.part"
                self._parts.append((part, path))
                part.write_bytes(data)
        except OSError as error:
            self._clear()
            raise in_chinese(error, f"写入“{path}”") from error
        except OfficeError:
            self._clear()
            raise
        return self

    def show(self) -> None:
        """Give the files their names; what cannot be named is told, the papers being signed all the same."""
        for part, path in self._parts:
            try:
                part.replace(path)
            except OSError as error:
                raise OfficeError(
                    f"公文已签发编号，但“{path}”没有写成：{in_words(error)}"
                    "请关闭正打开它的程序，再运行一次：编号不变，只补写文件。"
                ) from error

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        for part, _ in self._parts:
            part.unlink(missing_ok=True)
        for mark in self._marks.values():
            mark.take_away()
        self._marks.clear()


class _Mark:
    """The lock file of one writer in one folder."""

    def __init__(self, folder: Path) -> None:
        """Make it; another program that clears the folder may take it before it is locked, so look twice."""
        while True:
            self.token = uuid.uuid4().hex
            self._path = folder / f".zst-{self.token}.lock"
            self._file: IO[bytes] = self._path.open("xb")
            if lock_alone(self._file) and self._path.exists():
                return
            self._file.close()
            self._path.unlink(missing_ok=True)

    def take_away(self) -> None:
        self._file.close()
        _remove(self._path)


def clear_leftovers(folder: Path) -> int:
    """Take away what killed programs left in a folder, and return how many files; a living writer's stay."""
    try:
        names = [entry.name for entry in folder.iterdir() if entry.name.endswith((".lock", ".part"))]
    except OSError:
        return 0
    alive = {match[1] for name in names if (match := _LOCK.fullmatch(name)) and not _gone(folder / name)}
    parts = [name for name in names if (match := _PART.fullmatch(name)) and match[1] not in alive]
    parts += [name for name in names if _KEPT_PART.fullmatch(name) and _is_old(folder / name)]
    locks = [name for name in names if (match := _LOCK.fullmatch(name)) and match[1] not in alive]
    return sum(_remove(folder / name) for name in (*parts, *locks))


def _gone(lock: Path) -> bool:
    """Tell whether the program that made a lock file is gone; where that cannot be told, it is not."""
    try:
        with lock.open("ab") as file:
            return lock_alone(file)
    except OSError:
        return False


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _HOUR_S
    except OSError:
        return False


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True
