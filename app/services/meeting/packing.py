"""会议包: one file for a meeting that holds nothing outside its audience, checksummed, locked on demand.

For screens: `pack` writes the file from the published rankings (or the present figures where none are published);
`open_pack` reads it anywhere, without a database, and gives a `rules.meeting_pack.MeetingPack`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

from app.models.faults import in_chinese
from app.rules.audience import Audience, Scope, refuse_narrower, widest_for
from app.rules.errors import OfficeError, Refused
from app.rules.meeting_pack import MeetingPack, pack_from_json, pack_to_json
from app.rules.periods import Period
from app.services.meeting.meeting_content import meeting_content
from app.services.meeting.sealing import is_sealed, seal, unseal
from app.services.ranking.ranking import GROUPS

CONTENT, MANIFEST = "meeting.json", "manifest.json"
FORMAT = "招商台会议包"
LARGEST = 64 * 1024 * 1024
"""Bytes that a pack may have at most, packed or not."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


def audience_named(text: str) -> Audience:
    """Return the audience by its label (市委常委会, 市级领导, 全市领导干部大会, 公开); raise `Refused`."""
    for audience in Audience:
        if text.strip() in (audience.label, audience.name.lower()):
            return audience
    raise Refused(f"没有“{text}”这个印发范围；可选：{'、'.join(audience.label for audience in Audience)}。")


def groups_for(audience: Audience) -> tuple[str, ...]:
    """Return the groups that an audience may see ranked."""
    return tuple(group for group in GROUPS if widest_for(group) >= audience)


def pack(
    connection: sqlite3.Connection,
    period: Period,
    audience: Audience,
    path: Path,
    *,
    as_of: dt.date,
    today: dt.date,
    password: str | None = None,
) -> str:
    """Write the pack of a period for an audience and return the SHA-256 of the file.

    Every text passes the door of the audience: a name that it must not see is `Refused`, with its place. Raises
    `OfficeError` where the file cannot be written; it appears whole or not at all.
    """
    content = meeting_content(connection, period, audience, groups_for(audience), as_of=as_of, today=today)
    data = pack_to_json(content)
    from app.services.papers.door import named_units

    said = [("会议包", text) for text in _texts(json.loads(data))]
    refuse_narrower(Scope(audience), named_units(connection), [*said, ("文件名", path.name)])
    sealed = _zip(data)
    if password:
        sealed = seal(sealed, password)
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(sealed)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise in_chinese(error, f"写入“{path}”") from error
    return hashlib.sha256(sealed).hexdigest()


def needs_password(path: Path) -> bool:
    """Tell whether a pack is locked; raise `OfficeError` where it cannot be read."""
    return is_sealed(_read(path))


def open_pack(path: Path, password: str | None = None) -> MeetingPack:
    """Read a pack, checking every byte of it. Works without a database.

    Raises `Refused` for a missing or wrong password, `OfficeError` for a file that is damaged or none of ours.
    """
    data = _read(path)
    if is_sealed(data):
        if not password:
            raise Refused(f"“{path.name}”加了锁，请输入口令。")
        data = unseal(data, password)
    broken = f"“{path.name}”不是会议包，或没有复制完整。请重新复制或重新生成。"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sorted(archive.namelist()) != sorted((CONTENT, MANIFEST)):
                raise OfficeError(broken)
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise OfficeError(broken)
            content = archive.read(CONTENT)
            manifest = json.loads(archive.read(MANIFEST))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise OfficeError(broken) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise OfficeError(broken)
    if manifest.get("version") != 1:
        raise OfficeError(f"“{path.name}”是更新版本的招商台写的，请换用新版程序打开。")
    if manifest.get("sha256") != hashlib.sha256(content).hexdigest():
        raise OfficeError(f"“{path.name}”的内容与校验码不符，可能被改动或没有复制完整。请重新复制。")
    return pack_from_json(content)


def _texts(value: object) -> Iterator[str]:
    """Give every text of a JSON value, keys too, as it was before line breaks in it were written as letters."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _zip(content: bytes) -> bytes:
    """Return the archive; the same content always makes the same bytes."""
    digest = hashlib.sha256(content).hexdigest()
    manifest = json.dumps({"format": FORMAT, "version": 1, "sha256": digest}, ensure_ascii=False).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((MANIFEST, manifest), (CONTENT, content)):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise OfficeError(f"“{path.name}”太大，不是会议包。")
        return path.read_bytes()
    except OSError as error:
        raise in_chinese(error, f"打开“{path}”") from error
