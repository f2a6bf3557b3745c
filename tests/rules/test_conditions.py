"""Conditions are written as the office reads them, and refused with the form expected."""

from __future__ import annotations

import pytest

from app.rules.errors import Refused
from app.rules.industry.conditions import read_conditions
from app.rules.money import WAN, YI


def test_counts_and_amounts_are_read() -> None:
    few, rich, small = read_conditions(
        "用箱大户:14/268≥3家；385>=2.5亿元;2221≥800万元", {"385": "家电", "2221": "造纸"}.__getitem__
    )
    assert (few.label, few.codes, few.least_count) == ("用箱大户", ("14", "268"), 3)
    assert (rich.label, rich.least_fen) == ("家电", 25 * YI // 10)
    assert (small.least_fen, small.text) == (800 * WAN, "造纸投资800万元以上")


@pytest.mark.parametrize("cell", ["14", "14≥3", "食品≥3家", "14>3家"])
def test_anything_else_is_refused_with_the_form(cell: str) -> None:
    with pytest.raises(Refused, match="用箱大户:14/268≥3家"):
        read_conditions(cell, str)
