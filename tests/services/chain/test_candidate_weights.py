"""The office may weigh the parts of a candidate's score otherwise, from a day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.points import DEFAULT_WEIGHTS, Weights
from app.services.chain.candidate_weights import set_weights, weights_on
from app.services.chain.extending import candidates
from tests.services.chain_office import settled
from tests.support import TODAY, reading

JULY = dt.date(2026, 7, 1)
STRONG = Weights(strength=60, demand=10, leading=10, gap=10, sensitivity=10, neighbour=-5)


def test_the_default_holds_until_the_office_changes_it(office: Office) -> None:
    set_weights(office, STRONG, from_day=JULY, reason="更看重往来")
    set_weights(office, replace(STRONG, neighbour=0), from_day=TODAY, reason="邻市不再争")
    with reading(office) as connection:
        assert weights_on(connection, JULY - dt.timedelta(days=1)) == DEFAULT_WEIGHTS
        assert weights_on(connection, JULY) == STRONG
        assert weights_on(connection, TODAY).neighbour == 0


def test_the_score_follows_the_weights_of_its_day(office: Office) -> None:
    settled(office, "白塔方便食品项目", "食品")

    def strength(on: dt.date) -> float:
        with reading(office) as connection:
            found = candidates(connection, on=on)
        return next(one.extension.parts.strength for one in found if one.judgement.candidate == "2231")

    set_weights(office, STRONG, from_day=JULY, reason="更看重往来")
    assert (strength(dt.date(2026, 6, 30)), strength(JULY)) == (30, 60)


def test_the_same_day_is_changed_in_place(office: Office) -> None:
    set_weights(office, STRONG, from_day=JULY, reason="试")
    set_weights(office, DEFAULT_WEIGHTS, from_day=JULY, reason="改回")
    with reading(office) as connection:
        assert weights_on(connection, TODAY) == DEFAULT_WEIGHTS


@pytest.mark.parametrize(
    "weights, told",
    [
        (replace(DEFAULT_WEIGHTS, strength=40), "合计应为100分，现在是110分"),
        (replace(DEFAULT_WEIGHTS, strength=-10, demand=60), "合计应为100分"),
        (replace(DEFAULT_WEIGHTS, neighbour=20), "减分"),
        (replace(DEFAULT_WEIGHTS, gap_enterprises=0), "至少写1家"),
    ],
)
def test_weights_that_make_no_sense_are_refused(office: Office, weights: Weights, told: str) -> None:
    with pytest.raises(Refused, match=told):
        set_weights(office, weights, from_day=JULY, reason="试")
