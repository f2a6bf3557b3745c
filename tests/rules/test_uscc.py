"""统一社会信用代码 by GB 32100-2015."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.reading import Unreadable
from app.rules.uscc import ALPHABET, check_character, read_uscc

GOOD = "91145140UC1P8AP48E"


@pytest.mark.parametrize(
    "cell", [GOOD, GOOD.lower(), f" {GOOD[:8]} {GOOD[8:]}　", "９１１４５１４０ＵＣ１Ｐ８ＡＰ４８Ｅ", f"'{GOOD}"]
)
def test_a_code_is_tidied(cell: str) -> None:
    assert read_uscc(cell) == GOOD


@pytest.mark.parametrize("cell", ["", None, "-", "无", " "])
def test_no_code_is_allowed(cell: object) -> None:
    assert read_uscc(cell) == ""


@pytest.mark.parametrize(
    "cell, word",
    [
        ("91000000000000000X", "校验位"),
        (GOOD[:-1] + "F", "校验位"),
        (GOOD[:-1], "17位"),
        ("91145140IC1P8AP48E", "不允许的字符“I”"),
        (9.114514012345679e17, "存成了数字"),
        ("430100000012345", "15位"),
    ],
)
def test_a_wrong_code_is_refused_with_its_reason(cell: object, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read_uscc(cell)


@given(st.text("0123456789", min_size=6, max_size=6), st.text(ALPHABET, min_size=9, max_size=9), st.data())
def test_one_wrong_character_is_always_found(region: str, organisation: str, data: st.DataObject) -> None:
    first17 = f"91{region}{organisation}"
    code = first17 + check_character(first17)
    assert read_uscc(code) == code
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from([one for one in ALPHABET if one != code[place]]))
    with pytest.raises(Unreadable):
        read_uscc(code[:place] + wrong + code[place + 1 :])
