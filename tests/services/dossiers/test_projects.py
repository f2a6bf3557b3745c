"""Listing, filtering and searching projects."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_funds, set_credit, set_referrals
from app.services.dossiers.projects import (
    SORT_KEYS,
    ProjectFilter,
    filter_choices,
    find_choice,
    project_ids,
    project_rows,
    totals,
)
from app.services.finding.search import SearchIndex
from tests.support import reading, signed_project, unit_id


@pytest.fixture
def three(office: Office) -> list[int]:
    """Three projects: 牙膏 (定国县, 500 万), 香皂 (云河县, 12,000 万), 轴承 (云河县, 800 万)."""
    return [
        signed_project(office, "重庆牙膏项目", 500, dt.date(2026, 6, 3)),
        signed_project(office, "香皂项目", 12_000, dt.date(2026, 6, 1), county="云河县"),
        signed_project(office, "轴承项目", 800, dt.date(2025, 6, 2), county="云河县"),
    ]


def test_filters_narrow_and_combine(office: Office, three: list[int]) -> None:
    toothpaste, soap, bearing = three
    yunhe = unit_id(office, "云河县")
    with reading(office) as connection:
        for wanted, found in (
            (ProjectFilter(), [toothpaste, soap, bearing]),
            (ProjectFilter(county=yunhe), [soap, bearing]),
            (ProjectFilter(unit=yunhe), [soap, bearing]),
            (ProjectFilter(stage=Stage.SIGNED), [toothpaste, soap, bearing]),
            (ProjectFilter(stage=Stage.STARTED), []),
            (ProjectFilter(period=Period.parse("2026-06")), [toothpaste, soap]),
            (ProjectFilter(county=yunhe, period=Period.parse("2026")), [soap]),
            (ProjectFilter(text="项目 牙膏"), [toothpaste]),
            (ProjectFilter(text="cqyg"), [toothpaste]),
            (ProjectFilter(text="ZQYG"), [toothpaste]),
            (ProjectFilter(text="没有"), []),
        ):
            assert project_ids(connection, wanted) == found, wanted


@pytest.mark.parametrize("key", SORT_KEYS)
def test_every_column_sorts_both_ways(office: Office, three: list[int], key: str) -> None:
    with reading(office) as connection:
        up = project_ids(connection, ProjectFilter(), key, descending=False)
        down = project_ids(connection, ProjectFilter(), key, descending=True)
    assert sorted(up) == sorted(three)
    assert up == down[::-1]


def test_a_row_shows_what_hangs_on_the_project(office: Office, three: list[int]) -> None:
    add_funds(office, three[0], dt.date(2026, 7, 1), 100 * WAN)
    add_funds(office, three[0], dt.date(2026, 8, 1), 50 * WAN)
    set_credit(office, three[0], "leader", [(unit_id(office, "周明远"), 5000), (unit_id(office, "沈国栋"), 5000)])
    set_referrals(office, three[0], ["石大山", "郭晓峰"])
    with reading(office) as connection:
        (row,) = project_rows(connection, [three[0]])
    assert row.to_json() == {
        "code": "ZS2026-00001",
        "name": "重庆牙膏项目",
        "enterprise": "重庆牙膏项目有限公司",
        "uscc": "",
        "industry": "",
        "investment_fen": 500 * WAN,
        "county": "定国县",
        "leader": "周明远、沈国栋",
        "department": "",
        "stage": "签约",
        "dates": {"签约": "2026-06-03"},
        "funds_fen": 150 * WAN,
        "referrers": ["石大山", "郭晓峰"],
    }


def test_rows_come_in_the_order_asked_and_missing_ids_are_left_out(office: Office, three: list[int]) -> None:
    with reading(office) as connection:
        rows = project_rows(connection, [three[2], 999, three[0]])
        assert [row.id for row in rows] == [three[2], three[0]]
        assert totals(connection, three[:2]).investment_fen == 12_500 * WAN
        assert totals(connection).count == 3


def test_choices_offer_the_units_by_group_and_the_years(office: Office, three: list[int]) -> None:
    with reading(office) as connection:
        choices = filter_choices(connection)
        assert [one.name for one in choices.counties] == ["定国县", "云河县"]
        assert [one.name for one in choices.leaders] == ["周明远", "沈国栋", "方文博"]
        assert choices.years == (2026, 2025)
        assert find_choice(connection, "云河县", "county") == unit_id(office, "云河县")
        with pytest.raises(Refused, match="定国县、云河县"):
            find_choice(connection, "无名县", "county")


@pytest.mark.parametrize(
    "typed", ["牙膏", "项目", "c", "cqyg", "香皂 有限", "轴承项目有限公司", "没有", "ZS2026-00002", " "]
)
def test_the_index_finds_what_the_database_finds(office: Office, three: list[int], typed: str) -> None:
    with reading(office) as connection:
        everything = project_ids(connection, ProjectFilter())
        by_sql = project_ids(connection, ProjectFilter(text=typed))
        index = SearchIndex.load(connection)
    assert index.select(np.array(everything), typed).tolist() == by_sql


def test_a_word_does_not_run_over_from_one_project_into_the_next(office: Office) -> None:
    signed_project(office, "甲乙", 500, dt.date(2026, 6, 1))
    signed_project(office, "丙丁", 500, dt.date(2026, 6, 1))
    with reading(office) as connection:
        index = SearchIndex.load(connection)
    assert not index.match("乙丙").any()
    assert not index.match("丁甲").any()


def test_an_empty_office_is_searched_without_complaint(office: Office) -> None:
    with reading(office) as connection:
        index = SearchIndex.load(connection)
    assert index.select(np.array([], dtype=np.int64), "牙膏").tolist() == []
    assert index.match("牙膏").tolist() == [False]
