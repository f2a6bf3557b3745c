"""The door: an audience sees only units whose own audience is at least as wide; what is unknown stays out."""

from __future__ import annotations

import pytest

from app.rules.audience import (
    Audience,
    NamedUnit,
    Scope,
    found_names,
    labels,
    may_name,
    narrowest,
    permitted,
    refuse_narrower,
)
from app.rules.errors import Refused

COUNTY, DEPARTMENT = NamedUnit(1, "county", ("定国县",)), NamedUnit(2, "department", ("市工信局", "市经信委"))
LEADER, OTHER = NamedUnit(3, "leader", ("周明远",)), NamedUnit(4, "leader", ("沈国栋", "沈副市长"))
ALL = (COUNTY, DEPARTMENT, LEADER, OTHER)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(Audience.STANDING_COMMITTEE), ALL),
        (Scope(Audience.CITY_LEADERS), (COUNTY, DEPARTMENT)),
        (Scope(Audience.ALL_OFFICIALS), (COUNTY, DEPARTMENT)),
        (Scope(Audience.PUBLIC), ()),
        (Scope(None), (COUNTY, DEPARTMENT)),
        (Scope(None, frozenset({1})), (COUNTY, DEPARTMENT)),
        (Scope(None, frozenset({3})), (COUNTY, DEPARTMENT, LEADER)),
    ],
)
def test_who_may_be_named_before_whom(scope: Scope, seen: tuple[NamedUnit, ...]) -> None:
    assert permitted(scope, ALL) == seen


def test_a_group_without_a_rule_is_never_let_through() -> None:
    with pytest.raises(Refused):
        may_name(Scope(Audience.STANDING_COMMITTEE), 9, "village")


def test_an_unknown_audience_is_refused_and_the_known_ones_are_told() -> None:
    with pytest.raises(Refused, match="市委常委会、市级领导"):
        Scope.read("大家")
    assert [Scope.read(label).label for label in labels()] == list(labels())


@pytest.mark.parametrize(
    "text",
    ["周明远同志", "周　明 远", "周\u200b明远", "周·明远", "（周\n明远）", "沈副市长要求", "沈-国-栋"],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert found_names(Scope(Audience.ALL_OFFICIALS), ALL, text)


@pytest.mark.parametrize("text", ["定国县和市经信委", "周明", "远明周", ""])
def test_what_may_be_said_passes(text: str) -> None:
    assert found_names(Scope(Audience.ALL_OFFICIALS), ALL, text) == ()


def test_the_refusal_lists_every_name_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        refuse_narrower(
            Scope(Audience.ALL_OFFICIALS), ALL, [("标题", "周明远的任务"), ("正文", "沈国栋、周明远"), ("附注", "无")]
        )
    assert "“周明远”（标题、正文）" in refused.value.message
    assert "“沈国栋”（正文）" in refused.value.message


def test_past_names_are_names_too() -> None:
    with pytest.raises(Refused, match="市经信委"):
        refuse_narrower(Scope(Audience.PUBLIC), ALL, [("文件名", "市经信委.pdf")])


@pytest.mark.parametrize(
    ("of", "narrow"),
    [
        (["公开", "市级领导"], "市级领导"),
        (["收文单位", "全市领导干部大会"], "收文单位"),
        (["收文单位", "市委常委会"], "市委常委会"),
        (["公开"], "公开"),
    ],
)
def test_what_holds_several_papers_goes_as_far_as_the_narrowest(of: list[str], narrow: str) -> None:
    assert narrowest(of) == narrow


@pytest.mark.parametrize("of", [[], ["公开", "大家"]])
def test_without_a_known_audience_nothing_goes_out(of: list[str]) -> None:
    with pytest.raises(Refused):
        narrowest(of)
