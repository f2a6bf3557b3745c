"""A program killed while its letters waited for their numbers; the next batch takes away only what it left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.office import Office, open_office
from app.services.papers.register import papers
from app.services.papers.signing import Signed, sign_all
from app.services.papers.waiting import clear_leftovers
from tests.services.papers.making import letter
from tests.support import TODAY, reading, small_office

STUCK = """
import sys
from pathlib import Path
from app.models.office import open_office
from app.services.papers import signing
from tests.services.papers.making import letter
from tests.support import TODAY

def stay(office, made):
    print("waiting", flush=True)
    sys.stdin.read()

signing._record = stay
out = Path(sys.argv[2])
with open_office(Path(sys.argv[1]), who="甲", today=TODAY) as office:
    letters = [letter(office, title=f"第{number}封函") for number in range(3)]
    signing.sign_all(office, letters, today=TODAY, targets=lambda one: out / f"{one.content.title}.pdf")
"""


@pytest.fixture
def stuck(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that has written three letters of an office under temporary names, and waits."""
    small_office(tmp_path / "office").close()
    arguments = [sys.executable, "-c", STUCK, str(tmp_path / "office"), str(out(tmp_path))]
    child = subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "waiting\n"
    yield child
    child.kill()
    child.communicate()


def out(tmp_path: Path) -> Path:
    return tmp_path / "office" / "papers" / "提醒函"


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def sign_one(office: Office, folder: Path) -> list[Signed]:
    return sign_all(office, [letter(office)], today=TODAY, targets=lambda _: folder / "函.pdf")


def test_what_a_killed_batch_left_goes_with_the_next_one(stuck: subprocess.Popen[str], tmp_path: Path) -> None:
    folder = out(tmp_path)
    assert len(hidden(folder)) == 4, "three letters and the lock"
    (folder / ".别人的.part").write_text("不是本程序的")
    stuck.kill()
    stuck.wait()
    with open_office(tmp_path / "office", who="乙", today=TODAY) as office:
        sign_one(office, tmp_path / "别处")
        assert hidden(folder) == [".别人的.part"]
        with reading(office) as connection:
            assert [one.number for one in papers(connection)] == ["清招办函〔2026〕1号"]


def test_what_a_living_batch_waits_with_stays(stuck: subprocess.Popen[str], tmp_path: Path) -> None:
    before = hidden(out(tmp_path))
    assert clear_leftovers(out(tmp_path)) == 0
    assert hidden(out(tmp_path)) == before
    assert stuck.poll() is None


def test_a_batch_that_goes_well_leaves_nothing_hidden(tmp_path: Path) -> None:
    with small_office(tmp_path / "office") as office:
        sign_one(office, tmp_path / "函件")
    assert [path.name for path in (tmp_path / "函件").iterdir()] == ["函.pdf"]


def test_a_frozen_file_half_written_goes_once_it_is_old(tmp_path: Path) -> None:
    old, young = tmp_path / f"{'0' * 64}.pdf.part", tmp_path / f"{'1' * 64}.pdf.part"
    for part in (old, young):
        part.write_bytes(b"%PDF")
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    assert clear_leftovers(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == [young.name]
