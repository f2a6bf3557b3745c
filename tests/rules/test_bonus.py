"""The bonus as arithmetic (domain.md §6): sums exact, never above the ceiling, the order of events without weight."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.rules.bonus import WHOLE, BonusRule, Ledger, VerifiedStage, ledger, shares_of
from app.rules.money import WAN, YI
from app.rules.stages import DATED_FROM_SIGNING, Stage

PLAIN: dict[str, Any] = {
    "tiers": [{"rate": "3‰", "up_to": "1000万元"}, {"rate": "4‰", "up_to": "1亿元"}, {"rate": "5‰"}],
    "ceiling": "100万元",
    "parts": {"签约": 10, "开工": 20, "完工": 20, "投产": 30, "见效": 20},
}
RULE = BonusRule.model_validate(PLAIN)
DAY = dt.date(2026, 6, 10)
AMOUNTS = st.integers(1, 50 * YI)


def verified(*amounts: int) -> list[VerifiedStage]:
    return [VerifiedStage(stage, DAY, fen) for stage, fen in zip(DATED_FROM_SIGNING, amounts, strict=False)]


def played(amounts: list[int], pay_now: list[bool]) -> Ledger:
    """Let the stages come one by one, some paid at once, and return the ledger at the end."""
    settled: dict[Stage, int] = {}
    book = ledger(RULE, [], {}, {})
    for number, (_, at_once) in enumerate(zip(amounts, pay_now, strict=False), start=1):
        book = ledger(RULE, verified(*amounts[:number]), settled, settled)
        if at_once:
            part = book.parts[number - 1]
            settled[part.stage] = part.due
    return ledger(RULE, verified(*amounts), settled, settled)


def test_two_who_agreed_on_halves_get_half_a_million_each() -> None:
    book = ledger(RULE, verified(*[10 * YI] * 5), {}, {})
    assert [part.due for part in book.parts] == [10 * WAN, 20 * WAN, 20 * WAN, 30 * WAN, 20 * WAN]
    got = [0, 0]
    for part in book.parts:
        got = [sum(pair) for pair in zip(got, shares_of(part.due, got, [5000, 5000]), strict=True)]
    assert got == [50 * WAN, 50 * WAN]


def test_each_part_is_made_good_on_the_investment_recognised_by_then() -> None:
    book = ledger(RULE, verified(YI, YI, 2 * YI), {}, {})
    assert RULE.total(YI) == 39 * WAN
    assert RULE.total(2 * YI) == 89 * WAN
    assert [part.due for part in book.parts[:3]] == [39_000_00, 78_000_00, 89 * WAN // 2 - 117_000_00]


def test_what_was_paid_beyond_the_claim_is_told_and_the_rest_shrinks() -> None:
    settled = {Stage.SIGNED: RULE.total(10 * YI) // 10}
    book = ledger(RULE, verified(10 * YI, 1000 * WAN), settled, settled)
    claim = RULE.total(1000 * WAN) * 30 // 100
    assert (book.parts[0].due, book.parts[1].due, book.over) == (10 * WAN, 0, 10 * WAN - claim)


def test_a_false_project_leaves_nothing_due_but_what_was_settled() -> None:
    settled = {Stage.SIGNED: 10 * WAN}
    book = ledger(RULE, verified(10 * YI, 10 * YI), settled, settled, void=True)
    assert (book.due, book.over, book.total) == (10 * WAN, 10 * WAN, 0)


@given(AMOUNTS, AMOUNTS)
def test_more_investment_never_earns_less_and_never_above_the_ceiling(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= RULE.total(low) <= RULE.total(high) <= RULE.ceiling


@given(AMOUNTS)
def test_the_parts_of_a_steady_project_add_up_to_the_fen(fen: int) -> None:
    assert ledger(RULE, verified(*[fen] * 5), {}, {}).due == RULE.total(fen)


@given(st.lists(AMOUNTS, min_size=5, max_size=5), st.lists(st.booleans(), min_size=5, max_size=5))
def test_when_paid_does_not_change_the_final_total(amounts: list[int], now: list[bool]) -> None:
    book, untouched = played(amounts, now), played(amounts, [False] * 5)
    assert untouched.due == untouched.total == RULE.total(amounts[-1])
    assert book.due == book.total + book.over
    assert book.due <= RULE.ceiling
    assert book.over == max(0, book.paid - book.total)


@given(st.lists(AMOUNTS, min_size=5, max_size=5), st.permutations(range(5)))
def test_the_order_in_which_stages_are_verified_does_not_matter(amounts: list[int], order: list[int]) -> None:
    lines = verified(*amounts)
    assert ledger(RULE, [lines[place] for place in order], {}, {}) == ledger(RULE, lines, {}, {})


@given(st.lists(AMOUNTS, max_size=4))
def test_without_verification_nothing_is_due(amounts: list[int]) -> None:
    book = ledger(RULE, verified(*amounts), {}, {})
    assert all(part.due == 0 for part in book.parts[len(amounts) :])


@given(
    st.lists(st.integers(0, 100 * WAN), min_size=1, max_size=5),
    st.lists(st.integers(1, 9999), min_size=1, max_size=4),
)
def test_shares_add_up_to_every_payment_and_stay_near_the_agreed(amounts: list[int], cuts: list[int]) -> None:
    bounds = sorted({0, WHOLE, *cuts})
    shares = [after - before for before, after in itertools.pairwise(bounds)]
    got = [0] * len(shares)
    for amount in amounts:
        parts = shares_of(amount, got, shares)
        assert sum(parts) == amount
        assert min(parts) >= 0
        got = [sum(pair) for pair in zip(got, parts, strict=True)]
    for mine, share in zip(got, shares, strict=True):
        assert abs(mine - sum(amounts) * share / WHOLE) <= len(amounts)


def test_shares_that_are_no_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="whole"):
        shares_of(100, [0, 0], [5000, 4999])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parts": {"签约": 50, "开工": 49}}, "合计100%"),
        ({"parts": {"签约": 100, "验收": 0}}, "没有“验收”"),
        (
            {"tiers": [{"rate": "3‰", "up_to": "1亿元"}, {"rate": "4‰", "up_to": "1000万元"}, {"rate": "5‰"}]},
            "由小到大",
        ),
        ({"tiers": [{"rate": "3‰", "up_to": "1亿元"}]}, "只有最后一档"),
        ({"tiers": [{"rate": "3"}]}, "比率"),
        ({"ceiling": "0万元"}, "大于0"),
        ({"excluded": ["投资方"], "warned": ["投资方"]}, "不能既排除又提示"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        BonusRule.model_validate({**PLAIN, **change})


def test_the_working_is_told_tier_by_tier() -> None:
    assert RULE.working(12_000 * WAN) == "1,000万元×3‰ + 9,000万元×4‰ + 2,000万元×5‰ = 49万元"
    assert RULE.working(100 * YI).endswith("= 100万元，按上限")
