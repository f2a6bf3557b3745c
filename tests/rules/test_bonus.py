"""The bonus as arithmetic (domain.md §6): sums exact, never above the ceiling, the order of events without weight."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.rules.bonus import WHOLE, BonusRule, Ledger, VerifiedStage, identity_fault, ledger, shares_of
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


HAPPENINGS = st.lists(
    st.one_of(
        st.tuples(st.just("verify"), st.integers(0, 4), AMOUNTS),
        st.tuples(st.just("void"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("claim"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("pay"), st.integers(0, 4), st.just(0)),
    ),
    max_size=30,
)


class Way:
    """A project whose stages are verified, voided and verified anew, with claims and payments in between."""

    def __init__(self) -> None:
        self.amounts: dict[Stage, int] = {}
        self.claimed: dict[Stage, int] = {}
        self.paid: dict[Stage, int] = {}

    @property
    def book(self) -> Ledger:
        lines = [VerifiedStage(stage, DAY, fen) for stage, fen in sorted(self.amounts.items())]
        return ledger(RULE, lines, self.claimed, self.paid)

    def happen(self, what: str, place: int, fen: int) -> None:
        stage = DATED_FROM_SIGNING[place]
        part = self.book.parts[place]
        if what == "verify":
            self.amounts[stage] = fen
        elif what == "void":
            self.amounts.pop(stage, None)
        elif what == "claim":
            self.claimed[stage] = self.claimed.get(stage, 0) + part.open
        elif self.claimed.get(stage, 0) - self.paid.get(stage, 0) <= part.payable:
            self.paid[stage] = self.claimed.get(stage, 0)
        else:
            self.claimed[stage] = self.paid.get(stage, 0)

    def settle(self) -> None:
        """Withdraw the claims that are stale, then claim and pay all that is due."""
        for place in range(5):
            self.happen("pay", place, 0)
        for what in ("claim", "pay"):
            for place in range(5):
                self.happen(what, place, 0)


@given(HAPPENINGS, st.lists(AMOUNTS, min_size=5, max_size=5))
def test_rises_falls_and_new_verifications_in_any_order_end_at_the_total(
    happenings: list[tuple[str, int, int]], last: list[int]
) -> None:
    way = Way()
    for what, place, fen in happenings:
        before = way.book
        way.happen(what, place, fen)
        book = way.book
        assert book.entitled <= RULE.ceiling
        assert book.over == max(0, book.paid - book.entitled)
        if what == "pay":
            assert book.paid - before.paid <= max(0, before.entitled - before.paid), "never more than is due by now"
        for part in book.parts:
            assert part.verified_on is not None or (part.open, part.payable) == (0, 0), "no payment unverified"
            assert part.due >= part.paid
    for place, fen in enumerate(last):
        way.happen("verify", place, fen)
    way.settle()
    book = way.book
    assert book.entitled == book.total == RULE.total(last[-1])
    assert book.paid - book.over == book.total, "what was paid, less what is recovered, is the bonus"
    assert all(part.open == part.payable == 0 for part in book.parts)


def test_a_rise_after_the_last_stage_was_paid_falls_due_as_its_supplement() -> None:
    paid = {part.stage: part.due for part in ledger(RULE, verified(*[9999 * WAN] * 5), {}, {}).parts}
    book = ledger(RULE, verified(*[9999 * WAN] * 4, 2 * YI), paid, paid)
    assert (book.parts[4].open, book.due, book.over) == (89 * WAN - sum(paid.values()), 89 * WAN, 0)


def test_what_was_claimed_and_not_paid_shrinks_with_the_investment() -> None:
    claimed = {Stage.SIGNED: 39_000_00, Stage.STARTED: 78_000_00, Stage.COMPLETED: 78_000_00}
    book = ledger(RULE, verified(YI, YI, YI, YI, 1000 * WAN), claimed, {Stage.SIGNED: 39_000_00})
    assert [part.payable for part in book.parts] == [0] * 5
    assert (book.entitled, book.over) == (3 * WAN, 9000_00)


def test_who_got_more_than_their_share_waits_for_the_others() -> None:
    assert shares_of(300, [500, 0], [5000, 5000]) == [0, 300]


@pytest.mark.parametrize(
    ("identity", "held"),
    [
        ("公职人员", True),
        ("商会会员、公职人员", True),
        ("在职公职人员", True),
        ("非公职人员", False),
        ("公职人员家属", False),
        ("投资方高管", True),
        ("投资方人员", True),
        ("原投资方竞争对手", False),
    ],
)
def test_an_identity_is_matched_as_a_whole_term(identity: str, held: bool) -> None:
    rule = BonusRule.model_validate({**PLAIN, "warned": ["公职人员", "投资方"]})
    assert bool(identity_fault(rule, identity)[0]) is held


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
        ({"payees": []}, "至少一种"),
        ({"payees": ["个人", "外商"]}, "只能写个人、企业"),
        ({"excluded": ["投资方"], "warned": ["投资方"]}, "不能既排除又提示"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        BonusRule.model_validate({**PLAIN, **change})


def test_the_working_is_told_tier_by_tier() -> None:
    assert RULE.working(12_000 * WAN) == "1,000万元×3‰ + 9,000万元×4‰ + 2,000万元×5‰ = 49万元"
    assert RULE.working(100 * YI).endswith("= 100万元，按上限")
