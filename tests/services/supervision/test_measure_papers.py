"""What was decided on a unit that lags becomes a draft paper, linked to its measure, for those who may hear it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.papers import Status as PaperStatus
from app.rules.periods import Period
from app.rules.supervision import FORBIDDEN, Status, Step
from app.services.office.undo import last_act, undo
from app.services.papers.content import PaperContent, filled_in
from app.services.papers.dispatch import recipients_of, record_answer
from app.services.papers.register import PaperView, paper_view
from app.services.papers.way import draft_paper, edit_paper, issue, review, sign, withdraw
from app.services.supervision.lag_letters import lag_letters
from app.services.supervision.measure_papers import draft_measure
from app.services.supervision.measures_taken import decide, follow, measure_of
from app.services.supervision.worklist import worklist
from tests.services.lagging_office import fall_behind
from tests.support import TODAY, reading, set_target

AUGUST = Period.parse("2026-08")


@pytest.fixture
def behind(office: Office) -> Office:
    fall_behind(office)
    return office


def decided(office: Office, unit: str, period: Period = AUGUST, group: str = "county", text: str = "") -> int:
    with reading(office) as connection:
        found = worklist(connection, period, group, TODAY).proposals
    return decide(office, next(one for one in found if one.unit == unit), period, by="李主任", on=TODAY, text=text)


def drafted(office: Office, measure: int) -> PaperView:
    key = draft_measure(office, measure, as_of=TODAY, today=TODAY)
    with reading(office) as connection:
        assert measure_of(connection, measure).paper_id == key
        return paper_view(connection, key)


def circular_of(office: Office, unit: str, text: str) -> int:
    """Decide a circular on a unit, as it would be proposed in its second month."""
    with reading(office) as connection:
        found = worklist(connection, AUGUST, "county", TODAY).proposals
    one = replace(next(one for one in found if one.unit == unit), step=Step.CIRCULATE, measure="通报")
    return decide(office, one, AUGUST, by="李主任", on=TODAY, text=text)


def content(view: PaperView) -> PaperContent:
    assert view.content is not None
    return view.content


def test_a_talk_is_announced_to_the_unit_alone_with_its_grounds(behind: Office) -> None:
    view = drafted(behind, decided(behind, "白塔县"))
    assert (view.row.kind, view.row.status, view.row.recipients) == ("约谈通知", PaperStatus.DRAFT, "白塔县")
    text = content(view).text
    assert text.startswith("因你县2026年8月在5个县区中列第")
    assert "连续8个月落后，经研究，决定对你县进行约谈。" in text
    assert "由市政府分管负责同志约谈" in text
    assert content(view).audience == "收文单位"
    with pytest.raises(Refused, match="没有填写"):
        filled_in(content(view))


def test_a_first_month_is_a_letter(behind: Office) -> None:
    view = drafted(behind, decided(behind, "临沅区"))
    assert (content(view).template, view.row.recipients) == ("排名落后提醒函", "临沅区")


def test_a_letter_that_is_in_the_register_already_is_the_measures(behind: Office) -> None:
    with reading(behind) as connection:
        batch = lag_letters(behind, connection, AUGUST, as_of=TODAY, today=TODAY)
    letter = next(one for one in batch.contents if one.recipients[0].name == "临沅区")
    key = draft_paper(behind, letter)
    assert drafted(behind, decided(behind, "临沅区")).row.id == key


def test_a_circular_names_all_units_on_which_it_was_decided(behind: Office) -> None:
    first = drafted(behind, decided(behind, "定国县"))
    assert (first.row.kind, first.row.audience) == ("通报", "全市领导干部大会")
    assert "定国县2026年8月在5个县区中列第" in content(first).text
    measure = circular_of(behind, "白塔县", "白塔县没有签约项目。")
    second = drafted(behind, measure)
    assert second.row.id == first.row.id
    text = content(second).text
    assert text.index("定国县2026年8月") < text.index("白塔县没有签约项目。")
    assert content(second).numbering == "own"
    filled_in(content(second))


def test_a_circular_changed_by_hand_stays_as_it_is(behind: Office) -> None:
    first = drafted(behind, decided(behind, "定国县"))
    by_hand = content(first)
    edit_paper(
        behind, first.row.id, first.row.version, PaperContent.from_json(by_hand.to_json().replace("现通报", "今通报"))
    )
    measure = circular_of(behind, "白塔县", "白塔县没有签约项目。")
    second = drafted(behind, measure)
    assert second.row.id != first.row.id
    assert "定国县" not in content(second).text
    with reading(behind) as connection:
        assert "今通报" in content(paper_view(connection, first.row.id)).text


@pytest.mark.parametrize(("month", "kind"), [("2026-01", "呈阅件"), ("2026-08", "通报稿")])
def test_leaders_are_named_before_the_standing_committee_without_a_number(
    office: Office, month: str, kind: str
) -> None:
    set_target(office, "周明远", "signed", 12)
    view = drafted(office, decided(office, "周明远", Period.parse(month), "leader"))
    assert (view.row.kind, view.row.audience, content(view).numbering) == (kind, "市委常委会", "none")
    assert "周明远" in content(view).text
    assert "周明远" not in view.row.title + view.row.recipients
    assert not any(word in content(view).to_json() for word in FORBIDDEN)


def test_words_that_name_a_leader_do_not_get_into_a_circular(office: Office) -> None:
    fall_behind(office)
    measure = decided(office, "定国县", text="定国县（周明远联系）没有签约项目。")
    with pytest.raises(Refused, match="周明远"):
        draft_measure(office, measure, as_of=TODAY, today=TODAY)
    with reading(office) as connection:
        assert measure_of(connection, measure).paper_id is None


def test_a_measure_has_one_paper_until_that_is_withdrawn(behind: Office) -> None:
    measure = decided(behind, "白塔县")
    view = drafted(behind, measure)
    with pytest.raises(Refused, match="已经有公文"):
        draft_measure(behind, measure, as_of=TODAY, today=TODAY)
    withdraw(behind, view.row.id, view.row.version, "时间有变")
    assert drafted(behind, measure).row.id != view.row.id


def test_a_draft_that_was_reviewed_takes_no_further_unit(behind: Office) -> None:
    first = drafted(behind, decided(behind, "定国县"))
    review(behind, first.row.id, first.row.version)
    measure = circular_of(behind, "白塔县", "白塔县没有签约项目。")
    assert drafted(behind, measure).row.id != first.row.id


def test_what_was_not_taken_or_is_done_gets_no_paper(behind: Office) -> None:
    with reading(behind) as connection:
        found = worklist(connection, AUGUST, "county", TODAY).proposals
    dropped = decide(behind, found[0], AUGUST, by="李主任", on=TODAY, take=False, decision="已说明")
    done = decided(behind, "白塔县") if found[0].unit != "白塔县" else decided(behind, "临沅区")
    follow(behind, done, 1, Status.DONE, today=dt.date(2026, 10, 9), on=dt.date(2026, 10, 9), text="已整改")
    for measure in (dropped, done):
        with pytest.raises(Refused, match="不再起草"):
            draft_measure(behind, measure, as_of=TODAY, today=TODAY)


def issued(office: Office, measure: int) -> int:
    """Draft the paper of a measure, sign and issue it on 8 October; return the paper's id."""
    key = drafted(office, measure).row.id
    for act in (review, partial(sign, today=TODAY), partial(issue, today=TODAY)):
        act(office, key, version_of(office, key))
    return key


