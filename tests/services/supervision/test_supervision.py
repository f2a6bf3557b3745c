"""The worklist of a period, what is decided and done about it, exemptions, relief, history (docs/supervision.md)."""

import datetime as dt

import pytest

from app.models.office import Office
from app.models.tables import UnitPost
from app.rules.audience import Audience
from app.rules.errors import Conflict, Refused
from app.rules.periods import Period
from app.rules.supervision import FORBIDDEN, Status
from app.services.supervision.measures_taken import decide, follow, history, open_measures
from app.services.supervision.worklist import Proposal, Worklist, recovered, worklist, worklists
from tests.services.lagging_office import fall_behind
from tests.support import TODAY, reading, set_target, signed_project, unit_id

AUGUST = Period.parse("2026-08")


@pytest.fixture
def behind(office: Office) -> Office:
    fall_behind(office)
    return office


def asked(office: Office, period: Period = AUGUST, group: str = "county", as_of: dt.date = TODAY) -> Worklist:
    with reading(office) as connection:
        return worklist(connection, period, group, as_of)


def proposal(office: Office, unit: str, period: Period = AUGUST) -> Proposal:
    (found,) = (one for one in asked(office, period).proposals if one.unit == unit)
    return found


def moved(office: Office, key: int, version: int, to: Status, *, on: dt.date, text: str = "") -> None:
    """Move a measure on, entered at the end of the year."""
    follow(office, key, version, to, on=on, today=dt.date(2026, 12, 31), text=text)


def decided(office: Office, unit: str, **more: object) -> int:
    options: dict[str, object] = {"by": "李主任", "on": TODAY, **more}
    return decide(office, proposal(office, unit), AUGUST, **options)  # pyright: ignore[reportArgumentType]


def test_months_running_go_up_the_ladder(behind: Office) -> None:
    found = {one.unit: (one.months_running, one.measure) for one in asked(behind, Period.parse("2026-07")).proposals}
    assert found["白塔县"] == (7, "约谈")
    assert found["定国县"] == (1, "提醒函"), "it had signed in June"
    assert "云河县" not in found
    august = {one.unit: (one.months_running, one.measure) for one in asked(behind).proposals}
    assert august["定国县"] == (2, "通报")
    assert august["临沅区"] == (1, "提醒函")


def test_the_answer_for_programs_has_all_its_fields(behind: Office) -> None:
    data = proposal(behind, "白塔县").to_json()
    expected = {"unit", "group", "rank", "score", "completion", "expected", "months_running", "measure", "audience"}
    assert data.keys() == expected | {"grounds"}
    assert (data["audience"], data["group"], data["completion"]) == ("全市领导干部大会", "county", 0)
    assert data["expected"] == pytest.approx(1 / 12)
    assert "没有签约项目" in str(data["grounds"])


def test_months_do_not_run_over_the_turn_of_the_year(behind: Office) -> None:
    set_target(behind, "白塔县", "signed", 12, 2025)
    (january,) = asked(behind, Period.parse("2025-01")).proposals
    assert (january.unit, january.months_running) == ("白塔县", 1)


def test_leaders_get_no_letter_and_are_named_in_the_standing_committee_only(office: Office) -> None:
    set_target(office, "周明远", "signed", 12)
    with reading(office) as connection:
        (only,) = worklists(connection, AUGUST, TODAY)[2].proposals
    assert (only.unit, only.measure, only.audience) == ("周明远", "口头通报", Audience.STANDING_COMMITTEE)
    (first,) = asked(office, Period.parse("2026-01"), "leader").proposals
    assert first.measure == "呈阅件"
    assert not any(word in first.grounds + first.spoken_by for word in FORBIDDEN)


def test_who_was_appointed_less_than_three_months_ago_is_exempt(office: Office) -> None:
    set_target(office, "周明远", "signed", 12)
    with office.change("到任") as change:
        change.session.add(
            UnitPost(unit_id=unit_id(office, "周明远"), post="市委副书记", from_day=dt.date(2026, 5, 31))
        )
    found = asked(office, AUGUST, "leader", dt.date(2026, 8, 30))
    assert found.proposals == ()
    assert [(one.unit, one.reason) for one in found.exempt] == [("周明远", "2026-05-31起任市委副书记，到任不满3个月")]
    after = asked(office, AUGUST, "leader", dt.date(2026, 8, 31)).proposals
    assert [one.months_running for one in after] == [1], "the months of grace do not count"


