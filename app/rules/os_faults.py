"""What the operating system reports of files and folders, in Chinese: what is wrong and what to do."""

from __future__ import annotations

import errno
from typing import Final

_WORDS: Final = {
    errno.EACCES: "没有权限。请检查文件夹的权限，或换一个位置。",
    errno.EPERM: "没有权限。请检查文件夹的权限，或换一个位置。",
    errno.EROFS: "所在的磁盘是只读的。请换一个可写的位置。",
    errno.ENOSPC: "磁盘已满。请清理出空间后再试。",
    errno.ENOENT: "文件或文件夹不存在。请检查路径。",
    errno.EEXIST: "同名的文件已经存在。请换一个名字。",
    errno.EISDIR: "这是文件夹，不是文件。请检查路径。",
    errno.ENOTDIR: "路径中有一段不是文件夹。请检查路径。",
    errno.ENAMETOOLONG: "名字太长。请缩短。",
    errno.EBUSY: "正被别的程序占用。请关闭后再试。",
}


def in_words(error: OSError) -> str:
    """Return a sentence on `error`; one that is not known is named as the system names it."""
    return _WORDS.get(error.errno or 0, f"系统报告“{error.strerror or error}”。")