def version_of(office: Office, paper: int) -> int:
    with reading(office) as connection:
        return paper_view(connection, paper).row.version


def stand(office: Office, measure: int) -> tuple[Status, dt.date | None, dt.date | None, str]:
    with reading(office) as connection:
        row = measure_of(connection, measure)
    return row.status, row.sent_on, row.answered_on, row.answer


def answered(office: Office, paper: int, on: dt.date, text: str) -> None:
    with reading(office) as connection:
        (line,) = recipients_of(connection, paper)
    record_answer(office, line.id, line.version, on, text)


def test_a_measure_follows_its_letter_and_goes_back_when_that_is_withdrawn(behind: Office) -> None:
    measure = decided(behind, "临沅区")
    assert stand(behind, measure)[0] is Status.DECIDED
    paper = issued(behind, measure)
    assert stand(behind, measure) == (Status.SENT, TODAY, None, "")
    answered(behind, paper, dt.date(2026, 10, 12), "已开两场招商会")
    assert stand(behind, measure) == (Status.ANSWERED, TODAY, dt.date(2026, 10, 12), "已开两场招商会")
    withdraw(behind, paper, version_of(behind, paper), "数据有误")
    assert stand(behind, measure) == (Status.DECIDED, None, None, "")


def test_an_answer_that_is_put_right_puts_the_measure_right(behind: Office) -> None:
    measure = decided(behind, "临沅区")
    paper = issued(behind, measure)
    answered(behind, paper, TODAY, "已开两场招商会")
    answered(behind, paper, dt.date(2026, 10, 13), "已开三场招商会")
    assert stand(behind, measure) == (Status.ANSWERED, TODAY, dt.date(2026, 10, 13), "已开三场招商会")


