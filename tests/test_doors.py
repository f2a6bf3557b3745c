"""What leaves the program passes the door of its audience: whoever adds a way out is told here (docs/papers.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WAYS_OUT = {
    r"clipboard\(\)\.set": {
        "app/ui/widgets/table.py": "states the audience of the rows",
        "app/ui/targets/view.py": "states it, or copies bare figures",
        "app/ui/policy/matching.py": "passes the door of a single recipient",
        "app/ui/policy/clauses.py": "the text of the measures, which are public",
    },
    r"TableView\((?![^)]*units=)(?!QTableView)": {
        "app/ui/policy/editing/diff_view.py": "for the narrowest",
        "app/ui/policy/editing/trial_dialog.py": "for the narrowest",
        "app/ui/schemes/scheme_form.py": "for the narrowest",
        "app/ui/chain/turned_dialog.py": "for the narrowest",
        "app/ui/papers/check_dialog.py": "for the narrowest",
    },
    r"door=None": {"app/services/chain/knowledge.py": "the program's own tables, which are read back"},
    r"xlsxwriter\.Workbook": {"app/reports/xlsx.py": "asks for a door"},
    r"\b(write_picture_\w+|picture_pdf|write_docx|write_joined)\(": {
        "app/services/papers/door.py": "the door of papers",
        "app/services/chain/chain_export.py": "passes the door of all officials",
        "app/services/papers/letters.py": "passes the doors of the letters",
        "app/reports/chain_picture.py": "draws",
    },
    r"\b(QPdfWriter|QSvgGenerator|QImageWriter)\(": {
        "app/ui/ranking/printing.py": "what it draws is captioned with its audience",
        "app/ui/ranking/picture.py": "what it draws is captioned with its audience",
        "app/ui/meeting/paper.py": "draws a pack, which has passed",
    },
}
"""Where something may leave, as it is written, and the files that may do so, with the reason."""


@pytest.mark.parametrize("way", WAYS_OUT)
def test_nothing_leaves_but_through_the_known_ways(way: str) -> None:
    leaving = (path for path in (ROOT / "app").rglob("*.py") if any(re.search(way, line) for line in _lines(path)))
    unknown = {path.relative_to(ROOT).as_posix() for path in leaving} - set(WAYS_OUT[way])
    assert unknown == set(), "give it its audience, then name it above with the reason (a table: its `units`)"


def _lines(path: Path) -> list[str]:
    """Return the lines of code, those that define or import something left out."""
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if not re.match(r"\s*(class|from|import|def)\b", line)]
