"""Comparing leading industries (domain.md §4): every aspect seen, cement left out, and whether the choice is firm."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.errors import Refused
from app.rules.leading import ASPECTS, Figures, LeadingWeights, best, compare, left_out, margin, read_weights, swings
from app.rules.money import YI

PLAIN = Figures("甲", ("268",), 10, 10 * YI, 5, 10, 4.0, (), (), 12, 12)
CEMENT = replace(
    PLAIN, name="水泥建材", codes=("301",), enterprises=40, fen=100 * YI, links_present=10, sensitivity=1.0
)


def total(figures: Figures) -> Fraction:
    return next(one.total for one in compare([figures, CEMENT]) if one.figures.name == figures.name)


@pytest.mark.parametrize(
    "better",
    [
        {"enterprises": 20},
        {"fen": 50 * YI},
        {"links_present": 6},
        {"sensitivity": 4.5},
        {"recent": 20},
    ],
)
def test_more_of_each_aspect_is_worth_more(better: dict) -> None:
    assert total(replace(PLAIN, **better)) > total(PLAIN)


def test_what_neighbours_pursue_is_worth_less_and_what_they_reserved_nothing() -> None:
    pursued, reserved = replace(PLAIN, pursued_by=("春来市",)), replace(PLAIN, reserved_by=("春来市",))
    assert total(PLAIN) - total(pursued) == Fraction(15, 2)
    assert total(PLAIN) - total(reserved) == 15


def test_the_points_add_up_and_reach_a_hundred_at_most() -> None:
    perfect = Figures("全", ("1",), 50, 200 * YI, 10, 10, 5.0, (), (), 20, 5)
    (scored,) = compare([perfect])
    assert scored.total == 100 == sum(scored.points.values())
    assert set(scored.points) == set(ASPECTS)


def test_cement_is_strong_here_and_left_out_all_the_same() -> None:
    scored = compare([PLAIN, CEMENT])
    cement = next(one for one in scored if one.figures is CEMENT)
    assert cement.warning == "对优惠政策不敏感"
    assert best(scored, 2) == ("甲",)


def test_a_reserved_industry_is_not_proposed_and_the_city_is_named() -> None:
    taken = replace(PLAIN, name="乙", reserved_by=("春来市",))
    scored = compare([PLAIN, taken])
    assert best(scored, 2) == ("甲",)
    assert "春来市已按协议保留" in next(one.warning for one in scored if one.figures is taken)


def test_what_is_left_out_is_told_with_the_reason_and_how_strong_it_is_here() -> None:
    assert left_out(compare([PLAIN, CEMENT])) == ["水泥建材不列入建议：对优惠政策不敏感（敏感度1.0，现有基础列第1）"]
    assert left_out(compare([PLAIN])) == []


def test_the_margin_is_between_the_last_chosen_and_the_next_without_a_warning() -> None:
    weak = replace(PLAIN, name="乙", sensitivity=3.0)
    scored = compare([PLAIN, CEMENT, weak])
    assert margin(scored, 1) == Fraction(15, 2)
    assert margin(scored, 2) is None


def test_a_near_tie_turns_when_weights_move_and_is_told() -> None:
    based = replace(PLAIN, name="有基础", enterprises=20, sensitivity=3.0)
    swayed = replace(PLAIN, name="听政策", enterprises=5, sensitivity=4.2)
    found = swings([based, swayed], 1)
    assert len(found) == 2 * len(ASPECTS)
    turned = [one for one in found if not one.holds]
    assert turned
    assert all(one.leaves and one.enters for one in turned)


def test_a_clear_choice_holds_whichever_weight_moves() -> None:
    weak = replace(PLAIN, name="乙", enterprises=1, fen=0, links_present=0, sensitivity=2.5, recent=0)
    assert all(one.holds for one in swings([PLAIN, weak], 1))


@given(st.fractions(Fraction(1, 10), 10))
def test_weights_all_times_the_same_change_nothing(factor: Fraction) -> None:
    weights = LeadingWeights(**{key: getattr(LeadingWeights(), key) * factor for key in ASPECTS})
    assert [one.total for one in compare([PLAIN, CEMENT], weights)] == [one.total for one in compare([PLAIN, CEMENT])]


def test_weights_are_read_as_people_write_them_and_refused_otherwise() -> None:
    assert read_weights("现有基础=30，政策敏感=40").base == 30
    for text in ("基础=30", "现有基础=多", "现有基础"):
        with pytest.raises(Refused, match="看不懂权重"):
            read_weights(text)
    with pytest.raises(Refused, match="“现有基础”写了两次"):
        read_weights("现有基础=30,政策敏感=20,现有基础=40")
    with pytest.raises(Refused, match="不能全是0"):
        read_weights(",".join(f"{label}=0" for label in ASPECTS.values()))
