"""The frozen PDFs of signed papers, in the office's papers/ under the hash of their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.models.faults import in_chinese
from app.models.office import Office
from app.rules.errors import OfficeError

FOLDER = ("papers", "signed")


def keep(office: Office, pdf: bytes) -> str:
    """Keep a PDF and return its SHA-256; the file is whole before its name appears."""
    digest = hashlib.sha256(pdf).hexdigest()
    if kept(office, digest) is None:
        write_whole(_path(office, digest), pdf)
    return digest


def kept(office: Office, digest: str) -> bytes | None:
    """Return a kept PDF, or None where the file is missing or was changed."""
    try:
        pdf = _path(office, digest).read_bytes()
    except OSError:
        return None
    return pdf if hashlib.sha256(pdf).hexdigest() == digest else None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears complete or not at all; raise `OfficeError` where it cannot be written."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise OfficeError(f"写入“{path}”失败：这是文件夹，不是文件。请换一个名字。")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise in_chinese(error, f"写入“{path}”") from error


def folder(office: Office) -> Path:
    """Return where the frozen PDFs are kept, beside the folders that papers are written to by default."""
    return office.folder.joinpath(*FOLDER)


def _path(office: Office, digest: str) -> Path:
    return folder(office) / f"{digest}.pdf"
