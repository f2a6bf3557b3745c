"""身份证号 (GB 11643): read with its check character, and masked wherever it is shown, copied or printed."""

from __future__ import annotations

import datetime as dt

from app.rules.reading import Unreadable, tidy

_LENGTH = 18
_CHECKS = "10X98765432"
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_HEAD, _TAIL = 3, 2
"""How many characters at either end stay to be seen: enough to tell two people of one name apart."""


def read_id_number(text: str) -> str:
    """Return the number of an identity card, tidied, or "" for none.

    Raises `Unreadable` where it is not 18 characters, holds no day of birth, or its check character is wrong; the
    message does not repeat the number.
    """
    number = tidy(text).upper()
    if not number:
        return ""
    if len(number) != _LENGTH or not number[:-1].isdecimal() or not number.isascii():
        raise Unreadable(f"身份证号应为{_LENGTH}位（末位可以是X），现有{len(number)}位，请核对")
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Unreadable("身份证号第7至14位不是出生日期，请核对") from None
    if number[-1] != check_character(number[:-1]):
        raise Unreadable("身份证号末位校验不符，请核对有没有抄错一位")
    return number


def check_character(first17: str) -> str:
    """Return the 18th character for the first 17 digits (GB 11643-1999, 4.3: weights 2^(17-i) mod 11)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def masked(number: str) -> str:
    """Return a number with all but its ends hidden; one too short to hide anything is hidden whole."""
    if len(number) <= _HEAD + _TAIL:
        return "*" * len(number)
    return f"{number[:_HEAD]}{'*' * (len(number) - _HEAD - _TAIL)}{number[-_TAIL:]}"