def test_a_measure_is_decided_followed_and_done(behind: Office) -> None:
    key = decided(behind, "白塔县", due_on=dt.date(2026, 10, 20))
    assert proposal(behind, "白塔县").measure_id == key
    with pytest.raises(Refused, match="怎样送达"):
        moved(behind, key, 1, Status.SENT, on=dt.date(2026, 10, 9))
    moved(behind, key, 1, Status.SENT, on=dt.date(2026, 10, 9), text="当面送达")
    moved(behind, key, 2, Status.ANSWERED, on=dt.date(2026, 10, 15), text="已派出三支小分队")
    with reading(behind) as connection:
        (waiting,) = open_measures(connection, "county")
        assert (waiting.status, waiting.answer, waiting.due_on) == (
            Status.ANSWERED,
            "已派出三支小分队",
            dt.date(2026, 10, 20),
        )
    with pytest.raises(Conflict):
        moved(behind, key, 2, Status.DONE, on=TODAY, text="完成")
    moved(behind, key, 3, Status.DONE, on=dt.date(2026, 10, 30), text="当月签约两个")
    with reading(behind) as connection:
        assert open_measures(connection) == ()
        (past,) = history(connection, unit_id(behind, "白塔县"))
    assert (past.status, past.kind, past.closing) == (Status.DONE, "约谈", "当月签约两个")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"take": False}, "写明理由"),
        ({"text": "给予党内警告"}, "警告"),
        ({"decision": "建议处分"}, "处分"),
        ({"by": " "}, "由谁决定"),
        ({"due_on": TODAY - dt.timedelta(days=1)}, "反馈期限 2026-10-07 早于决定的日期 2026-10-08"),
    ],
)
def test_a_decision_that_may_not_be_is_refused(behind: Office, more: dict[str, object], told: str) -> None:
    with pytest.raises(Refused, match=told):
        decided(behind, "白塔县", **more)
    with reading(behind) as connection:
        assert open_measures(connection) == ()


def test_a_unit_is_decided_on_once_a_period(behind: Office) -> None:
    decided(behind, "白塔县", take=False, decision="已当面说明")
    with pytest.raises(Refused, match="已经决定过"):
        decided(behind, "白塔县")
    with reading(behind) as connection:
        (row,) = history(connection, unit_id(behind, "白塔县"))
    assert (row.status, row.decision) == (Status.DROPPED, "已当面说明")
    with pytest.raises(Refused, match="已经了结"):
        moved(behind, row.id, row.version, Status.SENT, on=TODAY)


def test_a_unit_that_recovered_is_relieved_by_a_person(behind: Office) -> None:
    key = decided(behind, "白塔县")
    september = Period.parse("2026-09")
    with reading(behind) as connection:
        assert recovered(connection, september, "county", TODAY) == ()
    for number in range(3):
        signed_project(behind, f"九月{number}", 500, dt.date(2026, 9, 1 + number), county="白塔县")
    with reading(behind) as connection:
        (found,) = recovered(connection, september, "county", TODAY)
    assert found.measure.id == key
    assert "不再符合落后条件，建议解除约谈" in found.grounds
    moved(behind, key, found.measure.version, Status.RELIEVED, on=TODAY, text=found.grounds)
    with reading(behind) as connection:
        assert recovered(connection, september, "county", TODAY) == ()


def test_the_same_month_is_not_its_own_recovery(behind: Office) -> None:
    decided(behind, "白塔县")
    signed_project(behind, "补录", 500, dt.date(2026, 8, 1), county="白塔县")
    with reading(behind) as connection:
        assert recovered(connection, AUGUST, "county", TODAY) == ()


@pytest.mark.parametrize(
    ("to", "on", "told"),
    [
        (Status.SENT, dt.date(2026, 10, 7), "2026-10-07 早于决定的日期 2026-10-08"),
        (Status.SENT, dt.date(2026, 10, 21), "2026-10-21 还没有到"),
        (Status.DONE, dt.date(2026, 10, 7), "早于决定的日期"),
    ],
)
def test_a_day_that_cannot_be_is_refused(behind: Office, to: Status, on: dt.date, told: str) -> None:
    key = decided(behind, "白塔县")
    with pytest.raises(Refused, match=told):
        follow(behind, key, 1, to, on=on, today=dt.date(2026, 10, 20), text="电话")


def test_no_answer_comes_before_the_delivery_and_no_end_before_the_answer(behind: Office) -> None:
    key = decided(behind, "白塔县")
    moved(behind, key, 1, Status.SENT, on=dt.date(2026, 10, 10), text="当面送达")
    with pytest.raises(Refused, match="早于送达的日期 2026-10-10"):
        moved(behind, key, 2, Status.ANSWERED, on=dt.date(2026, 10, 9), text="已整改")
    moved(behind, key, 2, Status.ANSWERED, on=dt.date(2026, 10, 12), text="已整改")
    with pytest.raises(Refused, match="早于反馈的日期 2026-10-12"):
        moved(behind, key, 3, Status.DONE, on=dt.date(2026, 10, 11), text="完成")
