"""What the office is called: changed with history and undo, and only on papers signed afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.models.office import Office, read_names
from app.reports.reading_back import text_of
from app.rules.errors import Refused
from app.services.office.offices import OfficeNames, rename_office
from app.services.office.undo import last_act, undo
from app.services.papers.drafting import draft_from_template
from app.services.papers.register import pages, reprint
from tests.services.papers.making import signed
from tests.support import TODAY, reading


def names(office: Office) -> OfficeNames:
    with reading(office) as connection:
        return read_names(connection)


def thanks(office: Office) -> int:
    with reading(office) as connection:
        inputs = {"事由": "引荐项目", "成果": "项目已签约"}
        content = draft_from_template(office, connection, "感谢函", "某某公司", inputs, today=TODAY)
    return signed(office, content)


def said(office: Office, paper: int, path: Path) -> str:
    with reading(office) as connection:
        reprint(office, connection, paper, path)
    return "".join("".join(text_of(path)).split())


def test_new_names_stand_on_later_papers_and_signed_ones_stay_to_the_byte(office: Office, tmp_path: Path) -> None:
    first = thanks(office)
    with reading(office) as connection:
        before = pages(office, connection, first)
    assert rename_office(office, replace(names(office), authority="清沅市投资促进中心", number_word="清投促"))
    with reading(office) as connection:
        assert pages(office, connection, first) == before
    told = said(office, thanks(office), tmp_path / "二.pdf")
    assert "清沅市投资促进中心" in told
    assert "清投促函〔2026〕1号" in told
    assert "清招办函〔2026〕1号" in said(office, first, tmp_path / "一.pdf")


def test_the_change_is_kept_and_can_be_taken_back(office: Office) -> None:
    before = names(office)
    rename_office(office, replace(before, city="新沅市", authority="新沅市招商局"))
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    assert (act.act, act.who) == ("更改本单位信息：新沅市招商局", "测试")
    assert undo(office, act.id).restored == 1
    assert names(office) == before


def test_what_is_the_same_is_no_change(office: Office) -> None:
    with reading(office) as connection:
        before = connection.execute("SELECT count(*) FROM change").fetchone()
    assert not rename_office(office, replace(names(office), city=" 清沅市 "))
    with reading(office) as connection:
        assert connection.execute("SELECT count(*) FROM change").fetchone() == before


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("authority", "  ", "机关名称不能为空"),
        ("number_word", "清招办〔2026〕", "发文机关代字里不能有“〔”"),
        ("number_word", "清 招", "不能有“ ”"),
        ("city", "清沅\x07市", r"U\+0007"),
        ("authority", "招" * 41, "最多40个字"),
    ],
)
def test_a_name_that_cannot_stand_on_paper_is_refused(office: Office, field: str, text: str, reason: str) -> None:
    before = names(office)
    with pytest.raises(Refused, match=reason):
        rename_office(office, replace(before, **{field: text}))
    assert names(office) == before
