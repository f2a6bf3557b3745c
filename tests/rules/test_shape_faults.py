"""Faults of shape are told in Chinese, by indicator and field, once each."""

import re
from typing import Any

import pytest

from app.rules.errors import Refused
from app.rules.scheme import read_scheme
from tests.rules.test_scheme import GOOD, LINE, line

ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")


def refused(data: object) -> str:
    with pytest.raises(Refused) as error:
        read_scheme(data, "试验")
    return error.value.message


def rule(**fields: Any) -> dict[str, Any]:
    return line(rule=fields)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (line(weight=-1), "指标“签约”的权重（weight）：不能小于0"),
        (line(weight="1e400"), "权重（weight）：不能大于10000"),
        (line(weight="1e29"), "权重（weight）：不能大于10000"),
        (line(weight="很多"), "权重（weight）：应是数字"),
        (line(weight=float("nan")), "权重（weight）：应是有限的数字"),
        (line(at_least_fen=10**30), "投资额不低于（at_least_fen）：不能大于"),
        (line(measure="luck"), "衡量（measure）：不是可选的值，可选 signed、signed_amount"),
        ({**GOOD, "indicators": []}, "指标（indicators）：不能为空"),
        ({**GOOD, "groups": []}, "考核组（groups）：不能为空"),
        ({**GOOD, "groups": ["county", "county"]}, "考核组（groups）有重复"),
        ({**GOOD, "from_day": None}, "起始日（from_day）：不是日期"),
        ({**GOOD, "extra": 1}, "“extra”：没有这个字段"),
        ({key: value for key, value in GOOD.items() if key != "name"}, "名称（name）：缺少这一项"),
        (rule(form="nosuch"), "指标“签约”的计分方式（rule）：不是可选的种类，可选 completion、step"),
        (rule(cap=1), "指标“签约”的计分方式（rule）：没有写计分形式（form）"),
        (rule(form="completion", capp=1), "指标“签约”的“capp”：没有这个字段，是不是 cap（封顶）"),
        (rule(form="completion", mix={"signed": 2, "amount": -1}), "由别的指标合成（mix）的“signed”：不能大于1"),
        (rule(form="completion", mix={"signed": 2, "amount": -1}), "由别的指标合成（mix）的“amount”：要大于0"),
        (rule(form="step", steps={-0.5: 5, 1: -10}), "各档（steps）的“-0.5”：不能小于0"),
        (rule(form="relative", parts={"signed": 0}), "由别的指标折算（parts）的“signed”：要大于0"),
        (rule(form="relative", basis="completion", parts={"signed": 1}), "请只留一样"),
        (rule(form="floor", required=[{"of": "signed"}]), "要求的数量（required）的第1项的每个扣（less_each）：缺少"),
        (line(target_of="nosuch"), "指标“签约”要用“nosuch”的任务，而没有这项指标"),
        (line(target_of="signed"), "而它没有自己的任务"),
        (rule(form="completion", mix={"z": 1}), "指标“签约”用了不存在的指标“z”"),
    ],
)
def test_a_fault_names_indicator_and_field_in_chinese(data: object, told: str) -> None:
    message = refused(data)
    assert told in message
    assert not ENGLISH.search(message)


def test_a_misspelt_field_is_told_once_and_not_as_missing_too() -> None:
    message = refused({**GOOD, "indicators": [{("lable" if key == "label" else key): LINE[key] for key in LINE}]})
    assert "指标“signed”的“lable”：没有这个字段，是不是 label（名称）" in message
    assert "缺少这一项" not in message


def test_a_list_whose_parts_are_wrong_is_not_called_empty_besides() -> None:
    message = refused({**line(weight=-1), "groups": ["town"]})
    assert "权重（weight）：不能小于0" in message
    assert "考核组（groups）的第1项：不是可选的值" in message
    assert "不能为空" not in message


def test_every_fault_between_indicators_is_told_at_once() -> None:
    second = {**LINE, "key": "other", "label": "其他", "target_of": "gone"}
    message = refused({**GOOD, "indicators": [{**LINE, "target_of": "nosuch"}, second]})
    assert "nosuch" in message
    assert "gone" in message
