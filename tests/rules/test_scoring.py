"""Scores by the forms of domain.md §3, and ranks with ties."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.money import YI
from app.rules.scheme import Scheme, read_scheme
from app.rules.scoring import UnitFigures, rank_units, score_unit


def scheme(*indicators: dict[str, Any]) -> Scheme:
    lines = [
        {"key": f"k{number}", "label": f"指标{number}", "measure": "signed", **one}
        for number, one in enumerate(indicators)
    ]
    return read_scheme({"name": "办法", "from_day": "2026-01-01", "indicators": lines}, "试验")


def completion(weight: float, **rule: Any) -> dict[str, Any]:
    return {"weight": weight, "rule": {"form": "completion", **rule}}


def unit(name: str = "定国县", *, order: tuple[int, int] = (0, 0), **pairs: Any) -> UnitFigures:
    """Figures by indicator: k0=(actual, target or None, expected share)."""
    actual, targets, expected = {}, {}, {}
    for key, (done, target, *share) in pairs.items():
        actual[key] = Fraction(done)
        if target is not None:
            targets[key] = Fraction(target)
        if share:
            expected[key] = share[0]
    return UnitFigures(1, name, actual, targets, expected, over=Fraction(order[0]), amount=Fraction(order[1]))


@pytest.mark.parametrize(
    ("rule", "done", "target", "points"),
    [
        ({}, 5, 10, "10.00"),
        ({}, 30, 10, "20.00"),
        ({"cap": 1.2}, 30, 10, "24.00"),
        ({"cap": None}, 30, 10, "60.00"),
        ({}, 0, 10, "0.00"),
        ({}, 1, 3, "6.67"),
        ({"threshold": 0.6}, 59, 100, "0.00"),
        ({"threshold": 0.6}, 60, 100, "12.00"),
        ({"above_per_percent": 0.5, "above_limit": 10}, 110, 100, "25.00"),
        ({"above_per_percent": 0.5, "above_limit": 10}, 150, 100, "30.00"),
        ({"above_per_percent": 0.5, "above_limit": 10}, 99, 100, "19.80"),
    ],
)
def test_completion(rule: dict[str, Any], done: int, target: int, points: str) -> None:
    assert score_unit(scheme(completion(20, **rule)), unit(k0=(done, target))).score == Decimal(points)


def test_completion_may_be_half_the_counts_and_half_the_amounts() -> None:
    mixed = scheme(completion(20, mix={"k1": 0.5, "k2": 0.5}), completion(0), completion(0))
    assert score_unit(mixed, unit(k1=(10, 10), k2=(1, 2))).indicators[0].points == Decimal("15.00")


@pytest.mark.parametrize(
    ("done", "points"), [(100, "100"), (80, "75"), (79, "50"), (50, "50"), (49, "0"), (500, "100")]
)
def test_steps_take_the_highest_reached(done: int, points: str) -> None:
    stepped = scheme({"weight": 100, "rule": {"form": "step", "steps": {1: 100, 0.8: 75, 0.5: 50}}})
    assert score_unit(stepped, unit(k0=(done, 100))).score == Decimal(points)


@pytest.mark.parametrize(("items", "points"), [(0, "0.00"), (3, "1.50"), (99, "3.00")])
def test_counted_items_stop_at_their_limit(items: int, points: str) -> None:
    counted = scheme({"rule": {"form": "counted", "points_each": 0.5, "limit": 3}})
    assert score_unit(counted, unit(k0=(items, None))).score == Decimal(points)


@pytest.mark.parametrize(("faults", "points"), [(0, "10.00"), (4, "8.00"), (99, "0.00")])
def test_deductions_stop_at_nothing(faults: int, points: str) -> None:
    deducted = scheme({"weight": 10, "rule": {"form": "deduction", "less_each": 0.5}})
    assert score_unit(deducted, unit(k0=(faults, None))).score == Decimal(points)


def test_an_indicator_without_a_task_leaves_the_sum_and_the_rest_is_scaled_to_the_same_total() -> None:
    both = scheme(completion(30), completion(70))
    assert score_unit(both, unit(k0=(5, 10), k1=(9, None))).score == Decimal("50.00")


def test_no_task_is_not_a_task_of_nothing() -> None:
    line = score_unit(scheme(completion(100)), unit(k0=(9, None)))
    assert line.score is None
    assert line.indicators[0].points is None
    assert line.indicators[0].target is None


def test_a_unit_without_any_task_comes_last_and_has_no_rank() -> None:
    ranked = rank_units(scheme(completion(100)), [unit("甲", k0=(9, None)), unit("乙", k0=(0, 10))])
    assert [(one.name, one.rank) for one in ranked] == [("乙", 1), ("甲", None)]


def test_equal_scores_share_a_rank_and_the_next_is_passed_over() -> None:
    units = [unit(name, k0=(done, 10)) for name, done in (("甲", 9), ("乙", 5), ("丙", 5), ("丁", 1))]
    assert [(one.name, one.rank) for one in rank_units(scheme(completion(100)), units)] == [
        ("甲", 1),
        ("丙", 2),
        ("乙", 2),
        ("丁", 4),
    ]


def test_among_equals_the_order_is_over_a_yi_then_amount_then_name() -> None:
    units = [
        unit("甲", order=(0, 9), k0=(5, 10)),
        unit("乙", order=(1, 1), k0=(5, 10)),
        unit("丙", order=(0, 9), k0=(5, 10)),
        unit("丁", order=(1, 2), k0=(5, 10)),
    ]
    assert [one.name for one in rank_units(scheme(completion(100)), units)] == ["丁", "乙", "丙", "甲"]


def test_october_with_100_yi_of_80_is_ahead_by_42_31_points() -> None:
    """domain.md §3: 100.5136 亿 of 80 亿 in October is 125.64 %, 超 42.31."""
    done = Fraction(1_005_136, 10_000) * YI
    line = score_unit(scheme(completion(100)), unit(k0=(done, 80 * YI, Fraction(10, 12)))).indicators[0]
    assert line.completion is not None
    assert line.ahead is not None
    assert round(line.completion * 100, 2) == Fraction("125.64")
    assert round(line.ahead * 100, 2) == Fraction("42.31")


def test_a_score_explains_itself() -> None:
    line = score_unit(scheme(completion(20, cap=1.2)), unit(k0=(30, 10))).indicators[0]
    assert line.working == "权重20 × 120.00%（封顶120.00%） = 24.00分"


@given(
    st.lists(st.tuples(st.integers(0, 500), st.one_of(st.none(), st.integers(1, 300))), min_size=1, max_size=6),
    st.randoms(),
)
def test_points_shown_add_up_to_the_score_and_ranks_do_not_depend_on_the_order_given(
    figures: list[tuple[int, int | None]], chance: Any
) -> None:
    indicators = scheme(completion(35, cap=1.2), {"weight": 65, "rule": {"form": "deduction", "less_each": 0.3}})
    units = [unit(f"单位{number}", k0=pair, k1=(pair[0] % 7, None)) for number, pair in enumerate(figures)]
    ranked = rank_units(indicators, units)
    for one in ranked:
        if one.score is not None:
            assert one.score == sum(line.points for line in one.indicators if line.points is not None)
    chance.shuffle(units)
    again = rank_units(indicators, units)
    assert [(one.name, one.rank, one.score) for one in again] == [(one.name, one.rank, one.score) for one in ranked]
