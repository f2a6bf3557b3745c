"""Several PDFs joined into one for printing, each beginning on a fresh sheet, with title, author and bookmarks."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from app.reports.gongwen.painter import PROGRAM

_A4 = (595.276, 841.89)
_TAIL = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s*(\d+)\s*%%EOF\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A PDF to be joined; `bookmark` is what it is found by, empty for one that belongs to the part before it."""

    pdf: bytes
    bookmark: str = ""


@dataclass(frozen=True)
class About:
    """What a joined file tells of itself: the fields of its document information."""

    title: str
    author: str
    subject: str
    day: dt.date


def join_pdfs(parts: Sequence[Part], about: About, *, duplex: bool = True) -> bytes:
    """Return one PDF of all; with `duplex` a blank page follows where a paper ends on a front side.

    It tells what `about` says and that it is Chinese, has one bookmark for each named part, and nothing in it depends
    on the hour: the same parts give the same bytes.
    """
    joined = pdfium.PdfDocument.new()
    marks: list[tuple[str, int]] = []
    for number, part in enumerate(parts):
        if part.bookmark:
            marks.append((part.bookmark, len(joined)))
        source = pdfium.PdfDocument(part.pdf)
        joined.import_pages(source)
        source.close()
        if duplex and len(joined) % 2 and number < len(parts) - 1:
            joined.new_page(*_A4)
    data = io.BytesIO()
    joined.save(data)
    joined.close()
    return _finished(data.getvalue(), about, marks)


def _finished(pdf: bytes, about: About, marks: Sequence[tuple[str, int]]) -> bytes:
    """Add information, language and bookmarks as an update at the end of what PDFium wrote (ISO 32000-1, 7.5.6)."""
    tail = _TAIL.search(pdf)
    if tail is None:
        raise ValueError("PDFium has written no trailer")
    root, info, size = (int(_found(rb"/%b (\d+)" % key, tail[1])[1]) for key in (b"Root", b"Info", b"Size"))
    pages = int(_found(rb"/Pages (\d+)", _object(pdf, root)[1])[1])
    leaves = [int(one) for one in re.findall(rb"(\d+) 0 R", _found(rb"/Kids\s*\[([^]]*)\]", _object(pdf, pages)[1])[1])]
    pdf = _without_the_hour(pdf, info)
    stamp = f"(D:{about.day:%Y%m%d}000000+08'00')".encode()
    told = (("Title", about.title), ("Author", about.author), ("Subject", about.subject))
    told += (("Creator", PROGRAM), ("Producer", PROGRAM))
    fields = b" ".join(f"/{key} {_text(value)}".encode() for key, value in told)
    catalog = b"/Type /Catalog /Pages %d 0 R /Lang (zh-CN)" % pages
    added = {info: fields + b" /CreationDate " + stamp + b" /ModDate " + stamp}
    if marks:
        catalog += b" /PageMode /UseOutlines /Outlines %d 0 R" % size
        first, last = size + 1, size + len(marks)
        added[size] = b"/Type /Outlines /First %d 0 R /Last %d 0 R /Count %d" % (first, last, len(marks))
        for key, (title, page) in enumerate(marks, first):
            beside = (b" /Prev %d 0 R" % (key - 1) if key > first else b"") + (
                b" /Next %d 0 R" % (key + 1) if key < last else b""
            )
            goal = b"/Dest [%d 0 R /Fit] /Parent %d 0 R" % (leaves[page], size)
            added[key] = b"/Title " + _text(title).encode() + b" " + goal + beside
    added[root] = catalog
    return _updated(pdf, added, root, info, int(tail[2]))


def _updated(pdf: bytes, added: dict[int, bytes], root: int, info: int, before: int) -> bytes:
    out = io.BytesIO()
    out.write(pdf)
    table: list[bytes] = []
    for key in sorted(added):
        table.append(b"%d 1\n%010d 00000 n \n" % (key, out.tell()))
        out.write(b"%d 0 obj\n<<%b>>\nendobj\n" % (key, added[key]))
    start = out.tell()
    digest = hashlib.sha256(out.getbuffer()).hexdigest()[:32].encode()
    out.write(b"xref\n" + b"".join(table))
    size = max(added) + 1
    out.write(b"trailer\n<</Root %d 0 R /Info %d 0 R /Size %d /Prev %d " % (root, info, size, before))
    out.write(b"/ID [<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n" % (digest, digest, start))
    return out.getvalue()


def _without_the_hour(pdf: bytes, info: int) -> bytes:
    """Blank what PDFium wrote of the hour and by chance, in as many bytes: both are said anew."""
    start, said = _object(pdf, info)
    pdf = pdf[:start] + b" " * len(said) + pdf[start + len(said) :]
    tail = pdf.rindex(b"trailer")
    return pdf[:tail] + re.sub(rb"<[0-9A-F]+>", lambda one: b"<" + b"0" * (len(one[0]) - 2) + b">", pdf[tail:])


def _object(pdf: bytes, key: int) -> tuple[int, bytes]:
    """Return where the dictionary of an object begins, behind <<, and what it holds."""
    found = _found(rb"[\r\n]%d 0 obj\s*<<(.*?)>>\s*endobj" % key, pdf)
    return found.start(1), found[1]


def _found(pattern: bytes, text: bytes) -> re.Match[bytes]:
    match = re.search(pattern, text, re.DOTALL)
    if match is None:
        raise ValueError(f"PDFium has written no {pattern!r}")
    return match


def _text(text: str) -> str:
    """Return a text string as PDF writes it, in UTF-16 (7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
