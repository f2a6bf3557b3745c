"""A city may copy our measures unless it goes for the same industries (domain.md §4)."""

from __future__ import annotations

import pytest

from app.rules.copied import CopyState, copy_state

LEADING = ("日用化工", "机械配件")


@pytest.mark.parametrize(
    ("condition", "shared", "state"),
    [
        ("不以日用化工为主导产业", [], CopyState.KEPT),
        ("不以日用化工为主导产业", ["日用化工"], CopyState.BROKEN),
        ("不以日用化工为主导产业", ["机械配件"], CopyState.UNCLEAR),
        ("不以日用化工为主导产业", ["机械配件", "日用化工"], CopyState.BROKEN),
        ("不做同样的产业", ["机械配件"], CopyState.BROKEN),
        ("不做同样的产业", [], CopyState.KEPT),
    ],
)
def test_a_copy_is_held_against_what_its_condition_names(condition: str, shared: list[str], state: CopyState) -> None:
    assert copy_state(condition, LEADING, shared) is state
