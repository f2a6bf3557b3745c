"""Documents: hostile names, links, changed and missing files (the faults of attachments)."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.errors import Cancelled, OfficeError, Refused
from app.services.dossiers.documents import (
    DocumentLine,
    add_document,
    check_documents,
    copy_to_open,
    documents_of,
    save_copy,
    void_document,
)
from app.services.office.undo import last_act, undo
from tests.support import TODAY, reading, signed_project


@pytest.fixture
def project(office: Office) -> int:
    return signed_project(office, "牙膏项目", 500, dt.date(2026, 6, 3))


def a_file(folder: Path, name: str, content: bytes = "合同正文".encode()) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def listed(office: Office, project: int) -> tuple[DocumentLine, ...]:
    with reading(office) as connection:
        return documents_of(connection, office.folder, project)


def stored(office: Office) -> list[Path]:
    return sorted((office.folder / "attachments").iterdir())


def test_a_file_is_kept_under_its_hash_and_opened_as_it_was(office: Office, project: int, tmp_path: Path) -> None:
    original = a_file(tmp_path, "投资合同.pdf")
    add_document(office, project, original, today=TODAY)
    (line,) = listed(office, project)
    assert (line.name, line.size, line.trouble) == ("投资合同.pdf", 12, "")
    assert [path.name for path in stored(office)] == [line.sha256]
    copy = copy_to_open(office.folder, line, tmp_path / "opened")
    assert (copy.name, copy.read_bytes()) == ("投资合同.pdf", original.read_bytes())
    assert not copy.stat().st_mode & stat.S_IWUSR
    assert copy_to_open(office.folder, line, tmp_path / "opened") == copy
    assert original.is_file()


@pytest.mark.skipif(os.name == "nt", reason="these names cannot be made there")
@pytest.mark.parametrize(
    ("name", "shown"), [("CON", "_CON"), ("NUL.pdf", "_NUL.pdf"), ("a. ", "a"), ("a:b", "a_b"), ("x\\y.pdf", "y.pdf")]
)
def test_names_that_no_disk_takes_are_shown_clean(
    office: Office, project: int, tmp_path: Path, name: str, shown: str
) -> None:
    add_document(office, project, a_file(tmp_path, name), today=TODAY)
    (line,) = listed(office, project)
    assert line.name == shown
    opened = copy_to_open(office.folder, line, tmp_path / "opened")
    assert opened.resolve().is_relative_to(tmp_path / "opened")


def test_the_same_file_is_kept_once_and_the_same_name_in_other_case_told_apart(
    office: Office, project: int, tmp_path: Path
) -> None:
    add_document(office, project, a_file(tmp_path, "合同A.pdf"), today=TODAY)
    with pytest.raises(Refused, match="已经在资料里"):
        add_document(office, project, a_file(tmp_path, "别的名字.pdf"), today=TODAY)
    other = a_file(tmp_path, "合同a.PDF", b"another")
    add_document(office, project, other, today=TODAY)
    assert [line.name for line in listed(office, project)] == ["合同A.pdf", "合同a（2）.PDF"]
    assert len(stored(office)) == 2


def test_links_folders_and_empty_files_are_refused_and_leave_nothing(
    office: Office, project: int, tmp_path: Path
) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(a_file(tmp_path, "secret.txt"))
    for path, told in (
        (link, "链接"),
        (tmp_path, "不是文件"),
        (a_file(tmp_path, "空.txt", b""), "空文件"),
        (a_file(tmp_path, "合同.lnk"), "链接"),
    ):
        with pytest.raises(Refused, match=told):
            add_document(office, project, path, today=TODAY)
    with pytest.raises(OfficeError, match="不存在"):
        add_document(office, project, tmp_path / "没有.pdf", today=TODAY)
    assert (listed(office, project), stored(office)) == ((), [])


def test_a_cancelled_copy_leaves_nothing(office: Office, project: int, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        add_document(office, project, a_file(tmp_path, "大.bin"), today=TODAY, cancelled=lambda: True)
    assert stored(office) == []


def test_missing_changed_and_swapped_files_are_noticed(office: Office, project: int, tmp_path: Path) -> None:
    for number in range(4):
        add_document(office, project, a_file(tmp_path, f"{number}.txt", b"text %d" % number), today=TODAY)
    places = [office.folder / "attachments" / line.sha256 for line in listed(office, project)]
    places[0].unlink()
    places[1].write_bytes(b"longer than before")
    places[2].write_bytes(b"TEXT 2")
    target = places[3].rename(tmp_path / "elsewhere")
    places[3].symlink_to(target)
    lines = listed(office, project)
    assert [line.trouble for line in lines] == ["文件不见了", "内容被改动过", "", "文件被换成了别的东西"]
    with reading(office) as connection:
        told = [(name, trouble) for _, name, trouble in check_documents(connection, office.folder)]
    assert told == [
        ("0.txt", "文件不见了"),
        ("1.txt", "内容被改动过"),
        ("2.txt", "内容被改动过"),
        ("3.txt", "文件被换成了别的东西"),
    ]
    for line in lines:
        with pytest.raises(OfficeError, match=r"打不开|改动过"):
            copy_to_open(office.folder, line, tmp_path / "opened")
    assert not list((tmp_path / "opened").rglob("*.txt"))


def test_a_missing_file_handed_in_again_is_there_again(office: Office, project: int, tmp_path: Path) -> None:
    other = signed_project(office, "香皂项目", 300, dt.date(2026, 6, 4))
    path = a_file(tmp_path, "合同.pdf")
    add_document(office, project, path, today=TODAY)
    stored(office)[0].unlink()
    add_document(office, other, path, today=TODAY)
    assert listed(office, project)[0].trouble == ""


def test_programs_are_kept_but_not_opened(office: Office, project: int, tmp_path: Path) -> None:
    add_document(office, project, a_file(tmp_path, "报表.exe"), today=TODAY)
    (line,) = listed(office, project)
    with pytest.raises(Refused, match="程序或脚本"):
        copy_to_open(office.folder, line, tmp_path / "opened")
    save_copy(office.folder, line, tmp_path / "saved" / "报表.exe")
    assert (tmp_path / "saved" / "报表.exe").is_file()


def test_voiding_keeps_the_file_so_that_undo_brings_it_back(office: Office, project: int, tmp_path: Path) -> None:
    document = add_document(office, project, a_file(tmp_path, "合同.pdf"), today=TODAY)
    with pytest.raises(Refused, match="原因"):
        void_document(office, document, 1, "")
    void_document(office, document, 1, "放错项目")
    assert listed(office, project) == ()
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)
    assert listed(office, project)[0].trouble == ""
