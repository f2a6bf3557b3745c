"""Faults of disk, lock and file, told in Chinese: what, where, what to do."""

from __future__ import annotations

import sqlite3

from app.rules.errors import OfficeError
from app.rules.os_faults import in_words

_SQLITE = {
    5: "数据正被另一个程序写入。请稍候再试；若一直如此，请关闭其他正在使用该文件夹的程序。",
    6: "数据正被另一个程序写入。请稍候再试。",
    8: "文件或文件夹是只读的。请检查权限，或把办公文件夹移到可写的磁盘。",
    10: "磁盘读写出错。请检查磁盘、U盘或网络盘是否还连着，然后重新打开。",
    11: "数据文件已损坏。请停止使用，从 backups 文件夹里的备份恢复。",
    13: "磁盘已满。请清理出空间后再试；此前保存的内容都在。",
    14: "文件打不开。请检查文件夹是否还在、是否有权限。",
    26: "文件不是招商台的数据。",
}


def in_chinese(error: BaseException, doing: str) -> OfficeError:
    """Return the `OfficeError` that tells `error` to the office; `doing` says what failed (“打开“…””)."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return OfficeError(f"{doing}失败：{_SQLITE.get(code, f'数据库报告“{error}”。')}")
    if isinstance(error, OSError):
        return OfficeError(f"{doing}失败：{in_words(error)}")
    return OfficeError(f"{doing}失败：{error}")


def is_world(error: BaseException) -> bool:
    """Tell whether an sqlite error is the world's fault (lock, disk, file) and not a defect of ours."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE


def world_fault(error: BaseException, doing: str) -> OfficeError | None:
    """Return the `OfficeError` for a fault of the world that sqlite or SQLAlchemy reported; None for a defect."""
    reported = getattr(error, "orig", None) or error
    return in_chinese(reported, doing) if is_world(reported) else None
