"""统一社会信用代码: the 18 characters that identify an enterprise, checked by GB 32100-2015."""

from __future__ import annotations

import operator

from app.rules.reading import EMPTY_WORDS, Unreadable, tidy

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100, in the order of their values; I, O, S, V and Z are not among them."""

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, index, 31) for index in range(17))


def check_character(first17: str) -> str:
    """Return the 18th character for the first 17 (GB 32100-2015, 4.2: weights 3^(i-1) mod 31)."""
    total = sum(map(operator.mul, map(_VALUE.__getitem__, first17), _WEIGHTS))
    return ALPHABET[-total % 31]


def read_uscc(value: object) -> str:
    """Return the code of a cell, tidied (spaces, full width, lower case), or "" for an empty one.

    Raises `Unreadable` where it is not 18 characters of the alphabet or the check character is wrong.
    """
    if isinstance(value, float):
        raise Unreadable(f"统一社会信用代码“{value:.0f}”被电子表格存成了数字，后几位已丢失，请按文本重新填写")
    if value is None:
        return ""
    text = str(value)
    if len(text) != 18 or not text.isascii() or not text.isalnum():
        text = tidy(text).strip("'`‘’")
    text = text.upper()
    if text.lower() in EMPTY_WORDS:
        return ""
    if len(text) != 18:
        raise Unreadable(f"统一社会信用代码“{text}”有{len(text)}位，应为18位")
    try:
        expected = check_character(text[:17])
        _VALUE[text[17]]
    except KeyError as error:
        raise Unreadable(f"统一社会信用代码“{text}”含有不允许的字符“{error.args[0]}”") from None
    if text[17] != expected:
        raise Unreadable(f"统一社会信用代码“{text}”校验位不符（末位应为{expected}），请核对是否抄错")
    if not text[2:8].isdigit():
        raise Unreadable(f"统一社会信用代码“{text}”第3至8位应为数字（登记机关行政区划）")
    return text
