"""Several PDFs joined into one for printing, each beginning on a fresh sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium

_A4 = (595.276, 841.89)


def join_pdfs(pdfs: Sequence[bytes], *, duplex: bool = True) -> bytes:
    """Return one PDF of all; with `duplex` a blank page follows where a paper ends on a front side."""
    joined = pdfium.PdfDocument.new()
    for number, pdf in enumerate(pdfs):
        part = pdfium.PdfDocument(pdf)
        joined.import_pages(part)
        part.close()
        if duplex and len(joined) % 2 and number < len(pdfs) - 1:
            joined.new_page(*_A4)
    data = io.BytesIO()
    joined.save(data)
    joined.close()
    return data.getvalue()
