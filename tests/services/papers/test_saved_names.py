"""What papers are saved as, and the list of those who receive them, go no further than the papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.services.papers import way
from app.services.papers.recipient_list import recipients_pdf
from app.services.papers.register import reprint
from app.services.papers.saving import write_paper
from app.services.papers.signing import sign_all
from tests.services.papers.making import letter, signed
from tests.support import TODAY, reading
from tests.thrown import pdf_parts


def save(office: Office, path: Path) -> None:
    with reading(office) as connection:
        write_paper(connection, letter(office), path)


def save_again(office: Office, path: Path) -> None:
    paper = signed(office)
    with reading(office) as connection:
        reprint(office, connection, paper, path)


def sign_and_save(office: Office, path: Path) -> None:
    sign_all(office, [letter(office)], today=TODAY, targets=lambda _signed: path)


@pytest.mark.parametrize("write", [save, save_again, sign_and_save])
def test_a_file_is_not_called_after_a_leader(
    office: Office, tmp_path: Path, write: Callable[[Office, Path], None]
) -> None:
    with pytest.raises(Refused, match="“周明远”（文件名）"):
        write(office, tmp_path / "周明远 交办.pdf")
    assert list(tmp_path.glob("*周明远*")) == []
    folder = tmp_path / "周明远"
    folder.mkdir()
    with pytest.raises(Refused, match="“周明远”（文件夹的名字）"):
        write(office, folder / "交办.pdf")
    assert list(folder.iterdir()) == []
    write(office, tmp_path / "交办.pdf")
    assert (tmp_path / "交办.pdf").is_file()


def test_a_name_that_is_broken_over_two_lines_is_found(office: Office, tmp_path: Path) -> None:
    with reading(office) as connection, pytest.raises(Refused, match="“周明远”（正文，写在相邻的两行里）"):
        write_paper(connection, letter(office, text="请报周\n明远已。"), tmp_path / "函.pdf")


@pytest.mark.parametrize(
    ("to", "audience"),
    [
        (["定国县", "云河县"], "收文单位"),
        (["周明远"], "收文单位"),
        (["周明远", "沈国栋"], "市委常委会"),
        (["定国县", "周明远"], "市委常委会"),
    ],
)
def test_a_list_of_letters_to_leaders_and_others_is_for_none_of_them(
    office: Office, to: list[str], audience: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [way.draft_paper(office, letter(office, one)) for one in to]
    taken: list[str] = []

    def taking(_connection: object, content: object, _number: object) -> bytes:
        taken.append(content.audience)  # pyright: ignore[reportAttributeAccessIssue]
        return b""

    with reading(office) as connection:
        said = "".join(pdf_parts(recipients_pdf(connection, papers, TODAY)))
        monkeypatch.setattr("app.services.papers.recipient_list.paper_pdf", taking)
        recipients_pdf(connection, papers, TODAY)
    assert all(one in said for one in to)
    assert taken == [audience]
