"""The forms that compare, floors, variants of completion, classes and points by hand (domain.md §3)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.money import YI
from app.rules.scoring import PointsByHand, UnitScore, rank_units, score_unit
from tests.rules.test_scoring import completion, scheme, unit


def points(rows: list[UnitScore], key: str = "k0") -> dict[str, Decimal | None]:
    return {row.name: next(line.points for line in row.indicators if line.key == key) for row in rows}


def test_a_floor_takes_away_for_each_project_missing_per_size_class() -> None:
    floor = scheme(
        {
            "weight": 10,
            "rule": {
                "form": "floor",
                "required": [
                    {"of": "k1", "at_least": 5, "less_each": 1},
                    {"of": "k2", "at_least": 2, "less_each": 3},
                ],
            },
        },
        completion(0),
        completion(0),
    )
    assert score_unit(floor, unit(k1=(3, None), k2=(2, None))).indicators[0].points == Decimal("8.00")
    assert score_unit(floor, unit(k1=(9, None), k2=(9, None))).indicators[0].points == Decimal("10.00")
    assert score_unit(floor, unit(k1=(0, None), k2=(0, None))).indicators[0].points == Decimal("0.00")


def test_a_floor_may_ask_for_the_units_own_numbers_and_leaves_out_who_has_none() -> None:
    floor = scheme(
        {"weight": 40, "rule": {"form": "floor", "required": [{"of": "k1", "less_each": 4}]}},
        completion(0),
        completion(60, mix={"k1": 1}),
    )
    assert score_unit(floor, unit(k1=(3, 5))).indicators[0].points == Decimal("32.00")
    left_out = score_unit(floor, unit(k1=(3, None)))
    assert left_out.indicators[0].points is None
    assert left_out.score is None


def test_relative_is_measured_against_the_best_of_the_group() -> None:
    relative = scheme({"weight": 15, "rule": {"form": "relative"}})
    rows = rank_units(relative, [unit("甲", k0=(8, None)), unit("乙", k0=(6, None)), unit("丙", k0=(0, None))])
    assert points(rows) == {"甲": Decimal("15.00"), "乙": Decimal("11.25"), "丙": Decimal("0.00")}
    assert rows[1].indicators[0].working == "权重15 × 6 ÷ 组内最高8 = 11.25分"


def test_relative_gives_nothing_where_nobody_did_anything() -> None:
    rows = rank_units(scheme({"weight": 15, "rule": {"form": "relative"}}), [unit("甲", k0=(0, None))])
    assert rows[0].score == 0


def test_relative_may_add_up_points_for_several_kinds() -> None:
    """As 运城: 2 points for one kind, 1 for the other, then own ÷ first × 15."""
    relative = scheme(
        {"weight": 15, "rule": {"form": "relative", "parts": {"k1": 2, "k2": 1}}},
        {"rule": {"form": "counted", "points_each": 0.0001}},
        {"rule": {"form": "counted", "points_each": 0.0001}},
    )
    rows = rank_units(relative, [unit("甲", k1=(2, None), k2=(6, None)), unit("乙", k1=(2, None), k2=(1, None))])
    assert points(rows) == {"甲": Decimal("15.00"), "乙": Decimal("7.50")}


def test_efficacy_runs_from_sixty_to_a_hundred_and_is_a_hundred_where_all_are_equal() -> None:
    efficacy = scheme({"weight": 30, "rule": {"form": "efficacy"}})
    rows = rank_units(efficacy, [unit(name, k0=(done, None)) for name, done in (("甲", 9), ("乙", 3), ("丙", 1))])
    assert points(rows) == {"甲": Decimal("30.00"), "乙": Decimal("21.00"), "丙": Decimal("18.00")}
    equal = rank_units(efficacy, [unit(name, k0=(4, None)) for name in "甲乙"])
    assert set(points(equal).values()) == {Decimal("30.00")}


def test_efficacy_of_completions_leaves_out_units_without_a_task() -> None:
    efficacy = scheme({"weight": 30, "rule": {"form": "efficacy", "basis": "completion"}})
    rows = rank_units(efficacy, [unit("甲", k0=(9, 10)), unit("乙", k0=(5, 10)), unit("丙", k0=(99, None))])
    assert points(rows) == {"甲": Decimal("30.00"), "乙": Decimal("18.00"), "丙": None}


@pytest.mark.parametrize(
    ("done", "target", "expected"),
    [(12, 10, "24.00"), (14, 10, "26.00"), (99, 10, "26.00"), (10, 10, "20.00"), (9, 10, "18.00")],
)
def test_points_for_each_project_above_the_target(done: int, target: int, expected: str) -> None:
    above = scheme(completion(20, above_per_unit=2, above_limit=6))
    assert score_unit(above, unit(k0=(done, target))).score == Decimal(expected)


@pytest.mark.parametrize(("target", "extra"), [(60, "6.00"), (40, "3.00"), (20, "2.00"), (5, "0.00")])
def test_what_is_given_above_depends_on_the_size_of_the_task(target: int, extra: str) -> None:
    bands = [
        {"task_at_least": 10, "per_percent": 0.2, "limit": 2},
        {"task_at_least": 30, "per_percent": 0.3, "limit": 10},
        {"task_at_least": 50, "per_percent": 0.6, "limit": 10},
    ]
    line = score_unit(scheme(completion(20, above_by_task=bands)), unit(k0=(Fraction(target) * 11 / 10, target)))
    assert line.score == Decimal(20) + Decimal(extra)


def test_a_completion_may_be_measured_against_what_is_due() -> None:
    due = scheme(completion(20, due=True))
    half = score_unit(due, unit(k0=(3, 12, Fraction(1, 2))))
    assert half.score == Decimal("10.00")
    assert half.indicators[0].completion == Fraction(1, 4)
    assert score_unit(due, unit(k0=(0, 12, Fraction(0)))).score == Decimal("20.00"), "nothing was due yet"


@pytest.mark.parametrize(("done", "expected"), [(17, "103.00"), (14, "100.00"), (40, "105.00"), (10, "74.07")])
def test_points_above_what_is_due_are_counted_from_what_is_due(done: int, expected: str) -> None:
    due = scheme(completion(100, due=True, cap=1, above_per_unit=1, above_limit=5))
    assert score_unit(due, unit(k0=(done, 27, Fraction(1, 2)))).score == Decimal(expected)


def test_a_task_of_nothing_is_done_and_a_missing_task_is_left_out() -> None:
    both = scheme(completion(50), completion(50))
    nothing_asked = score_unit(both, unit(k0=(0, 0), k1=(5, 10)))
    assert [line.points for line in nothing_asked.indicators] == [Decimal("50.00"), Decimal("25.00")]
    assert nothing_asked.indicators[0].expected is None
    missing = score_unit(both, unit(k0=(0, None), k1=(5, 10)))
    assert [line.points for line in missing.indicators] == [None, Decimal("50.00")]


def test_units_are_ranked_inside_their_class() -> None:
    relative = scheme({"weight": 100, "rule": {"form": "relative"}})
    units = [
        replace(unit(name, k0=(done, None)), class_key=class_key)
        for name, done, class_key in (("甲", 90, "A"), ("乙", 45, "A"), ("丙", 3, "B"), ("丁", 6, "B"))
    ]
    rows = rank_units(relative, units)
    assert [(row.name, row.class_key, row.rank, str(row.score)) for row in rows] == [
        ("甲", "A", 1, "100.00"),
        ("乙", "A", 2, "50.00"),
        ("丁", "B", 1, "100.00"),
        ("丙", "B", 2, "50.00"),
    ]
    together = rank_units(relative.model_copy(update={"by_class": False}), units)
    assert [row.rank for row in together] == [1, 2, 3, 4]


def test_points_by_hand_are_part_of_the_score_up_to_the_schemes_limit() -> None:
    limited = scheme(completion(100)).model_copy(update={"manual_limit": Decimal(3)})
    by_hand = tuple(PointsByHand(Decimal(value), "理由") for value in ("2", "2.5", "-1"))
    row = score_unit(limited, replace(unit(k0=(5, 10)), manual=by_hand))
    assert (row.manual_points, row.score) == (Decimal("2.00"), Decimal("52.00"))


def test_a_mix_is_expected_by_its_parts() -> None:
    mixed = scheme(completion(20, mix={"k1": 0.25, "k2": 0.75}), completion(0), completion(0))
    line = score_unit(mixed, unit(k1=(1, 2, Fraction(1, 2)), k2=(1, 2, Fraction(1, 4)))).indicators[0]
    assert line.expected == Fraction(1, 8) + Fraction(3, 16)


amounts = st.lists(st.integers(0, 10**6), min_size=1, max_size=8)


@settings(deadline=None)
@given(amounts, st.sampled_from(["relative", "efficacy"]))
def test_who_did_more_never_scores_less_and_nobody_exceeds_the_weight(done: list[int], form: str) -> None:
    rows = rank_units(
        scheme({"weight": 30, "measure": "signed_amount", "rule": {"form": form}}),
        [unit(f"单位{number}", k0=(value * YI, None)) for number, value in enumerate(done)],
    )
    ordered: list[Any] = sorted(rows, key=lambda row: row.indicators[0].actual)
    scores = [row.score for row in ordered]
    assert scores == sorted(scores)
    assert all(0 <= score <= 30 for score in scores)
