"""Names are found by initials, polyphones in every reading."""

import pytest

from app.rules.pinyin import folded, initials, search_key


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("清沅日化", "qyrh"),
        ("重庆日化", "cqrh"),
        ("重庆日化", "zqrh"),
        ("厦门食品", "xmsp"),
        ("长沙机械", "csjx"),
        ("单县牙膏", "sxyg"),
        ("利白ABC（集团）", "lbabc(jt)"),
    ],
)
def test_initials(name: str, typed: str) -> None:
    assert typed in initials(folded(name))


def test_a_key_holds_the_text_and_its_initials_once() -> None:
    assert search_key("清沅 日化", "", "91A").split("\n") == ["清沅日化", "qyrh", "91a"]
