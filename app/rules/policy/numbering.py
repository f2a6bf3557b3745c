"""How chapters and clauses are numbered in print: 第一章, 第十八条."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Write 1 to 999 in Chinese figures: 十, 十一, 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十"
    elif hundreds and ones:
        head += _DIGITS[0]
    return head + (_DIGITS[ones] if ones or not number else "")


def clause_number(number: int) -> str:
    """Return how the clause with a number, from 1 on, is printed: 第十八条."""
    return f"第{chinese(number)}条"


def chapter_number(number: int) -> str:
    """Return how the chapter with a number, from 1 on, is printed: 第二章."""
    return f"第{chinese(number)}章"
