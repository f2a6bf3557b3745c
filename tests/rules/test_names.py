"""Names: compared without width, spaces and brackets; lists of people taken apart."""

from __future__ import annotations

import pytest

from app.rules.names import core, is_organisation, name_key, person_name, split_list
from app.rules.reading import clean


@pytest.mark.parametrize(
    "cell, names",
    [
        ("石大山、郭晓峰", ["石大山", "郭晓峰"]),
        ("石大山，郭晓峰", ["石大山", "郭晓峰"]),
        ("石大山,郭晓峰;李四／王五", ["石大山", "郭晓峰", "李四／王五"]),
        ("石大山/郭晓峰", ["石大山", "郭晓峰"]),
        ("石大山\n郭晓峰", ["石大山", "郭晓峰"]),
        ("石大山 郭晓峰", ["石大山", "郭晓峰"]),
        ("贺建国和许海燕", ["贺建国", "许海燕"]),
        ("方 文博", ["方文博"]),
        ("方  正", ["方正"]),
        ("李　强 王小明", ["李强", "王小明"]),
        ("诸葛 亮", ["诸葛亮"]),
        ("欧阳 文博", ["欧阳文博"]),
        ("粤海 鑫洁新材料有限公司", ["粤海鑫洁新材料有限公司"]),
        ("市商务局 市发改委", ["市商务局", "市发改委"]),
        ("利白日化有限公司，石大山", ["利白日化有限公司", "石大山"]),
        ("石大山、石大山", ["石大山"]),
        ("无", []),
        ("、-、", []),
    ],
)
def test_a_cell_with_several_names_is_taken_apart(cell: str, names: list[str]) -> None:
    assert split_list(cell) == names


def test_a_known_name_stays_whole() -> None:
    assert split_list("阿依 古丽", frozenset({"阿依古丽"})) == ["阿依古丽"]


def test_names_are_compared_without_width_spaces_and_brackets() -> None:
    assert name_key(" 利白（中国） 日化　有限公司 ") == name_key("利白(中国)日化有限公司")
    assert name_key("ＡＢＣ电子") == name_key("abc电子")
    assert name_key("甲项目") != name_key("乙项目")


def test_the_core_of_a_firm_is_without_its_legal_form() -> None:
    assert core("利白日化集团有限公司") == core("利白日化有限责任公司") == "利白日化"
    assert core("公司") == "公司"


def test_spaces_go_only_between_chinese_characters() -> None:
    assert clean(" 粤海 鑫洁新材料有限公司\u3000") == "粤海鑫洁新材料有限公司"
    assert clean("ABC  Electronic 有限公司") == "ABC Electronic 有限公司"
    assert clean("\u200b甲\ufeff项目\n") == "甲项目"


def test_organisations_and_persons_are_told_apart() -> None:
    assert all(map(is_organisation, ["利白日化有限公司", "市商会", "清沅商会", "市招商局"]))
    assert not any(map(is_organisation, ["石大山", "郭晓峰", "阿依古丽"]))
    assert person_name("石大山先生") == "石大山"
