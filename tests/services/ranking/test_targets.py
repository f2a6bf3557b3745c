"""Tasks of a year: given, corrected, changed within the year, shared out; figures and points by hand."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scheme import read_scheme
from app.rules.targets import Curve
from app.services.ranking.by_hand import add_figure, add_points, entries, void_entry
from app.services.ranking.ranking import rank
from app.services.ranking.schemes import DEFAULT, add_scheme, check, scheme_for, scheme_from_file
from app.services.ranking.targets import (
    NewTarget,
    curve_of,
    find_indicator,
    propose_split,
    read_value,
    set_curve,
    set_target,
    set_targets,
    targets_table,
    void_target_change,
)
from tests.services.ranking.test_ranking import actual, ranked
from tests.support import TODAY, reading, signed_project, unit_id

JULY = dt.date(2026, 7, 1)


def target(office: Office, period: str = "2026", unit: str = "定国县", as_of: dt.date = TODAY) -> Fraction | None:
    table = ranked(office, Period.parse(period), as_of=as_of)
    (row,) = (row for row in table.rows if row.name == unit)
    return next(line.target for line in row.indicators if line.key == "signed")


def new(office: Office, value: int | None, unit: str = "定国县", indicator: str = "signed") -> NewTarget:
    return NewTarget(unit_id(office, unit), 2026, indicator, value)


def test_a_change_in_the_year_leaves_the_months_before_alone(office: Office) -> None:
    set_target(office, new(office, 10))
    set_target(office, new(office, 16), from_day=JULY, reason="市委常委会议定调增")
    assert [target(office, period) for period in ("2026-06", "2026-07", "2026-01..2026-06", "2026")] == [10, 16, 10, 16]
    assert target(office, "2026", as_of=dt.date(2026, 6, 30)) == 10
    with reading(office) as connection:
        (row,) = targets_table(connection, 2026, TODAY)
    assert (row.base, row.value, [(one.value, one.reason) for one in row.changes]) == (
        10,
        16,
        [(16, "市委常委会议定调增")],
    )


def test_a_task_may_be_taken_away_from_a_day_on(office: Office) -> None:
    set_target(office, new(office, 10))
    set_target(office, new(office, None), from_day=JULY, reason="职能划转")
    assert (target(office, "2026-06"), target(office, "2026-07")) == (10, None)
    with reading(office) as connection:
        change = targets_table(connection, 2026, TODAY)[0].changes[0].id
    void_target_change(office, change, "文件撤回")
    assert target(office, "2026-07") == 10


def test_a_task_given_in_the_year_holds_from_its_day(office: Office) -> None:
    set_target(office, new(office, 10), from_day=JULY, reason="新增任务")
    assert (target(office, "2026-06"), target(office, "2026-07")) == (None, 10)


@pytest.mark.parametrize(
    ("value", "from_day", "reason", "told"),
    [
        (5, JULY, " ", "写明理由"),
        (-1, None, "", "不能是负数"),
        (5, dt.date(2025, 7, 1), "调整", "不在 2026 年内"),
    ],
)
def test_a_wrong_change_is_refused_and_nothing_is_written(
    office: Office, value: int, from_day: dt.date | None, reason: str, told: str
) -> None:
    with pytest.raises(Refused, match=told):
        set_targets(office, [new(office, 3, "云河县"), new(office, value)], from_day=from_day, reason=reason)
    with reading(office) as connection:
        assert targets_table(connection, 2026, TODAY) == ()


def test_writing_the_same_again_changes_nothing(office: Office) -> None:
    assert set_targets(office, [new(office, 3), new(office, 4, "云河县")]) == 2
    assert set_targets(office, [new(office, 3), new(office, 5, "云河县")]) == 1


def test_the_curve_says_what_is_expected(office: Office) -> None:
    set_target(office, new(office, 10))
    set_curve(office, 2026, "signed", Curve.parse("0,5,20,30,40,60,65,70,80,90,95,100"))

    def expected() -> Fraction | None:
        row = next(row for row in ranked(office, Period.parse("2026-01..2026-06")).rows if row.name == "定国县")
        return row.indicators[0].expected

    assert expected() == Fraction(6, 10)
    with reading(office) as connection:
        assert curve_of(connection, 2026, "signed") is not None
    set_curve(office, 2026, "signed", None)
    assert expected() == Fraction(1, 2)


def test_a_citys_task_is_shared_out_by_last_years_results(office: Office) -> None:
    for number in range(3):
        signed_project(office, f"上年{number}", 500, dt.date(2025, 6, 1 + number))
    signed_project(office, "上年云河", 500, dt.date(2025, 6, 9), county="云河县")
    with reading(office) as connection:
        signed = find_indicator(connection, "county", 2026, "签约项目", TODAY)
        by_last = propose_split(connection, "county", 2026, signed, 10, "last_year")
        equal = propose_split(connection, "county", 2026, signed, 11)
        given = propose_split(connection, "county", 2026, signed, 10, "weights", [1, 9])
    assert [[row.value for row in rows] for rows in (by_last, equal, given)] == [[8, 2], [6, 5], [1, 9]]
    set_targets(office, by_last)
    assert target(office) == 8


def test_values_are_read_as_people_write_them(office: Office) -> None:
    with reading(office) as connection:
        signed, amount = (find_indicator(connection, "county", 2026, key, TODAY) for key in ("signed", "amount"))
        with pytest.raises(Refused, match="现行办法有：signed"):
            find_indicator(connection, "county", 2026, "luck", TODAY)
    assert (read_value("12", signed), read_value("1.2亿元", amount), read_value("0", signed)) == (12, 12 * YI // 10, 0)
    for text in ("1.5", "十", "-1", "NaN"):
        with pytest.raises(Refused, match="看不懂"):
            read_value(text, signed)


def with_manual(office: Office) -> None:
    scheme = scheme_from_file(DEFAULT).model_dump(mode="json") | {"name": "含手工", "from_day": "2026-01-01"}
    scheme["indicators"] = [
        {"key": "tax", "label": "税收", "measure": "tax", "weight": 100, "rule": {"form": "completion"}}
    ]
    with office.change("新办法") as change:
        add_scheme(change.session, read_scheme(scheme, "试验"))


def test_figures_by_hand_count_from_their_day_until_taken_back(office: Office) -> None:
    with_manual(office)
    set_target(office, new(office, 2 * YI, indicator="tax"))
    county = unit_id(office, "定国县")
    entry = add_figure(office, county, "tax", dt.date(2026, 6, 9), Decimal(YI), reason="税务局6月报表", evidence="报表")
    assert actual(ranked(office), "定国县", "tax") == YI
    assert actual(ranked(office, as_of=dt.date(2026, 6, 8)), "定国县", "tax") == 0
    void_entry(office, "figure", entry, "报表更正")
    assert actual(ranked(office), "定国县", "tax") == 0


def test_points_by_hand_carry_their_reason_into_the_ranking(office: Office) -> None:
    set_target(office, new(office, 10))
    county = unit_id(office, "定国县")
    before = ranked(office).rows[0].score
    add_points(office, county, dt.date(2026, 6, 9), Decimal("-1.5"), reason="少报月报一次", evidence="台账")
    row = ranked(office).rows[0]
    assert before is not None
    assert row.score == before - Decimal("1.5")
    assert [(one.points, one.reason) for one in row.manual] == [(Decimal("-1.5"), "少报月报一次")]
    assert ranked(office, Period.parse("2026-07")).rows[0].manual == ()
    with reading(office) as connection:
        assert [(one.kind, one.unit, one.value) for one in entries(connection, 2026, "county")] == [
            ("points", "定国县", Decimal("-1.5"))
        ]


@pytest.mark.parametrize(("points", "reason", "told"), [("1", "", "写明理由"), ("0", "理由", "不能是 0")])
def test_points_without_a_reason_are_refused(office: Office, points: str, reason: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        add_points(office, unit_id(office, "定国县"), TODAY, Decimal(points), reason=reason)


def test_a_share_in_leading_industries_is_of_the_projects_signed(office: Office) -> None:
    from app.models.tables import LeadingIndustry, Project

    industry = 1
    for number in range(4):
        project = signed_project(office, f"项目{number}", 500, dt.date(2026, 6, 1 + number))
        if number:
            with office.change("行业") as change:
                change.session.get_one(Project, project).industry_id = industry
    with office.change("主导产业") as change:
        change.session.add(LeadingIndustry(industry_id=industry, from_day=dt.date(2026, 6, 3)))
    share = {"key": "fit", "label": "契合度", "measure": "leading_share", "weight": 100, "rule": {"form": "relative"}}
    scheme = read_scheme({"name": "契合", "from_day": "2026-01-01", "indicators": [share]}, "试验")
    with reading(office) as connection:
        table = rank(connection, Period.parse("2026-06"), "county", TODAY, scheme)
    assert actual(table, "定国县", "fit") == Fraction(1, 2), "the first of three was signed before the industry led"
    assert table.heads[0].unit == "%"
    assert table.city[0].actual == Fraction(1, 2)


def test_the_size_and_the_source_may_be_bounded(office: Office) -> None:
    from app.services.dossiers.keeping import add_funds

    for number, wan in enumerate((9_999, 10_000, 49_999, 50_000)):
        project = signed_project(office, f"项目{number}", wan, dt.date(2026, 6, 1))
        add_funds(office, project, dt.date(2026, 6, 9), YI, origin="省外" if number else "本地")
    lines = [
        {"key": "middle", "measure": "signed", "at_least_fen": YI, "below_fen": 5 * YI},
        {"key": "outside", "measure": "funds", "origin": "省外"},
    ]
    scheme = read_scheme(
        {
            "name": "分级",
            "from_day": "2026-01-01",
            "indicators": [
                {**line, "label": line["key"], "rule": {"form": "counted", "points_each": 1}} for line in lines
            ],
        },
        "试验",
    )
    with reading(office) as connection:
        table = rank(connection, Period.parse("2026-06"), "county", TODAY, scheme)
    assert (actual(table, "定国县", "middle"), actual(table, "定国县", "outside")) == (2, 3 * YI)


def borrowing(office: Office, **changed: object) -> None:
    lines = [
        {"key": "signed", "label": "签约", "measure": "signed", "weight": 60, "rule": {"form": "completion"}},
        {
            "key": "steps",
            "label": "签约分档",
            "measure": "signed",
            "weight": 40,
            "target_of": "signed",
            "rule": {"form": "step", "steps": {1: 40, 0.5: 20}},
            **changed,
        },
    ]
    scheme = read_scheme({"name": "同数两计", "from_day": "2026-01-01", "indicators": lines}, "试验")
    with office.change("新办法") as change:
        add_scheme(change.session, scheme)


def test_a_second_form_on_the_same_figure_uses_the_task_of_the_first(office: Office) -> None:
    borrowing(office)
    set_target(office, new(office, 1))
    set_curve(office, 2026, "signed", Curve.parse("0,0,0,0,0,100,100,100,100,100,100,100"))
    signed_project(office, "纸箱", 5000, dt.date(2026, 6, 3))
    first, second = ranked(office, Period.parse("2026-06")).rows[0].indicators
    assert (second.target, second.completion, second.expected) == (1, first.completion, 1)
    assert second.points == 40
    with reading(office) as connection:
        assert not [one for one in check(connection, scheme_for(connection, "county", TODAY)[1]) if one.key == "steps"]
        with pytest.raises(Refused, match="请下达“签约”的任务"):
            find_indicator(connection, "county", 2026, "签约分档", TODAY)


def test_a_borrowed_task_may_be_of_another_level(office: Office) -> None:
    borrowing(office, level="奋斗目标")
    set_target(office, new(office, 1))
    set_target(office, NewTarget(unit_id(office, "定国县"), 2026, "signed", 4, "奋斗目标"))
    assert [line.target for line in ranked(office).rows[0].indicators] == [1, 4]


@pytest.mark.parametrize("number", ["1e30", "-1e30", "nan", "inf", "0.0000000001"])
def test_what_no_ranking_could_be_reckoned_with_is_not_entered(office: Office, number: str) -> None:
    county = unit_id(office, "定国县")
    with pytest.raises(Refused):
        add_points(office, county, TODAY, Decimal(number), reason="试")
    with pytest.raises(Refused):
        add_figure(office, county, "tax", TODAY, Decimal(number), reason="试")
    with reading(office) as connection:
        assert entries(connection, 2026) == ()


@pytest.mark.parametrize(("year", "value"), [(2026, 10**21), (99999, 1), (-5, 1)])
def test_a_task_of_a_size_or_a_year_that_nobody_means_is_not_written(office: Office, year: int, value: int) -> None:
    with pytest.raises(Refused):
        set_target(office, NewTarget(unit_id(office, "定国县"), year, "signed", value))
