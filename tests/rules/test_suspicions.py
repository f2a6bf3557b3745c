"""How far an amount is from its industry's."""

from __future__ import annotations

from app.rules.money import WAN, YI
from app.rules.suspicions import far_amounts

USUAL = {key: wan * WAN for key, wan in enumerate((800, 1000, 1200, 900, 1100, 1000, 950, 1300), start=1)}


def test_an_amount_a_hundred_times_the_usual_is_far() -> None:
    (one,) = far_amounts({**USUAL, 99: 10 * YI})
    assert (one.key, one.count) == (99, 9)
    assert one.z > 3.5
    assert one.reason("食品").startswith("投资额10亿元远高于食品的一般水平：同行业 9 个项目的中位数是1,000万元")
    assert "100 倍" in one.reason("食品")


def test_an_amount_far_below_is_far_too() -> None:
    (one,) = far_amounts({**USUAL, 99: 2 * WAN})
    assert one.z < -3.5
    assert "远低于" in one.reason("食品")


def test_usual_amounts_are_not_far() -> None:
    assert far_amounts(USUAL) == []


def test_few_amounts_say_nothing() -> None:
    assert far_amounts({1: WAN, 2: WAN, 3: 1000 * YI}) == []


def test_where_all_are_equal_a_little_more_is_not_far() -> None:
    assert far_amounts({**dict.fromkeys(range(20), 1000 * WAN), 99: 1500 * WAN}) == []
    assert [one.key for one in far_amounts({**dict.fromkeys(range(20), 1000 * WAN), 99: 3000 * WAN})] == [99]
