"""Letters fall apart into syllables."""

from __future__ import annotations

import pytest

from app.rules.syllables import readings, syllables, ways


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("yagao", [("ya", "gao"), ("ya", "ga", "o")]),
        ("yag", [("ya", "g")]),
        ("xian", [("xian",), ("xi", "an")]),
        ("xi'an", [("xi", "an")]),
        ("cqdf", []),
        ("zhongx", [("zhong", "x")]),
    ],
)
def test_letters_fall_apart(letters: str, expected: list[tuple[str, ...]]) -> None:
    assert ways(letters) == expected


def test_polyphones_are_read_both_ways() -> None:
    assert {"zhong", "chong"} <= set(readings("重"))
    assert "重" in syllables()["chong"]
    assert "绿" in syllables()["lv"]
