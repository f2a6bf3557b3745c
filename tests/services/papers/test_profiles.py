"""公文版式 of an office: which holds on which day, frozen with what is signed, with history and undo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.models.office import Office
from app.reports.checking.report import Verdict
from app.rules.errors import OfficeError, Refused
from app.services.office.undo import last_act, undo
from app.services.papers import store, way
from app.services.papers.checking import carried_profile, check_paper
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_docx, paper_pdf
from app.services.papers.profile_sample import sample_pdf
from app.services.papers.profiles import (
    STANDARD_PROFILE,
    OwnProfile,
    find_profile,
    profile_as_yaml,
    profile_from_file,
    profile_on,
    profiles,
    reset_profile,
    set_profile,
)
from app.services.papers.register import pages
from app.services.papers.signing import sign_all
from tests.services.papers.making import letter, signed, version, view
from tests.support import TODAY, reading

DAY = dt.timedelta(days=1)


def keep(office: Office, since: dt.date = TODAY, **numbers: Any) -> OwnProfile:
    return set_profile(office, {"name": "清沅市", "since": since, **numbers})


def held(office: Office, day: dt.date = TODAY) -> OwnProfile:
    with reading(office) as connection:
        return profile_on(connection, day)


def printed(office: Office, paper: int) -> bytes:
    with reading(office) as connection:
        return pages(office, connection, paper)


def set_anew(office: Office, paper: int) -> bytes:
    """The pages of a signed paper, set from its frozen text since the file is gone."""
    (store.folder(office) / f"{view(office, paper).pdf_sha256}.pdf").unlink()
    return printed(office, paper)


def take_back(office: Office) -> str:
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)
    return act.act


def test_a_profile_holds_from_its_day_until_the_next(office: Office) -> None:
    assert held(office) == STANDARD_PROFILE
    first = keep(office, line_pitch=28)
    second = keep(office, TODAY + 10 * DAY, line_pitch=28, number_place="middle")
    reset_profile(office, TODAY + 20 * DAY)
    assert held(office, TODAY - DAY) == STANDARD_PROFILE
    assert (held(office), held(office, TODAY + 9 * DAY), held(office, TODAY + 10 * DAY)) == (first, first, second)
    assert held(office, TODAY + 20 * DAY).is_standard
    with reading(office) as connection:
        assert len(profiles(connection)) == 3


def test_what_changes_nothing_and_what_makes_no_page_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="没有更改"):
        reset_profile(office, TODAY)
    keep(office, line_pitch=28)
    with pytest.raises(Refused, match="没有更改"):
        keep(office, TODAY + DAY, line_pitch=28)
    with pytest.raises(Refused, match="line_pitch"):
        keep(office, line_pitch=99)


def test_a_change_is_in_the_history_and_can_be_taken_back(office: Office) -> None:
    keep(office, line_pitch=28)
    keep(office, line_pitch=30)
    assert take_back(office) == f"公文版式：清沅市（{TODAY} 起）"
    assert held(office).numbers == (("line_pitch", 28),)
    take_back(office)
    assert held(office) == STANDARD_PROFILE


def test_a_draft_follows_and_what_is_signed_stays_to_the_byte(office: Office) -> None:
    before = signed(office)
    by_standard = printed(office, before)
    draft = way.draft_paper(office, letter(office))
    own = keep(office, line_pitch=28, figures="宋体", number_place="middle")
    assert carried_profile(printed(office, draft)) == own
    assert printed(office, before) == by_standard
    way.review(office, draft, version(office, draft))
    way.sign(office, draft, version(office, draft), today=TODAY)
    by_own = printed(office, draft)
    assert carried_profile(by_own) == own
    assert set_anew(office, before) == by_standard
    reset_profile(office, TODAY)
    assert set_anew(office, draft) == by_own


def test_a_batch_is_signed_in_the_profile_of_its_day(office: Office) -> None:
    own = keep(office, line_pitch=28)
    (made,) = sign_all(office, [letter(office)], today=TODAY)
    assert carried_profile(made.pdf) == own
    assert printed(office, made.id) == made.pdf
    (early,) = sign_all(office, [letter(office, title="关于另一件事的函")], today=TODAY - DAY)
    assert carried_profile(early.pdf) is None


def test_hashes_of_papers_signed_before_there_were_profiles_hold(office: Office) -> None:
    content = letter(office)
    assert "profile" not in content.to_json()
    assert content.as_signed().sha256() == content.sha256()
    own = replace(content, profile=keep(office, line_pitch=28, lines=22))
    assert own.sha256() != content.sha256()
    assert PaperContent.from_json(own.to_json()) == own
    assert own.on(TODAY + DAY).profile is None, "another day, another profile"


def test_a_paper_of_the_office_breaks_the_rows_of_the_standard_that_differ(office: Office) -> None:
    own = keep(office, line_pitch=28)
    with reading(office) as connection:
        pdf = paper_pdf(connection, letter(office, text="请抓紧办理有关项目的各项手续。" * 30), 1)
    assert [row.id for row in check_paper(pdf).rows if row.verdict is Verdict.BROKEN] == ["P3"]
    report = check_paper(pdf, carried_profile(pdf))
    assert report.passed
    assert report.profile == own.told


def test_word_documents_follow_the_profile(office: Office) -> None:
    with reading(office) as connection:
        by_standard = paper_docx(connection, letter(office), 1)
    keep(office, line_pitch=28)
    with reading(office) as connection:
        assert paper_docx(connection, letter(office), 1) != by_standard
        assert paper_docx(connection, letter(office).as_signed(), 1) == by_standard


def test_the_sample_is_set_in_the_profile_that_is_being_typed(office: Office) -> None:
    own = OwnProfile("试排", TODAY, (("line_pitch", 28),))
    with reading(office) as connection:
        pdf = sample_pdf(connection, own, TODAY)
    assert carried_profile(pdf) == own
    assert check_paper(pdf, own).passed


def test_the_name_of_a_profile_passes_the_door_of_names(office: Office) -> None:
    set_profile(office, {"name": "周明远定的版式", "since": TODAY, "line_pitch": 28})
    with reading(office) as connection, pytest.raises(Refused, match="公文版式的名称"):
        paper_pdf(connection, letter(office), 1)


def test_a_profile_goes_to_a_file_and_back(office: Office, tmp_path: Path) -> None:
    own = keep(office, line_pitch=28, figures="宋体", duplex=False)
    path = tmp_path / "版式.yaml"
    path.write_text(profile_as_yaml(own), encoding="utf-8")
    assert profile_from_file(path) == own
    with reading(office) as connection:
        assert find_profile(connection, "清沅市") == own
        assert find_profile(connection, str(path)) == own
        assert find_profile(connection, "国标") == STANDARD_PROFILE
        with pytest.raises(Refused, match="没有叫“别处”的公文版式。可写：国标、自带、清沅市"):
            find_profile(connection, "别处")


@pytest.mark.parametrize(
    "text, told",
    [
        ("line_pitch: [", "不是 UTF-8 的 YAML"),
        ("- 28", "里没有版式"),
        ("name: 甲\nsince: 2026-01-01\nline_pich: 28", "“甲.yaml”里没有“line_pich”这一项"),
        ("name: 甲\nline_pitch: 28", "“甲.yaml”的起用日期"),
        ("#" * 70_000, "太大"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        profile_from_file(path)
    assert told in refused.value.message
    with pytest.raises(OfficeError, match="读不出来"):
        profile_from_file(tmp_path / "乙.yaml")
