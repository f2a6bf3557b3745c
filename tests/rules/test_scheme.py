"""A scheme is checked before it is used, and told what is wrong where."""

from typing import Any

import pytest

from app.rules.errors import Refused
from app.rules.scheme import read_scheme
from app.services.ranking.schemes import DEFAULT, scheme_from_file

LINE: dict[str, Any] = {
    "key": "signed",
    "label": "签约",
    "measure": "signed",
    "weight": 100,
    "rule": {"form": "completion"},
}
GOOD: dict[str, Any] = {"name": "办法", "from_day": "2026-01-01", "indicators": [LINE]}


def line(**changed: Any) -> dict[str, Any]:
    return {**GOOD, "indicators": [{**LINE, **changed}]}


def test_a_whole_scheme_is_read() -> None:
    assert read_scheme(GOOD, "试验").indicators[0].needs_target


def test_the_default_scheme_is_whole_and_adds_up_to_a_hundred() -> None:
    scheme = scheme_from_file(DEFAULT)
    assert sum(one.weight for one in scheme.indicators) == 100


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({**GOOD, "indicators": []}, "indicators"),
        ({**GOOD, "indicators": [LINE, LINE]}, "（key）有重复：signed"),
        ({**GOOD, "extra": 1}, "extra"),
        (line(weight=-1), "weight"),
        (line(key="签约"), "key"),
        (line(measure="luck"), "measure"),
        (line(rule={"form": "lottery"}), "rule"),
        (line(rule={"form": "step", "steps": {}}), "至少要有一级"),
        (line(rule={"form": "completion", "mix": {"signed": 0.4}}), "必须等于 1"),
        (line(rule={"form": "completion", "mix": {"other": 1}}), "不存在的指标“other”"),
        ("text", "整体"),
    ],
)
def test_a_wrong_scheme_is_refused_with_its_place(data: object, told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_scheme(data, "试验")
