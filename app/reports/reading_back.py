"""Reading a PDF back: the text of each page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def text_of(path: Path) -> list[str]:
    """Return the text of each page, in the order in which it was set."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
