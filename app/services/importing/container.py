"""What a file is, told by its first bytes and not by its name; what must not be read is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from app.services.importing.limits import MIB, Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_AGAIN = "请在 Excel 或 WPS 中打开，另存为不带密码、不带宏的 .xlsx 后再导入。"


class Refusal(Exception):
    """The file is not read; the message is Chinese, for the office."""


def check_container(path: Path, limits: Limits) -> Literal["workbook", "text"]:
    """Say whether a file is a workbook or a text table; raise `Refusal` for what is neither, or not to be opened."""
    with path.open("rb") as file:
        head = file.read(4096)
        size = file.seek(0, 2)
    if not head:
        raise Refusal("文件是空的（0 字节）。请重新取得文件。")
    if size > limits.file_bytes:
        raise Refusal(f"文件有 {size // MIB} MB，超过 {limits.file_bytes // MIB} MB，不像台账。请拆分后再导入。")
    if head.startswith(_OLE):
        _check_ole(path.read_bytes())
        return "workbook"
    if head.startswith(b"PK"):
        _check_zip(path, limits)
        return "workbook"
    if head[:2] in _BIFF and b"\0" in head[:64]:
        return "workbook"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"mime-version")):
        raise Refusal("这是网页格式的表格（扩展名虽是 .xls）。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再导入。")
    if start.startswith(b"%pdf"):
        raise Refusal("这是 PDF，不是表格。请导入原来的 Excel 表。")
    return "text"


def _check_ole(data: bytes) -> None:
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        raise Refusal(f"文件加了密码。{_AGAIN}")
    if _utf16("_VBA_PROJECT") in data:
        raise Refusal(f"文件带有宏（VBA 程序），为安全起见不读取。{_AGAIN}")
    if _utf16("WordDocument") in data:
        raise Refusal("这是 Word 文档，不是表格。请导入 Excel 表。")
    if not (_utf16("Workbook") in data or _utf16("Book") in data):
        raise Refusal("不是 Excel 表，或已损坏。请在 Excel 或 WPS 中打开核对，另存为 .xlsx 后再导入。")


def _check_zip(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refusal(
            "文件已损坏或不完整（压缩包读不出来）。请重新取得文件，或在 Excel、WPS 中打开后另存再导入。"
        ) from None
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal(f"文件加了密码。{_AGAIN}")
    if any(name.lower().endswith(("vbaproject.bin", "macrosheets/sheet1.xml")) for name in names):
        raise Refusal(f"文件带有宏（VBA 程序），为安全起见不读取。{_AGAIN}")
    if any(name.startswith("word/") for name in names):
        raise Refusal("这是 Word 文档，不是表格。请导入 Excel 表。")
    if "content.xml" not in names and not any(name.lower().startswith("xl/") for name in names):
        raise Refusal("压缩包里没有表格。请先解压，再导入其中的 Excel 表。")
    sizes = [part.file_size for part in parts]
    if sum(sizes) > limits.unpacked_bytes or max(sizes) > limits.unpacked_bytes // 2:
        raise Refusal(f"文件展开后有 {sum(sizes) // MIB} MB，超过限制，不像台账。请删去多余的内容，另存后再导入。")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
