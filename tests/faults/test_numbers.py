"""Numbers are never given twice and never leave a gap: two programs at once, and programs killed while signing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.models.office import open_office
from app.services.papers import way
from app.services.papers.register import pages, papers
from tests.services.papers.making import letter, version
from tests.support import TODAY, reading, small_office

SIGNER = """
import sys
from pathlib import Path
from typing import cast
from app.models.holder import FolderLock
from app.models.office import Office
from app.services.papers.signing import sign_all
from tests.services.papers.making import letter
from tests.support import TODAY

class NoLock:
    '''Stands for a folder lock that does not hold, as on some network drives.'''
    def release(self):
        pass

office = Office(Path(sys.argv[1]), who=sys.argv[2], lock=cast(FolderLock, NoLock()))
for number in range(int(sys.argv[3])):
    (one,) = sign_all(office, [letter(office, title=f"{sys.argv[2]}第{number}封函")], today=TODAY)
    print(one.number, flush=True)
office.close()
"""


def signer(folder: Path, who: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SIGNER, str(folder), who, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def taken(folder: Path) -> list[str]:
    """The numbers in the register, in order, each with its pages kept whole."""
    with open_office(folder, who="查", today=TODAY) as office, reading(office) as connection:
        rows = [one for one in papers(connection) if one.number]
        for row in rows:
            assert pages(office, connection, row.id).startswith(b"%PDF")
        return sorted((one.number for one in rows), key=lambda text: int(text.split("〕")[1].rstrip("号")))


def expected(count: int) -> list[str]:
    return [f"清招办函〔2026〕{number}号" for number in range(1, count + 1)]


def test_two_programs_at_once_share_one_row_of_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    small_office(folder).close()
    both = [signer(folder, who, 6) for who in ("甲", "乙")]
    told: list[int] = []
    for one in both:
        out, err = one.communicate(timeout=120)
        assert one.returncode == 0, err
        told += [int(line) for line in out.split()]
    assert sorted(told) == list(range(1, 13))
    assert taken(folder) == expected(12)


def test_a_program_killed_while_signing_leaves_no_gap(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    small_office(folder).close()
    acknowledged = 0
    for wait in (1, 2, 3):
        one = signer(folder, f"第{wait}次", 50)
        assert one.stdout is not None
        told = [one.stdout.readline() for _ in range(wait)]
        one.kill()
        out, _ = one.communicate()
        acknowledged += len([line for line in [*told, *out.split("\n")] if line.strip()])
    kept = taken(folder)
    assert len(kept) >= acknowledged
    assert kept == expected(len(kept))
    with open_office(folder, who="后", today=TODAY) as office:
        paper = way.draft_paper(office, letter(office))
        way.review(office, paper, version(office, paper))
        assert way.sign(office, paper, version(office, paper), today=TODAY) == f"清招办函〔2026〕{len(kept) + 1}号"


BATCH = """
import sys
from pathlib import Path
from app.models.office import open_office
from app.services.papers.door import file_name
from app.services.papers.signing import sign_all
from tests.services.papers.making import letter
from tests.support import TODAY

with open_office(Path(sys.argv[1]), who="批", today=TODAY) as office:
    letters = [letter(office, title=f"第{number}封函", origin=f"batch:{number}") for number in range(12)]
    sign_all(
        office,
        letters,
        today=TODAY,
        targets=lambda one: Path(sys.argv[2]) / file_name(one.content, one.number),
        progress=lambda done, _: print(done, flush=True),
    )
    print("signed", flush=True)
"""


@pytest.mark.parametrize("after", ["1", "7", "12", "signed"])
def test_a_batch_that_is_killed_is_numbered_as_a_whole_or_not_at_all(tmp_path: Path, after: str) -> None:
    folder, out = tmp_path / "office", tmp_path / "信"
    small_office(folder).close()
    command = [sys.executable, "-c", BATCH, str(folder), str(out)]
    root = Path(__file__).parents[2]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
    assert first.stdout is not None
    while first.stdout.readline().strip() not in (after, ""):
        pass
    first.kill()
    first.communicate()
    kept = taken(folder)
    assert kept in ([], expected(12))
    shown = [path.name for path in out.glob("*.pdf")] if out.exists() else []
    assert all(name.startswith(tuple(kept)) for name in shown), "a file in sight is in the register"
    subprocess.run(command, check=True, capture_output=True, cwd=root)
    assert taken(folder) == expected(12)
    assert len(list(out.glob("*.pdf"))) == 12
