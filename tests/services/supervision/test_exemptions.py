"""免予督促 on record: listed, ended, voided and undone; what an exempt month does to the run (docs/supervision.md)."""

import datetime as dt

import pytest

from app.models.office import Office
from app.models.tables import UnitPost
from app.rules.errors import Conflict, Refused
from app.rules.periods import Period
from app.services.office.undo import last_act, undo
from app.services.supervision.exemptions import (
    ExemptionRow,
    add_exemption,
    end_exemption,
    exemption_of,
    exemptions,
    void_exemption,
)
from app.services.supervision.worklist import Worklist, worklist
from tests.services.lagging_office import fall_behind
from tests.support import TODAY, reading, set_target, signed_project, unit_id

JULY, AUGUST = dt.date(2026, 7, 1), dt.date(2026, 8, 31)


@pytest.fixture
def behind(office: Office) -> Office:
    fall_behind(office)
    return office


def asked(office: Office, period: str, group: str = "county") -> Worklist:
    with reading(office) as connection:
        return worklist(connection, Period.parse(period), group, TODAY)


def running(office: Office, unit: str, period: str, group: str = "county") -> int:
    return next(one.months_running for one in asked(office, period, group).proposals if one.unit == unit)


def on_record(office: Office) -> tuple[ExemptionRow, ...]:
    with reading(office) as connection:
        return exemptions(connection, "county")


def undo_latest(office: Office) -> None:
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)


def flooded(office: Office, to_day: dt.date | None = dt.date(2026, 7, 31)) -> int:
    return add_exemption(office, unit_id(office, "白塔县"), JULY, to_day, reason="特大洪涝", evidence="应急局通报")


def test_force_majeure_on_record_spares_the_month_and_the_run_goes_on_after_it(behind: Office) -> None:
    assert running(behind, "白塔县", "2026-08") == 8
    flooded(behind)
    july = asked(behind, "2026-07")
    assert "白塔县" not in [one.unit for one in july.proposals]
    assert july.exempt[0].reason == "不可抗力：特大洪涝"
    assert running(behind, "白塔县", "2026-08") == 7, "July neither counts nor ends the run"


def test_an_exempt_month_in_which_the_unit_did_not_lag_ends_the_run(behind: Office) -> None:
    flooded(behind)
    for number in range(3):
        signed_project(behind, f"七月{number}", 500, dt.date(2026, 7, 2 + number), county="白塔县")
    assert running(behind, "白塔县", "2026-08") == 1


def test_what_was_before_a_new_post_is_not_carried_into_it(office: Office) -> None:
    set_target(office, "周明远", "signed", 12)
    with office.change("到任") as change:
        change.session.add(
            UnitPost(unit_id=unit_id(office, "周明远"), post="市委副书记", from_day=dt.date(2026, 4, 15))
        )
    assert running(office, "周明远", "2026-08", "leader") == 2, "July and August; April to June were the first months"


def test_an_exemption_must_have_its_days_and_its_reason(behind: Office) -> None:
    county = unit_id(behind, "白塔县")
    for last, reason, told in ((dt.date(2026, 6, 1), "洪涝", "早于"), (None, " ", "理由"), (None, "警告", "警告")):
        with pytest.raises(Refused, match=told):
            add_exemption(behind, county, JULY, last, reason=reason)


def test_exemptions_are_listed_whether_the_unit_lags_or_not(behind: Office) -> None:
    key = flooded(behind, None)
    (row,) = on_record(behind)
    assert (row.id, row.unit, row.from_day, row.to_day, row.reason) == (key, "白塔县", JULY, None, "特大洪涝")
    with reading(behind) as connection:
        assert exemptions(connection, "leader") == ()
        assert exemptions(connection) == (row,)


def test_an_exemption_is_ended_and_the_end_undone(behind: Office) -> None:
    flooded(behind, None)
    (row,) = on_record(behind)
    end_exemption(behind, row.id, row.version, dt.date(2026, 7, 31))
    with reading(behind) as connection:
        assert exemption_of(connection, row.unit_id, AUGUST) is None
    with pytest.raises(Conflict):
        end_exemption(behind, row.id, row.version, AUGUST)
    (ended,) = on_record(behind)
    for day, told in ((dt.date(2026, 6, 30), "早于开始"), (dt.date(2026, 7, 31), "本来就到")):
        with pytest.raises(Refused, match=told):
            end_exemption(behind, ended.id, ended.version, day)
    undo_latest(behind)
    assert on_record(behind)[0].to_day is None


def test_a_wrong_exemption_is_voided_with_its_reason_and_the_voiding_undone(behind: Office) -> None:
    flooded(behind)
    (row,) = on_record(behind)
    with pytest.raises(Refused, match="理由"):
        void_exemption(behind, row.id, row.version, " ")
    void_exemption(behind, row.id, row.version, "登记错了单位")
    assert on_record(behind) == ()
    assert running(behind, "白塔县", "2026-07") == 7
    with pytest.raises(Refused, match="不在了"):
        end_exemption(behind, row.id, row.version + 1, AUGUST)
    undo_latest(behind)
    assert on_record(behind)[0].reason == "特大洪涝"
