"""Full and short names of units, and spellings that come too near to another unit's."""

from __future__ import annotations

import pytest

from app.rules.unit_names import nearest, too_near
from app.services.importing.words import load_unit_names

NAMES = load_unit_names()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("工业和信息化局", "工信局"),
        ("发展和改革委员会", "发改委"),
        ("住房和城乡建设局", "住建局"),
        ("经济开发区", "经开区"),
        ("经济技术开发区", "经开区"),
        ("东城经济开发区", "东城经开区"),
        ("高新技术产业开发区", "高新区"),
        ("扶贫开发办公室", "扶贫开发办"),
    ],
)
def test_full_and_short_names_mean_one_body(one: str, other: str) -> None:
    assert NAMES.short(one) == NAMES.short(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("经开区", "东城经济开发区"),
        ("水利局", "水务局"),
        ("工信局", "经信局"),
        ("教育局", "体育局"),
        ("高新区", "经开区"),
    ],
)
def test_other_bodies_stay_apart(one: str, other: str) -> None:
    assert NAMES.short(one) != NAMES.short(other)


def test_no_name_stands_for_two_bodies() -> None:
    names = [name for body in (*NAMES.departments, *NAMES.zones) for name in body]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("one", "other", "person", "reason"),
    [
        ("贺健国", "贺建国", True, "只差一个同音字"),
        ("何建国", "贺建国", True, "只差一个同音字"),
        ("贺连国", "贺建国", True, "只差一个字"),
        ("李建国", "贺建国", True, None),
        ("贺国建", "贺建国", True, "两个字换了位置"),
        ("贺建", "贺建国", True, None),
        ("张伟", "张玮", True, "只差一个同音字"),
        ("张伟", "张强", True, None),
        ("东城", "西城", False, None),
        ("定国", "定果", False, "只差一个同音字"),
        ("云河", "云溪", False, None),
        ("科学仪器局", "科学议器局", False, "只差一个同音字"),
        ("农业农村局", "农业农村农局", False, "多一个字或少一个字"),
        ("第1组", "第2组", False, None),
        ("三河口", "四河口", False, None),
    ],
)
def test_what_comes_too_near(one: str, other: str, person: bool, reason: str | None) -> None:
    assert too_near(one, other, person=person) == reason
    assert too_near(other, one, person=person) == reason


def test_a_name_of_two_characters_is_doubted_beside_a_settled_one_alone() -> None:
    assert too_near("云溪", "云河", settled=True) == "只差一个字"
    assert too_near("张伟", "张强", person=True, settled=True) is None


def test_the_same_sound_goes_first() -> None:
    others = [("贺连国", True), ("贺建国", True)]
    assert nearest("贺健国", others, person=True) == ("贺建国", "只差一个同音字")
    assert nearest("周明远", others, person=True) is None
