"""Every sentence of a bulletin follows the facts: where there is nothing to tell, it is not told."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.money import YI
from app.rules.periods import Period
from app.services.papers.bulletins import draft_bulletin
from app.services.ranking.schemes import save_scheme, scheme_for
from app.services.supervision.exemptions import add_exemption
from tests.support import TODAY, reading, set_target, signed_project, unit_id


def text(office: Office, period: str = "2026-06", group: str = "county") -> str:
    with reading(office) as connection:
        return draft_bulletin(office, connection, Period.parse(period), group, TODAY, TODAY).content.text


def keeps_pace(office: Office, county: str, of: int = 1) -> None:
    """A county that signed its whole task in June, and no overdue project."""
    signed_project(office, f"{county}牙膏项目", 12_000, dt.date(2026, 6, 3), county=county)
    set_target(office, county, "amount", of * 12_000 * 10_000 * 100)


def only_county(office: Office) -> Office:
    with office.change("撤销") as change:
        change.connection.exec_driver_sql("UPDATE unit SET void_reason = '撤销' WHERE name = '云河县'")
    return office


def test_where_nobody_lags_nobody_is_told_to_mend_it(office: Office) -> None:
    for county in ("定国县", "云河县"):
        keeps_pace(office, county)
    told = text(office)
    assert "三、点名情况\n本期没有按规定应当点名的单位。\n四、" in told
    assert "落后的单位" not in told
    assert "整改措施" not in told


def test_who_is_named_as_behind_is_told_to_mend_it(office: Office) -> None:
    keeps_pace(office, "定国县")
    set_target(office, "云河县", "amount", 10 * YI)
    told = text(office)
    assert "三、存在问题" in told
    assert "本通报点名落后的单位要在本通报印发后10个工作日内提出整改措施。" in told


def test_without_tasks_no_task_is_spoken_of_and_no_empty_table_attached(office: Office) -> None:
    signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 3))
    told = text(office)
    for word in ("对照年度任务", "时序", "【附件】", "全年任务"):
        assert word not in told


def test_a_month_in_which_nothing_happened_is_told_in_words(office: Office) -> None:
    for county in ("定国县", "云河县"):
        set_target(office, county, "amount", 10 * YI)
    told = text(office)
    assert "2026年6月，全市没有新签约项目；没有资金到位。" in told
    assert "本期各单位都没有新签约项目。" in told
    assert "项目0个" not in told
    assert "0亿元" not in told


def test_where_no_project_is_large_none_is_counted(office: Office) -> None:
    signed_project(office, "牙膏项目", 500, dt.date(2026, 6, 3))
    assert "全市新签约项目1个，没有亿元以上项目；签约总额0.05亿元；没有资金到位。" in text(office)


def test_the_months_so_far_are_those_of_the_period(office: Office) -> None:
    keeps_pace(office, "定国县")
    told = text(office)
    assert "2026年1—6月，全市累计新签约项目1个" in told
    assert "今年" not in told, "a bulletin of December is written in January"
    assert "累计新签约" not in text(office, "2026-01..2026-06")


def test_a_county_alone_is_neither_ahead_nor_among_several(office: Office) -> None:
    keeps_pace(only_county(office), "定国县")
    told = text(office)
    assert "得分居前" not in told
    assert "各单位" not in told
    assert "得分见下表。" in told


def test_no_more_than_the_upper_half_is_praised(office: Office) -> None:
    for county in ("定国县", "云河县"):
        keeps_pace(office, county, of=1 if county == "定国县" else 2)
    best = text(office).partition("得分居前的是：")[2].partition("。")[0]
    assert best.startswith("定国县（")
    assert "云河县" not in best


def test_who_is_exempt_is_not_named_for_having_signed_nothing(office: Office) -> None:
    keeps_pace(office, "定国县")
    set_target(office, "云河县", "amount", 10 * YI)
    assert "本期没有新签约项目的单位：云河县。" in text(office)
    add_exemption(office, unit_id(office, "云河县"), dt.date(2026, 6, 1), dt.date(2026, 6, 30), reason="特大洪涝")
    assert "没有新签约项目的单位" not in text(office)


def test_a_scheme_that_does_not_count_signing_names_nobody_for_it(office: Office) -> None:
    keeps_pace(office, "定国县")
    with reading(office) as connection:
        _, scheme = scheme_for(connection, "county", dt.date(2026, 6, 1))
    kept = tuple(one for one in scheme.indicators if one.key not in ("signed", "amount"))
    changed = {"indicators": kept, "from_day": dt.date(2026, 6, 1), "name": "只考核到位资金的办法"}
    save_scheme(office, scheme.model_copy(update=changed), reason="试")
    assert "新签约项目的单位" not in text(office)


@pytest.mark.parametrize("chosen", [True, False])
def test_leading_industries_are_named_where_there_are_some(office: Office, chosen: bool) -> None:
    keeps_pace(office, "定国县")
    if chosen:
        with office.change("主导产业") as change:
            change.connection.exec_driver_sql(
                "INSERT INTO leading_industry (industry_id, from_day, reason) SELECT id, '2026-01-01', '试'"
                " FROM industry WHERE name = '日用化工'"
            )
    assert ("紧盯日用化工主导产业，" in text(office)) is chosen
    assert "主导产业" in text(office) or not chosen
