"""The start of the day: what is due, overdue, unstarted, unverified, contradictory; and suspicions with reasons."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.clocks import Clock
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.clocks import clock_days, set_clock
from app.services.dossiers.groups import set_industry
from app.services.dossiers.keeping import ProjectDraft, add_funds, add_project, add_stage
from app.services.dossiers.problems import ProblemDraft, save_problem, solve_problem
from app.services.dossiers.startday import DayGroup, start_of_day
from app.services.dossiers.suspicions import suspicions
from app.services.dossiers.visits import VisitDraft, finish_next_step, save_visit
from tests.support import TODAY, reading, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)


def group(office: Office, key: str, today: dt.date = TODAY) -> DayGroup:
    with reading(office) as connection:
        return start_of_day(connection, today).group(key)


def told(office: Office, key: str, today: dt.date = TODAY) -> list[str]:
    return [f"{line.project}：{line.what}" for line in group(office, key, today).lines]


def lead(office: Office, name: str, stage: Stage, day: dt.date) -> int:
    project = add_project(office, ProjectDraft(name, f"{name}有限公司"), today=TODAY)
    add_stage(office, project, stage, day)
    return project


def test_next_steps_and_problems_are_told_on_and_after_their_day(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 500, TODAY)
    visit = save_visit(office, project, VisitDraft(JUNE, summary="谈", next_step="回访", next_day=dt.date(2026, 10, 1)))
    problem = save_problem(office, project, ProblemDraft("缺用电", "云河县", JUNE, dt.date(2026, 10, 12)))
    assert told(office, "overdue") == ["牙膏项目：下一步：回访"]
    assert group(office, "overdue").lines[0].days == 7
    assert told(office, "due") == ["牙膏项目：问题：缺用电（云河县负责）"]
    assert told(office, "due", dt.date(2026, 10, 4)) == []
    assert told(office, "due", dt.date(2026, 10, 1)) == ["牙膏项目：下一步：回访"]
    assert told(office, "overdue", dt.date(2026, 10, 13))[1] == "牙膏项目：问题：缺用电（云河县负责）"
    finish_next_step(office, visit, 1, TODAY)
    solve_problem(office, problem, 1, TODAY, "已增容")
    assert told(office, "overdue", dt.date(2026, 10, 13)) == []


@pytest.mark.parametrize(
    ("stage", "days", "what"),
    [(Stage.LEAD, 45, "线索未转入洽谈（时限 45 天）"), (Stage.NEGOTIATING, 30, "在谈未签约（时限 30 天）")],
)
def test_the_clock_of_a_stage_runs_out_after_its_days(office: Office, stage: Stage, days: int, what: str) -> None:
    lead(office, "轴承", stage, TODAY - dt.timedelta(days=days))
    assert told(office, "due") == [f"轴承：{what}"]
    assert told(office, "overdue") == []
    assert told(office, "overdue", TODAY + dt.timedelta(days=1)) == [f"轴承：{what}"]
    assert told(office, "due", TODAY - dt.timedelta(days=8)) == []


def test_signed_but_not_started_is_told_after_180_days_or_what_the_office_has_set(office: Office) -> None:
    project = signed_project(office, "轴承", 500, TODAY - dt.timedelta(days=180))
    assert told(office, "unstarted") == []
    assert told(office, "due") == ["轴承：签约未开工（时限 180 天）"]
    assert told(office, "unstarted", TODAY + dt.timedelta(days=1)) == ["轴承：签约未开工（时限 180 天）"]
    set_clock(office, Clock.UNSTARTED, 90, TODAY, "清委〔2026〕3号")
    assert told(office, "unstarted") == ["轴承：签约未开工（时限 90 天）"]
    with reading(office) as connection:
        assert clock_days(connection, TODAY - dt.timedelta(days=1))[Clock.UNSTARTED] == 180
    add_stage(office, project, Stage.STARTED, TODAY)
    assert told(office, "unstarted") == []


def test_a_lead_without_a_day_counts_from_its_entry(office: Office) -> None:
    add_project(office, ProjectDraft("轴承", "轴承有限公司"), today=TODAY)
    with reading(office) as connection:
        (at,) = connection.execute("SELECT max(at) FROM change").fetchone()
    entered = dt.date.fromisoformat(at[:10])
    assert told(office, "overdue", entered + dt.timedelta(days=46)) == ["轴承：线索未转入洽谈（时限 45 天）"]
    assert told(office, "overdue", entered + dt.timedelta(days=45)) == []


def test_what_is_to_be_verified_is_told_with_what_is_missing(office: Office) -> None:
    project = signed_project(office, "轴承", 500, JUNE, verified=False)
    add_stage(office, project, Stage.STARTED, TODAY)
    assert told(office, "unverified") == ["轴承：签约待认定", "轴承：开工待认定（没有佐证）"]


def test_contradictions_in_days_and_money_are_told(office: Office) -> None:
    skipped = signed_project(office, "轴承", 500, JUNE)
    add_stage(office, skipped, Stage.COMPLETED, dt.date(2026, 9, 1))
    falling = signed_project(office, "牙膏", 500, JUNE)
    add_funds(office, falling, JUNE, 100 * WAN)
    add_funds(office, falling, dt.date(2026, 7, 1), -10 * WAN, voucher="更正单")
    backwards = signed_project(office, "香皂", 500, JUNE)
    add_stage(office, backwards, Stage.STARTED, dt.date(2026, 7, 1))
    with office.change("旧库带来的错误") as change:
        change.connection.exec_driver_sql(
            "UPDATE stage_event SET day = '2026-05-01' WHERE project_id = ? AND stage = 4", (backwards,)
        )
    assert sorted(told(office, "contradictory")) == [
        "轴承：已到完工，却没有开工时间",
        "香皂：开工时间2026-05-01早于签约时间2026-06-03",
    ]
    with office.change("旧库带来的错误") as change:
        change.connection.exec_driver_sql("UPDATE funds_arrival SET voucher = ''")
    assert "牙膏：累计到位资金在2026-07-01减少，没有更正依据" in told(office, "contradictory")


def test_suspicions_are_told_with_their_reason(office: Office) -> None:
    code = "91145140UC1P8AP48E"
    for number, county in enumerate(("定国县", "云河县")):
        draft = ProjectDraft(f"华科{number}期", "华科集团有限公司", uscc=code, county_id=unit_id(office, county))
        add_project(office, draft, today=TODAY)
    ended = signed_project(office, "利白牙膏项目", 500, JUNE)
    add_stage(office, ended, Stage.TERMINATED, dt.date(2026, 7, 1), evidence="解约")
    again = add_project(
        office, ProjectDraft("利白牙膏二期项目", "利白牙膏项目有限公司", investment_fen=500 * WAN), today=TODAY
    )
    add_stage(office, again, Stage.SIGNED, dt.date(2026, 8, 1))
    usual = [signed_project(office, f"食品{n}", 900 + 20 * n, JUNE) for n in range(9)]
    huge = signed_project(office, "食品大项目", 900_000, JUNE)
    set_industry(office, [*usual, huge], 2)
    set_industry(office, [ended, again], 1)
    with reading(office) as connection:
        found = suspicions(connection, TODAY)
        before = connection.execute("SELECT count(*) FROM change").fetchone()
    by_kind = {one.kind: one for one in found}
    assert set(by_kind) == {"同码多县", "终止后重签", "金额异常", "佐证逾期"}
    assert code in by_kind["同码多县"].reason
    assert (by_kind["终止后重签"].project_id, by_kind["终止后重签"].others) == (again, (ended,))
    assert by_kind["金额异常"].project_id == huge
    assert "z 值" in by_kind["金额异常"].reason
    assert by_kind["佐证逾期"].project_id == again
    assert "没有任何佐证" in by_kind["佐证逾期"].reason
    with reading(office) as connection:
        assert connection.execute("SELECT count(*) FROM change").fetchone() == before
