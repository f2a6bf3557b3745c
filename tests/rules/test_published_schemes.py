"""Schemes that real cities published, entered as YAML, give the results that they print.

What is printed and what is computed here is said in each test; inputs that a source does not print are ours.
"""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.rules.money import YI
from app.rules.scheme import Scheme
from app.rules.scheme_checks import check_scheme
from app.rules.scoring import UnitFigures, rank_units, score_unit
from app.services.ranking.schemes import scheme_from_file

SCHEMES = Path(__file__).parents[1] / "data" / "schemes"


def scheme(name: str) -> Scheme:
    return scheme_from_file(SCHEMES / f"{name}.yaml")


def unit(name: str, actual: dict[str, Any], targets: dict[str, Any]) -> UnitFigures:
    exact = [{key: Fraction(value) for key, value in figures.items()} for figures in (actual, targets)]
    return UnitFigures(1, name, exact[0], exact[1])


@pytest.mark.parametrize("path", sorted(SCHEMES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_published_scheme_can_be_saved(path: Path) -> None:
    assert not [finding for finding in check_scheme(scheme_from_file(path)) if finding.wrong]


TARGETS = {"outside": 100, "foreign": 100, "signed": 27, "amount": 54 * YI}
PRINTED = [
    (
        "第一行",
        {"outside": 96, "foreign": 120, "signed": 28, "amount": Fraction("177.7") * YI, "yi3": 7, "yi10": 4, "yi20": 1}
        | {"awards": 0, "firms": 1, "events": 1, "late": 1},
        {"outside": "0.48", "foreign": "0.60", "signing": "0.50", "large": "0.50", "firms": "0.20", "late": "0.40"},
        "2.78",
    ),
    (
        "第二行",
        {"outside": 90, "foreign": 120, "signed": 29, "amount": Fraction("141.94") * YI, "yi3": 9, "yi10": 4, "yi20": 1}
        | {"awards": 0, "firms": 2, "events": 1, "late": 1},
        {"outside": "0.45", "foreign": "0.60", "signing": "0.50", "large": "0.50", "firms": "0.40", "late": "0.40"},
        "2.95",
    ),
]
"""《2024年度全市招商引资考核结果公示》, the two rows that can be read whole: figures, points and score as printed.

It prints 完成率 96 % and 120 % without the amounts, so a task of 100 stands for the whole.
"""


@pytest.mark.parametrize(("name", "actual", "points", "printed"), PRINTED)
def test_the_results_of_2024_come_out_as_printed(
    name: str, actual: dict[str, Any], points: dict[str, str], printed: str
) -> None:
    scored = score_unit(scheme("2024年度全市招商引资考核"), unit(name, actual, TARGETS))
    found = {line.key: line.points for line in scored.indicators}
    assert {key: found[key] for key in points} == {key: Decimal(value) for key, value in points.items()}
    assert scored.score == Decimal(printed)


def test_the_rows_of_2024_rank_by_their_printed_scores() -> None:
    units = [unit(name, actual, TARGETS) for name, actual, _, _ in PRINTED]
    ranked = rank_units(scheme("2024年度全市招商引资考核"), units)
    assert [(one.name, one.rank, str(one.score)) for one in ranked] == [("第二行", 1, "2.95"), ("第一行", 2, "2.78")]


WAN = YI // 10_000
PANZHIHUA = [
    ("funds", 1_005_136, 800_000, "125.64", "42.31"),
    ("domestic", 412_678, 250_000, "165.07", "81.74"),
    ("province", 176_031, 250_000, "70.41", "-12.92"),
    ("city", 416_427, 300_000, "138.81", None),
    ("farming", 32_824, 40_000, "82.06", None),
    ("industry", 657_465, 500_000, "131.49", None),
    ("services", 314_847, 260_000, "121.10", None),
]
"""《我市2006年1-10月招商引资情况》 (攀枝花市): 万元 arrived and of the task, per cent and 超/欠 as printed."""


def panzhihua(level: dict[str, int]) -> UnitFigures:
    """攀枝花 at the end of October, ten months of twelve gone, against tasks in 万元."""
    return UnitFigures(
        1,
        "攀枝花市",
        {key: Fraction(arrived * WAN) for key, arrived, *_ in PANZHIHUA},
        {key: Fraction(task * WAN) for key, task in level.items()},
        {key: Fraction(10, 12) for key in level},
    )


@pytest.mark.parametrize(("key", "completion", "ahead"), [(key, done, ahead) for key, _, _, done, ahead in PANZHIHUA])
def test_panzhihua_comes_out_as_its_city_printed(key: str, completion: str, ahead: str | None) -> None:
    scored = score_unit(scheme("攀枝花市2006年1—10月"), panzhihua({key: task for key, _, task, *_ in PANZHIHUA}))
    line = next(one for one in scored.indicators if one.key == key)
    assert line.points == Decimal(completion)
    if ahead is not None:
        assert line.ahead is not None
        assert round(line.ahead * 100, 2) == Fraction(ahead)


def test_panzhihua_against_the_task_of_its_province_comes_out_as_printed() -> None:
    """Printed: 495.69 % of the province's 83253 万元, 412.36 points ahead; the other tasks are the city's own."""
    scored = score_unit(scheme("攀枝花市2006年1—10月"), panzhihua({"domestic": 83_253}))
    line = next(one for one in scored.indicators if one.key == "domestic")
    assert line.completion is not None
    assert line.ahead is not None
    assert round(line.completion * 100, 2) == Fraction("495.69")
    assert round(line.ahead * 100, 2) == Fraction("412.36")


def test_the_parts_of_panzhihua_sum_to_the_whole_that_is_printed() -> None:
    by_key = {key: (arrived, task) for key, arrived, task, *_ in PANZHIHUA}
    for parts in (("domestic", "province", "city"), ("farming", "industry", "services")):
        assert [sum(by_key[part][which] for part in parts) for which in (0, 1)] == list(by_key["funds"])


@pytest.mark.parametrize(
    ("done", "paid", "printed"),
    [("1", "0.2", 100), ("0.8", "0.2", 75), ("0.5", "0.2", 50), ("0.49", "0.2", 0), ("1", "0.19", 0)],
)
def test_the_steps_for_towns_give_the_points_that_the_table_prints(done: str, paid: str, printed: int) -> None:
    """The table prints 100, 75, 50 and none, each only where 20 % of the money was really paid in."""
    actual = {"task": Fraction(done) * YI, "paid": Fraction(paid) * YI}
    scored = score_unit(scheme("镇（场）县直单位评分标准表"), unit("镇", actual, {"task": YI, "paid": YI}))
    assert scored.indicators[0].points == Decimal(printed)


@pytest.mark.parametrize(
    ("done", "points"), [("0.99", "0"), ("1", "60"), ("1.1", "60.5"), ("2", "65"), ("3", "70"), ("9", "70")]
)
def test_the_county_of_2006_gives_sixty_for_the_task_and_half_a_point_per_tenth(done: str, points: str) -> None:
    """Printed: 60 points, 0.5 per 10 % above, at most 10 more, none below the task. The completions are ours."""
    scored = score_unit(scheme("县2006年目标考核"), unit("县", {"funds": Fraction(done) * YI}, {"funds": YI}))
    assert scored.score == Decimal(points)


def test_gaoan_gives_the_best_a_hundred_and_the_least_sixty_per_cent_of_the_weight() -> None:
    """Printed: the formula, 100 for the best, 60 for the least, weight 30. The inputs 10, 25 and 50 are ours."""
    units = [
        unit(name, {"foreign": value, "outside": 1, "over": 1}, {"outside": 2, "over": 2})
        for name, value in (("最小", 10), ("中间", 25), ("最大", 50))
    ]
    lines = {one.name: one.indicators for one in rank_units(scheme("高安市2021"), units)}
    assert [str(lines[name][0].points) for name in ("最大", "中间", "最小")] == ["30.00", "22.50", "18.00"]
    assert {str(line[1].points) for line in lines.values()} == {"30.00"}, "all equal: 100 each"
