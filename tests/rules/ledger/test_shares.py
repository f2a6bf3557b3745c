"""Shares written behind names."""

from __future__ import annotations

import pytest

from app.rules.ledger.cells import read_units
from app.rules.ledger.shares import names_and_shares
from app.rules.reading import Unreadable


@pytest.mark.parametrize("cell", ["待定", "待明确", "未定", "/", "-", "无", "暂无", "（待定）", " 待 定 "])
def test_a_unit_that_nobody_has_named_is_none(cell: str) -> None:
    assert read_units(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "贺建国(60%)、周明远(40%)",
        "贺建国（60％），周明远（40％）",
        "贺建国60%、周明远：40%",
        "贺建国(占60.0%)、周明远 40%",
    ],
)
def test_shares_are_read_as_stated(cell: str) -> None:
    names = read_units(cell)
    assert names is not None
    assert names_and_shares(names) == (("贺建国", "周明远"), (6000, 4000))


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("贺建国(60%)、周明远(30%)", "合计90%"),
        ("贺建国(60%)、周明远", "看不清"),
        ("贺建国(6)、周明远(4)", "看不清"),
        ("贺建国60%周明远40%", "看不清"),
        ("贺建国(100%)、周明远(0%)", "应为100%"),
    ],
)
def test_shares_that_cannot_be_kept_are_refused(cell: str, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read_units(cell)


def test_names_without_figures_have_no_shares() -> None:
    assert names_and_shares(("贺建国", "周明远(常务)")) == (("贺建国", "周明远(常务)"), None)
