"""Recipients, days for the answer by working days, answers, what is overdue, reminders, holidays from a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.models.office import Office
from app.rules.errors import OfficeError, Refused
from app.services.papers import way
from app.services.papers.content import Recipient
from app.services.papers.dispatch import (
    add_recipient,
    import_holidays,
    recipients_of,
    record_answer,
    remind,
    remove_recipient,
    waiting,
    work_calendar,
)
from tests.services.papers.making import letter, signed, version, view
from tests.support import TODAY, reading

EVE = dt.date(2026, 9, 29)
DUE = dt.date(2026, 10, 20)


def issued(office: Office) -> int:
    """A letter issued on 29 September 2026, a Tuesday before the national holiday."""
    paper = signed(office)
    way.issue(office, paper, version(office, paper), today=EVE)
    return paper


def test_the_answer_is_due_in_working_days_by_the_states_calendar(office: Office) -> None:
    """30.9., 8.–9.10., Saturday 10.10. worked, 12.–16.10., 19.10. would be ten; 20.9. is worked too but before."""
    paper = issued(office)
    (row,) = view(office, paper).recipients
    with reading(office) as connection:
        calendar = work_calendar(connection)
    days = [EVE + dt.timedelta(days=n) for n in range(1, 60)]
    assert row.due.due == [day for day in days if calendar.is_workday(day)][9]
    assert not calendar.is_workday(dt.date(2026, 10, 1))
    assert not calendar.is_workday(dt.date(2026, 10, 5))


def test_overdue_answers_are_listed_reminded_and_answered(office: Office) -> None:
    paper = issued(office)
    late = dt.date(2026, 12, 1)
    with reading(office) as connection:
        assert waiting(connection, EVE, overdue_only=True) == ()
        (row,) = waiting(connection, late, overdue_only=True)
        assert (row.recipient, row.number) == ("定国县", "清招办函〔2026〕1号")
    assert remind(office, [row.id], late) == (row.recipient,)
    seen = view(office, paper)
    assert (seen.steps[-1].act, seen.steps[-1].comment) == ("催办", "定国县")
    record_answer(office, row.id, seen.recipients[0].version, late, "已制定整改措施")
    with reading(office) as connection:
        assert waiting(connection, late) == ()
    with pytest.raises(Refused, match="都已经答复"):
        remind(office, [row.id], late)
    way.close(office, paper, version(office, paper))


def test_an_open_answer_keeps_a_paper_open_unless_the_reason_is_given(office: Office) -> None:
    paper = issued(office)
    with pytest.raises(Refused, match="还没有答复：定国县"):
        way.close(office, paper, version(office, paper))
    way.close(office, paper, version(office, paper), comment="并入下月督办")


def test_answers_are_checked(office: Office) -> None:
    paper = signed(office)
    (row,) = view(office, paper).recipients
    with pytest.raises(Refused, match="还没有印发"):
        record_answer(office, row.id, row.version, TODAY, "好")
    way.issue(office, paper, version(office, paper), today=TODAY)
    (row,) = view(office, paper).recipients
    with pytest.raises(Refused, match="早于印发日期"):
        record_answer(office, row.id, row.version, EVE, "好")
    with pytest.raises(Refused, match="不能为空"):
        record_answer(office, row.id, row.version, TODAY, " ")


def test_recipients_can_be_units_or_words_until_the_paper_goes_out(office: Office) -> None:
    paper = way.draft_paper(office, letter(office))
    add_recipient(office, paper, Recipient("利白日化有限公司"), None)
    with reading(office) as connection:
        first, second = recipients_of(connection, paper)
    assert (first.unit_id, second.unit_id, second.recipient) == (1, None, "利白日化有限公司")
    remove_recipient(office, second.id, second.version)
    way.review(office, paper, version(office, paper))
    way.sign(office, paper, version(office, paper), today=TODAY)
    with pytest.raises(Refused, match="不能再改"):
        add_recipient(office, paper, Recipient("云河县", 2), 5)


def test_a_year_without_arrangement_stops_issuing_until_the_file_is_read(office: Office, tmp_path: Path) -> None:
    paper = signed(office)
    new_year = dt.date(2031, 1, 6)
    with pytest.raises(Refused, match="2031年的节假日"):
        way.issue(office, paper, version(office, paper), today=new_year)
    file = tmp_path / "节假日.csv"
    file.write_text("日期,类型,名称\n2031-01-07,休,测试\n", encoding="gb18030")
    assert len(import_holidays(office, file, dt.date(2030, 12, 1))) == 1
    way.issue(office, paper, version(office, paper), today=new_year)
    assert view(office, paper).recipients[0].due.due == dt.date(2031, 1, 21)


def test_a_file_that_is_no_calendar_changes_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "节假日.csv"
    file.write_text("2031-01-07,休\n2031-13-01,休\n", encoding="utf-8")
    with pytest.raises(Refused, match="第2行"):
        import_holidays(office, file, TODAY)
    with pytest.raises(OfficeError, match="读取"):
        import_holidays(office, tmp_path / "没有.csv", TODAY)
    with reading(office) as connection:
        assert connection.execute("SELECT count(*) FROM holiday").fetchone() == (0,)


def test_a_leader_typed_in_as_recipient_is_refused(office: Office) -> None:
    paper = way.draft_paper(office, letter(office))
    with pytest.raises(Refused, match=r"周明远.*收文单位"):
        add_recipient(office, paper, Recipient("周 明远"), 5)
    assert [row.recipient for row in view(office, paper).recipients] == ["定国县"]
