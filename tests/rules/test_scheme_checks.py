"""What is said of a scheme before it is saved, and the file that it is written to."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.rules.errors import Refused
from app.rules.scheme import read_scheme
from app.rules.scheme_checks import check_scheme
from app.services.ranking.schemes import DEFAULT, scheme_from_file, scheme_yaml
from tests.rules.test_published_schemes import SCHEMES
from tests.rules.test_scheme import line
from tests.rules.test_scoring import completion, scheme


def told(*indicators: dict[str, Any]) -> tuple[list[str], list[str]]:
    findings = check_scheme(scheme(*indicators))
    return [one.text for one in findings if one.wrong], [one.text for one in findings if not one.wrong]


def test_the_default_scheme_is_beyond_doubt() -> None:
    assert check_scheme(scheme_from_file(DEFAULT)) == ()


@pytest.mark.parametrize(
    ("indicators", "text"),
    [
        ([completion(100, threshold=0.9, cap=0.5)], "门槛高于封顶"),
        ([completion(100, above_per_percent=1)], "上限为 0"),
        ([completion(0)], "没有一项指标能得分"),
        ([completion(100), {"rule": {"form": "relative"}}], "没有权重，得不了分"),
        ([completion(50, mix={"k1": 1}), completion(50, mix={"k0": 1})], "又是合成指标"),
        (
            [{"weight": 100, "rule": {"form": "relative", "parts": {"k1": 1}}}, {**completion(0), "measure": "funds"}],
            "而它是金额",
        ),
        ([completion(50), {**completion(50), "measure": "funds", "target_of": "k0"}], "一项是个数、一项是金额"),
    ],
)
def test_what_cannot_work_is_wrong(indicators: list[dict[str, Any]], text: str) -> None:
    assert any(text in one for one in told(*indicators)[0])


@pytest.mark.parametrize(
    ("indicators", "text"),
    [
        ([completion(90)], "权重合计 90"),
        ([completion(100, cap=0.8)], "封顶低于 100%"),
        ([completion(100), completion(0)], "只显示不计分"),
        ([{"weight": 100, "rule": {"form": "step", "steps": {1: 120}}}], "超过它的权重"),
        ([completion(90), {"weight": 10, "rule": {"form": "counted", "points_each": 1}}], "权重用不上"),
        ([completion(90), {"weight": 10, "rule": {"form": "deduction", "less_each": 11}}], "一次就扣完"),
        ([{"weight": 10, "rule": {"form": "step", "steps": {0: -5, 1: 10}}}], "有一档是负分"),
        ([{"weight": 10, "rule": {"form": "step", "steps": {0.5: 10, 1: 5}}}], "完成率高的一档得分反而低"),
        ([completion(90), {"weight": 10, "target_of": "k0", "rule": {"form": "relative"}}], "用不上"),
    ],
)
def test_what_is_doubtful_is_only_said(indicators: list[dict[str, Any]], text: str) -> None:
    wrong, doubtful = told(*indicators)
    assert wrong == []
    assert any(text in one for one in doubtful)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (line(at_least_fen=10, below_fen=10), "below_fen"),
        (line(rule={"form": "floor", "required": []}), "required"),
        (line(rule={"form": "floor", "required": [{"of": "other", "less_each": 1}]}), "不存在的指标“other”"),
        (line(rule={"form": "efficacy", "base": 100}), "base"),
        (line(rule={"form": "relative", "parts": {"other": 1}}), "不存在的指标“other”"),
    ],
)
def test_new_forms_are_refused_with_their_place(data: object, told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_scheme(data, "试验")


@pytest.mark.parametrize("path", [DEFAULT, *sorted(SCHEMES.glob("*.yaml"))], ids=lambda path: path.stem)
def test_a_scheme_written_to_a_file_reads_back_the_same(path: Path, tmp_path: Path) -> None:
    before = scheme_from_file(path)
    copy = tmp_path / "办法.yaml"
    copy.write_text(scheme_yaml(before), encoding="utf-8")
    assert scheme_from_file(copy) == before


def test_figures_are_written_as_figures() -> None:
    text = scheme_yaml(scheme(completion(12.5, cap=Decimal("1.2"))))
    assert "weight: 12.5" in text
    assert "cap: 1.2" in text
