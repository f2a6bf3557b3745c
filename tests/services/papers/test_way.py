"""The way of a paper: who did what when; text and PDF frozen at 签发; numbers never twice, never a gap."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from app.models.office import Office
from app.reports.reading_back import text_of
from app.rules.errors import Conflict, OfficeError, Refused
from app.rules.papers import Act, Status
from app.services.office.undo import last_act, undo
from app.services.papers import way
from app.services.papers.register import pages, paper_by_number, papers, reprint
from tests.services.papers.making import letter, signed, version, view
from tests.support import TODAY, reading


def numbers(office: Office) -> list[str]:
    with reading(office) as connection:
        return [one.number for one in reversed(papers(connection))]


def test_every_step_is_kept_with_who_when_and_comment(office: Office) -> None:
    paper = way.draft_paper(office, letter(office))
    way.review(office, paper, version(office, paper), "数字已核", by="王科长")
    way.send_back(office, paper, version(office, paper), "标题再斟酌", by="李主任")
    way.edit_paper(office, paper, version(office, paper), letter(office, title="关于加快进度的函"))
    way.review(office, paper, version(office, paper))
    assert way.sign(office, paper, version(office, paper), today=TODAY, by="李主任") == "清招办函〔2026〕1号"
    way.issue(office, paper, version(office, paper), today=TODAY)
    way.close(office, paper, version(office, paper), comment="已电话答复")
    seen = view(office, paper)
    assert [(step.act, step.who, step.status) for step in seen.steps] == [
        ("起草", "测试", "拟稿"),
        ("核稿", "王科长", "核稿"),
        ("退回", "李主任", "拟稿"),
        ("改稿", "测试", "拟稿"),
        ("核稿", "测试", "核稿"),
        ("签发", "李主任", "签发"),
        ("印发", "测试", "印发"),
        ("办结", "测试", "办结"),
    ]
    assert seen.steps[2].comment == "标题再斟酌"
    assert seen.row.status is Status.DONE
    assert seen.row.title == "关于加快进度的函"


def test_signed_text_cannot_be_edited_and_reprints_are_the_same_to_the_byte(office: Office, tmp_path: Path) -> None:
    paper = signed(office)
    with reading(office) as connection:
        first = pages(office, connection, paper)
        again = reprint(office, connection, paper, tmp_path / "重印.pdf").read_bytes()
    assert first == again
    assert "清招办函〔2026〕1号" in text_of(tmp_path / "重印.pdf")[0].replace(" ", "")
    with pytest.raises(Refused, match="签发"):
        way.edit_paper(office, paper, version(office, paper), letter(office, text="改过"))
    seen = view(office, paper)
    assert seen.content is not None
    assert seen.content.sha256() == seen.text_sha256
    assert Act.EDIT not in seen.row.acts


def test_a_frozen_file_that_was_changed_is_made_anew_only_where_it_comes_out_the_same(office: Office) -> None:
    paper = signed(office)
    (file,) = (office.folder / "papers" / "signed").iterdir()
    whole = file.read_bytes()
    file.write_bytes(b"%PDF changed")
    with reading(office) as connection:
        assert pages(office, connection, paper) == whole
    assert file.read_bytes() == whole
    with office.change("篡改") as change:
        change.connection.exec_driver_sql("UPDATE paper SET body = replace(body, '抓紧', '不必')")
    file.unlink()
    with reading(office) as connection, pytest.raises(OfficeError, match="与签发时不一致"):
        pages(office, connection, paper)


def test_numbers_run_on_per_series_and_year(office: Office) -> None:
    signed(office)
    signed(office, letter(office, "云河县"))
    signed(office, letter(office, series="清招办"))
    way.start_series(office, "清招字", 2026, 46)
    signed(office, letter(office, series="清招字"))
    assert numbers(office) == ["清招办函〔2026〕1号", "清招办函〔2026〕2号", "清招办〔2026〕1号", "清招字〔2026〕47号"]
    with pytest.raises(Refused, match="不能再改起始号"):
        way.start_series(office, "清招字", 2026, 60)


def test_a_withdrawn_number_is_recorded_and_stays_taken(office: Office) -> None:
    paper = signed(office)
    way.withdraw(office, paper, version(office, paper), "收文单位写错")
    signed(office)
    assert numbers(office) == ["清招办函〔2026〕1号", "清招办函〔2026〕2号"]
    seen = view(office, paper)
    assert seen.row.status is Status.WITHDRAWN
    assert seen.steps[-1].comment == "收文单位写错"
    with pytest.raises(Refused):
        way.issue(office, paper, seen.row.version, today=TODAY)


def test_pages_that_cannot_be_set_use_no_number(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = way.draft_paper(office, letter(office))
    way.review(office, paper, version(office, paper))

    def full(*_: object) -> str:
        raise OfficeError("磁盘已满")

    monkeypatch.setattr("app.services.papers.store.keep", full)
    with pytest.raises(OfficeError, match="磁盘已满"):
        way.sign(office, paper, version(office, paper), today=TODAY)
    monkeypatch.undo()
    assert view(office, paper).row.status is Status.REVIEWED
    assert way.sign(office, paper, version(office, paper), today=TODAY) == "清招办函〔2026〕1号"


def test_a_number_left_to_another_body_and_none_at_all(office: Office, tmp_path: Path) -> None:
    blank = signed(office, letter(office, series="清督函", numbering="blank", kind="督办函"))
    none = signed(office, letter(office, series="", numbering="none", kind="会议材料"))
    assert numbers(office) == ["", ""]
    with reading(office) as connection:
        assert "清督函〔2026〕" in text_of(reprint(office, connection, blank, tmp_path / "督办.pdf"))[0]
        assert "〔" not in text_of(reprint(office, connection, none, tmp_path / "材料.pdf"))[0]


def test_what_was_signed_cannot_be_undone(office: Office) -> None:
    with reading(office) as connection:
        before = last_act(connection)
    signed(office)
    with reading(office) as connection:
        assert last_act(connection) == before
        (act,) = connection.execute("SELECT max(id) FROM change").fetchone()
    with pytest.raises(Refused, match="不能撤销"):
        undo(office, act)
    assert numbers(office) == ["清招办函〔2026〕1号"]


def test_the_second_to_save_is_told(office: Office) -> None:
    paper = way.draft_paper(office, letter(office))
    old = version(office, paper)
    way.edit_paper(office, paper, old, letter(office, title="先改的"))
    with pytest.raises(Conflict):
        way.edit_paper(office, paper, old, letter(office, title="后改的"))


def test_a_name_that_the_audience_must_not_see_is_refused_with_the_name(office: Office) -> None:
    with pytest.raises(Refused, match=r"周明远.*正文第1段"):
        way.draft_paper(office, letter(office, text="周 明远同志要求抓紧办理。"))
    with pytest.raises(Refused, match="定国县"):
        way.draft_paper(office, letter(office, audience="公开", recipients=()))
    assert numbers(office) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": " "}, "标题不能为空"),
        ({"text": "\n"}, "正文不能为空"),
        ({"addressees": ""}, "主送机关"),
        ({"series": ""}, "机关代字"),
        ({"audience": "大家"}, "不认得印发范围"),
        ({"title": "长" * 5000}, "标题有5000"),
    ],
)
def test_what_a_paper_cannot_go_without(office: Office, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        way.draft_paper(office, letter(office, **changes))


def test_a_paper_without_recipients_is_not_issued(office: Office) -> None:
    paper = signed(office, letter(office, recipients=(), addressees="各有关单位"))
    with pytest.raises(Refused, match="还没有收文单位"):
        way.issue(office, paper, version(office, paper), today=TODAY)


def test_papers_are_found_by_number_and_status(office: Office) -> None:
    paper = signed(office)
    way.draft_paper(office, letter(office))
    with reading(office) as connection:
        assert paper_by_number(connection, "清招办函[2026]1号") == paper
        assert [one.id for one in papers(connection, "签发")] == [paper]
        with pytest.raises(Refused, match="没有“丢失”这个状态"):
            papers(connection, "丢失")
        with pytest.raises(Refused, match="没有文号"):
            paper_by_number(connection, "清招办函〔2026〕9号")


def test_the_day_of_signing_is_the_day_of_the_paper(office: Office) -> None:
    paper = way.draft_paper(office, letter(office))
    way.review(office, paper, version(office, paper))
    way.sign(office, paper, version(office, paper), today=dt.date(2027, 1, 4))
    row = view(office, paper).row
    assert (row.day, row.number) == (dt.date(2027, 1, 4), "清招办函〔2027〕1号")