def test_undoing_what_was_set_by_hand_lets_the_paper_speak_again(behind: Office) -> None:
    measure = decided(behind, "临沅区")
    paper = issued(behind, measure)
    with reading(behind) as connection:
        version = measure_of(connection, measure).version
    follow(behind, measure, version, Status.ANSWERED, today=dt.date(2026, 10, 9), on=TODAY, text="电话反馈")
    with reading(behind) as connection:
        act = last_act(connection)
    assert act is not None
    undo(behind, act.id)
    assert stand(behind, measure) == (Status.SENT, TODAY, None, "")
    answered(behind, paper, TODAY, "已开两场招商会")
    assert stand(behind, measure)[3] == "已开两场招商会"


def test_a_status_set_by_hand_stays_whatever_becomes_of_the_paper(behind: Office) -> None:
    measure = decided(behind, "临沅区")
    paper = drafted(behind, measure).row.id
    with reading(behind) as connection:
        version = measure_of(connection, measure).version
    follow(behind, measure, version, Status.SENT, today=dt.date(2026, 10, 9), on=dt.date(2026, 10, 9), text="当面送达")
    withdraw(behind, paper, version_of(behind, paper), "已当面说明")
    assert stand(behind, measure)[:2] == (Status.SENT, dt.date(2026, 10, 9))


def test_all_units_of_a_circular_are_told_by_it_and_a_closed_measure_stays_closed(behind: Office) -> None:
    first = decided(behind, "定国县")
    drafted(behind, first)
    second = circular_of(behind, "白塔县", "白塔县没有签约项目。")
    drafted(behind, second)
    third = circular_of(behind, "东湖区", "东湖区没有签约项目。")
    paper = drafted(behind, third).row.id
    with reading(behind) as connection:
        version = measure_of(connection, third).version
    follow(behind, third, version, Status.DONE, today=dt.date(2026, 10, 9), on=TODAY, text="已整改")
    for act in (review, partial(sign, today=TODAY), partial(issue, today=TODAY)):
        act(behind, paper, version_of(behind, paper))
    assert [stand(behind, one)[0] for one in (first, second, third)] == [Status.SENT, Status.SENT, Status.DONE]


def test_a_letter_that_was_issued_before_the_decision_says_itself_that_it_was_delivered(behind: Office) -> None:
    with reading(behind) as connection:
        batch = lag_letters(behind, connection, AUGUST, as_of=TODAY, today=TODAY)
    key = draft_paper(behind, next(one for one in batch.contents if one.recipients[0].name == "临沅区"))
    for act in (review, partial(sign, today=TODAY), partial(issue, today=TODAY)):
        act(behind, key, version_of(behind, key))
    measure = decided(behind, "临沅区")
    assert drafted(behind, measure).row.id == key
    assert stand(behind, measure)[:2] == (Status.SENT, TODAY)
