"""Facts recorded by hand: years that cannot be and ranges turned round are refused."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.money import WAN
from app.services.policy.policy_facts import record_fact
from tests.support import signed_project

JUNE, OCTOBER = dt.date(2026, 6, 10), dt.date(2026, 10, 8)


@pytest.fixture
def project(office: Office) -> int:
    return signed_project(office, "洗涤用品项目", 680, JUNE)


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        ("首个盈利年度", 5, "不合情理"),
        ("首个盈利年度", 2027, "不合情理"),
        ("预计投产年度", 1, "不合情理"),
        ("预计投产年度", 2025, "不合情理"),
        ("预计投产年度", 2077, "不合情理"),
        ("用工人数", -1, "负数"),
    ],
)
def test_what_cannot_be_is_not_recorded(office: Office, project: int, fact: str, value: int, told: str) -> None:
    with pytest.raises(Refused, match=told):
        record_fact(office, project, fact, value, day=OCTOBER, source="说明")


def test_the_least_of_the_expected_tax_is_never_above_the_most(office: Office, project: int) -> None:
    low, high = "预计年留成税额下限", "预计年留成税额上限"
    record_fact(office, project, low, 500 * WAN, day=OCTOBER, source="测算1")
    with pytest.raises(Refused, match="500万元高于"):
        record_fact(office, project, high, 100 * WAN, day=OCTOBER, source="测算1")
    record_fact(office, project, high, 500 * WAN, day=OCTOBER, source="测算1")
    with pytest.raises(Refused, match="先登记上限"):
        record_fact(office, project, low, 600 * WAN, day=dt.date(2026, 11, 1), source="测算2")
    record_fact(office, project, high, 300 * WAN, day=JUNE, source="测算0")
    with pytest.raises(Refused, match="高于"):
        record_fact(office, project, low, 400 * WAN, day=JUNE, source="测算0")
