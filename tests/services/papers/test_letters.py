"""A month's letters: to those that lag, never to or about leaders; all numbered or none; again the same ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdfium2
import pytest

from app.models.office import Office
from app.reports.reading_back import text_of
from app.rules.errors import Cancelled, OfficeError
from app.rules.money import YI
from app.rules.periods import Period
from app.services.papers import way
from app.services.papers.letters import LetterBatch, issue_letters, place, write_letters
from app.services.papers.register import paper_view, papers
from app.services.supervision.lag_letters import lag_letters
from tests.support import TODAY, UNITS, reading, set_target, signed_project

JUNE = Period.parse("2026-06")


@pytest.fixture
def month(office: Office) -> Office:
    """Everybody has a task of 10 亿; 定国县 signed 1.2 亿 in June, the others nothing."""
    signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 3))
    for name in UNITS:
        set_target(office, name, "amount", 10 * YI)
    return office


def batch(office: Office) -> LetterBatch:
    with reading(office) as connection:
        return lag_letters(office, connection, JUNE, as_of=TODAY, today=TODAY)


def registered(office: Office) -> list[str]:
    with reading(office) as connection:
        return sorted(one.number for one in papers(connection))


def test_each_laggard_gets_a_letter_with_its_own_figures(month: Office, tmp_path: Path) -> None:
    written = write_letters(month, batch(month), tmp_path, today=TODAY)
    assert {letter.recipient for letter in written.letters} == {"云河县", "市工信局", "市商务局"}
    for letter in written.letters:
        said = "".join("".join(text_of(letter.file)).split())
        assert letter.number in said
        assert "年度任务10亿元，2026年6月完成0亿元，完成率0.00%，欠时序8.33个百分点，距时序进度还差0.83亿元" in said
        assert all(leader not in said for leader in ("周明远", "沈国栋", "方文博"))
        assert "联系人" not in said, "an example is not the office's own person"
        assert [name for name in UNITS if name in said and name != letter.recipient] == []
    assert registered(month) == [f"清招办函〔2026〕{number}号" for number in (1, 2, 3)]


def test_leaders_get_no_letter_and_are_told_apart(month: Office, tmp_path: Path) -> None:
    made = batch(month)
    assert set(made.leaders) == {"周明远", "沈国栋", "方文博"}
    written = write_letters(month, made, tmp_path, today=TODAY)
    for path in tmp_path.iterdir():
        assert all(leader not in path.name for leader in made.leaders)
    assert written.joined is not None
    assert all(leader not in "".join(text_of(written.joined)) for leader in made.leaders)


def test_the_joined_file_begins_each_letter_on_a_sheet_of_its_own(month: Office, tmp_path: Path) -> None:
    written = write_letters(month, batch(month), tmp_path, today=TODAY)
    assert written.joined is not None
    sides = [len(pypdfium2.PdfDocument(letter.file)) for letter in written.letters]
    assert len(pypdfium2.PdfDocument(written.joined)) == sum(n + n % 2 for n in sides[:-1]) + sides[-1]


def test_the_joined_file_tells_what_it_is_and_each_letter_by_a_bookmark(month: Office, tmp_path: Path) -> None:
    written = write_letters(month, batch(month), tmp_path / "一", today=TODAY)
    again = write_letters(month, batch(month), tmp_path / "二", today=TODAY)
    assert written.joined is not None
    assert again.joined is not None
    document = pypdfium2.PdfDocument(written.joined)
    told = document.get_metadata_dict()
    assert told["Title"] == written.joined.stem == "2026年6月排名落后提醒函（合订打印）"
    assert (told["Author"], told["Creator"], told["Producer"]) == (
        "清沅市招商引资工作领导小组办公室",
        "招商台",
        "招商台",
    )
    assert told["Subject"] == "印发范围：收文单位"
    assert told["CreationDate"] == told["ModDate"] == f"D:{TODAY:%Y%m%d}000000+08'00'"
    assert pypdfium2.raw.FPDFCatalog_GetLanguage(document, None, 0) == len("zh-CN\0".encode("utf-16-le"))
    marks = [(mark.get_title(), goal.get_index()) for mark in document.get_toc() if (goal := mark.get_dest())]
    assert [title for title, _ in marks] == [f"{one.number} {one.recipient}" for one in written.letters]
    for (_, page), one in zip(marks, written.letters, strict=True):
        assert one.number in document[page].get_textpage().get_text_range()
    assert written.joined.read_bytes() == again.joined.read_bytes()


def test_the_same_month_again_gives_the_same_letters(month: Office, tmp_path: Path) -> None:
    first = write_letters(month, batch(month), tmp_path / "一", today=TODAY)
    signed_project(month, "香皂项目", 500, dt.date(2026, 6, 5), county="云河县")
    again = write_letters(month, batch(month), tmp_path / "二", today=TODAY + dt.timedelta(days=3))
    assert registered(month) == [f"清招办函〔2026〕{number}号" for number in (1, 2, 3)]
    assert [letter.again for letter in again.letters] == [True, True, True]
    for old, new in zip(first.letters, again.letters, strict=True):
        assert old.file.read_bytes() == new.file.read_bytes()


def test_a_withdrawn_letter_can_be_written_anew_under_another_number(month: Office, tmp_path: Path) -> None:
    first = write_letters(month, batch(month), tmp_path, today=TODAY).letters[0]
    with reading(month) as connection:
        version = paper_view(connection, first.paper_id).row.version
    way.withdraw(month, first.paper_id, version, "数字有误")
    anew = write_letters(month, batch(month), tmp_path, today=TODAY).letters[0]
    assert (anew.recipient, anew.number) == (first.recipient, "清招办函〔2026〕4号")


def test_cancelling_numbers_nothing_and_leaves_nothing(month: Office, tmp_path: Path) -> None:
    told: list[int] = []

    def cancelled() -> bool:
        return len(told) >= 2

    with pytest.raises(Cancelled):
        write_letters(
            month, batch(month), tmp_path / "信", today=TODAY, progress=lambda n, _: told.append(n), cancelled=cancelled
        )
    assert registered(month) == []
    assert not (tmp_path / "信").exists()


def test_a_folder_that_cannot_be_written_numbers_nothing(month: Office, tmp_path: Path) -> None:
    (tmp_path / "信").write_text("一个文件")
    with pytest.raises(OfficeError, match="写入"):
        write_letters(month, batch(month), tmp_path / "信", today=TODAY)
    assert registered(month) == []


def test_without_laggards_nothing_is_written(office: Office, tmp_path: Path) -> None:
    assert write_letters(office, batch(office), tmp_path / "信", today=TODAY).letters == ()
    assert not (tmp_path / "信").exists()


def test_all_letters_are_issued_together_once(month: Office, tmp_path: Path) -> None:
    made = batch(month)
    written = write_letters(month, made, tmp_path, today=TODAY)
    assert issue_letters(month, written, TODAY) == 3
    assert issue_letters(month, written, TODAY) == 0
    with reading(month) as connection:
        assert {str(one.status) for one in papers(connection)} == {"印发"}
        assert {one.due.due for one in papers(connection)} == {dt.date(2026, 10, 21)}


@pytest.mark.parametrize(
    ("number", "figure"),
    [(1, "一"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_headings_are_counted_in_characters(number: int, figure: str) -> None:
    assert place(number) == figure
