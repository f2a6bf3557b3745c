"""Papers from the command line: a draft taken its way, letters of a month, the register, holidays."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.reports.reading_back import text_of
from app.rules.money import YI
from tests.cli.calling import Call, answer
from tests.support import set_target, small_office


@pytest.fixture(autouse=True)
def tasks(tmp_path: Path) -> None:
    """A small office with tasks for two counties and a leader."""
    with small_office(tmp_path / "office") as office:
        for name in ("定国县", "云河县", "周明远"):
            set_target(office, name, "amount", 10 * YI)


def test_a_paper_is_taken_its_way(zst: Call, tmp_path: Path) -> None:
    fills = [
        "事项=推进牙膏项目开工",
        "督查代字=清督函",
        "交办依据=按调度会要求",
        "存在问题=尚未开工",
        "办结标准=实质开工",
        "办结时限=10月30日",
    ]
    options = [part for one in fills for part in ("--fill", one)]
    drafted = answer(zst, "paper", "draft", "--template", "督办函", "--to", "定国县", *options)
    key = str(drafted["id"])
    for command in ("review", "sign", "issue"):
        answer(zst, "paper", command, key, "-m", "同意", "--by", "李主任")
    seen = answer(zst, "paper", "show", key)
    assert [step["act"] for step in seen["steps"]] == ["起草", "核稿", "签发", "印发"]
    assert (seen["status"], seen["number"], seen["recipients"][0]["due"]) == ("印发", "", "2026-10-14")
    answer(zst, "paper", "print", key, "-o", str(tmp_path / "一.pdf"))
    answer(zst, "paper", "print", key, "-o", str(tmp_path / "二.pdf"))
    assert (tmp_path / "一.pdf").read_bytes() == (tmp_path / "二.pdf").read_bytes()
    status, out, _ = zst("--today", "2026-10-20", "papers", "--overdue")
    assert status == 0
    assert "超期6天" in out
    assert answer(zst, "paper", "remind", key)["told"].endswith("：已催办定国县。")
    answer(zst, "paper", "answer", key, "--unit", "定国县", "--text", "已开工")
    answer(zst, "paper", "close", key)
    assert [one["status"] for one in answer(zst, "papers", "--status", "办结")] == ["办结"]


def test_what_was_not_filled_in_keeps_a_paper_from_being_signed(zst: Call) -> None:
    key = str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "定国县", "--fill", "成果=已签约")["id"])
    answer(zst, "paper", "review", key)
    status, _, err = zst("paper", "sign", key)
    assert (status, "没有填写，不能签发：引荐日化包装项目" in err) == (1, True)


def test_what_cannot_be_done_is_told(zst: Call) -> None:
    key = str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "利白日化有限公司")["id"])
    for arguments, told in (
        (("paper", "sign", key), "现在是“拟稿”"),
        (("paper", "back", key), "现在是“拟稿”"),
        (("paper", "withdraw", key), "写明原因"),
        (("paper", "show", "99"), "没有文号"),
        (("paper", "draft", "--template", "没有"), "没有“没有”这个模板"),
        (("paper", "draft", "--template", "感谢函", "--to", "周明远"), "不对上级领导发函"),
        (("paper", "draft", "--template", "感谢函", "--fill", "天气=晴"), "没有“天气”"),
        (("paper", "remind", key), "还没有印发"),
        (("paper", "start", "--series", "", "--used", "3"), "不像机关代字"),
        (("paper", "start", "--series", "清招办〔2026〕", "--used", "3"), "不像机关代字"),
        (("paper", "start", "--series", "周明远", "--used", "3"), "“周明远”"),
        (("paper", "start", "--series", "清招办函", "--year", "99999", "--used", "3"), "2000至2100"),
    ):
        status, _, err = zst(*arguments)
        assert (status, told in err) == (1, True), (arguments, err)


def test_wrong_use_is_told_with_another_status(zst: Call, tmp_path: Path) -> None:
    key = str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "定国县")["id"])
    for arguments, told in (
        (("papers", "--status", "丢失"), "没有“丢失”这个状态"),
        (("letters", "--kind", "love", "--period", "2026-06", "-o", "x"), "没有“love”"),
        (("paper", "print", key, "-o", str(tmp_path / "函.txt")), ".pdf 或 .docx"),
        (("paper", "print", key, "-o", str(tmp_path / "函")), ".pdf 或 .docx"),
        (("bulletin", "--period", "2026-06", "--group", "county", "-o", str(tmp_path / "通报")), ".pdf 或 .docx"),
    ):
        status, _, err = zst(*arguments)
        assert (status, told in err) == (2, True), (arguments, err)
    assert not list(tmp_path.glob("函*"))
    assert answer(zst, "papers", "--status", "拟稿")[0]["id"] == int(key)


def test_a_file_named_as_word_is_word(zst: Call, tmp_path: Path) -> None:
    fills = ("--fill", "事由=引荐牙膏项目", "--fill", "成果=项目已签约")
    key = str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "定国县", *fills)["id"])
    for command in ("review", "sign"):
        answer(zst, "paper", command, key)
    letter, bulletin = tmp_path / "函.docx", tmp_path / "通报.DOCX"
    answer(zst, "paper", "print", key, "-o", str(letter))
    told = answer(zst, "bulletin", "--period", "2026-06", "--group", "county", "-o", str(bulletin))
    for path, words in ((letter, "引荐牙膏项目"), (letter, "清招办函〔2026〕1号"), (bulletin, told["number"])):
        assert words in "".join(zipfile.ZipFile(path).read("word/document.xml").decode().split())
    assert answer(zst, "paper", "show", told["number"])["status"] == "签发"


def test_only_those_who_owe_an_answer_are_reminded(zst: Call) -> None:
    fills = ("--fill", "事由=引荐牙膏项目", "--fill", "成果=项目已签约")
    key = str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "定国县", *fills)["id"])
    for command in ("review", "sign", "issue"):
        answer(zst, "paper", command, key)
    status, _, err = zst("paper", "remind", key)
    assert (status, "不要求答复" in err) == (1, True)
    assert "催办" not in [one["act"] for one in answer(zst, "paper", "show", key)["steps"]]


def test_the_letters_of_a_month(zst: Call, tmp_path: Path) -> None:
    options = ("--fill", "联系人=王五", "--fill", "电话=0731-5555")
    told = answer(zst, "letters", "--kind", "lag", "--period", "2026-06", "-o", str(tmp_path / "信"), *options)
    assert "王五" in "".join("".join(text_of(Path(told["letters"][0]["file"]))).split())
    assert [(one["unit"], one["number"]) for one in told["letters"]] == [
        ("云河县", "清招办函〔2026〕1号"),
        ("定国县", "清招办函〔2026〕2号"),
    ]
    assert told["for_leaders_to_read"] == ["周明远"]
    assert all(Path(one["file"]).is_file() for one in told["letters"])
    assert Path(told["joined"]).is_file()
    assert len(list((tmp_path / "信").iterdir())) == 3
    again = answer(zst, "letters", "--kind", "lag", "--period", "2026-06", "-o", str(tmp_path / "信"))
    assert [one["again"] for one in again["letters"]] == [True, True]


def test_numbers_begin_where_the_office_was(zst: Call) -> None:
    assert zst("paper", "start", "--series", "清招办函", "--used", "46")[0] == 0
    options = ("--fill", "事由=引荐牙膏项目", "--fill", "成果=项目已签约")
    key = str(answer(zst, "paper", "draft", "--template", "感谢函", "--to", "定国县", *options)["id"])
    for command in ("review", "sign"):
        answer(zst, "paper", command, key)
    assert answer(zst, "paper", "show", key)["number"] == "清招办函〔2026〕47号"


def test_holidays_come_from_a_file(zst: Call, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text("日期,类型,名称\n2027-01-01,休,元旦\n", encoding="utf-8")
    assert answer(zst, "holidays", str(file)) == [{"day": "2027-01-01", "off": True, "note": "元旦"}]
    file.write_text("元旦", encoding="utf-8")
    status, _, err = zst("holidays", str(file))
    assert (status, "第1行" in err) == (1, True)
