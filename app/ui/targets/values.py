"""Tasks as people write them: whole numbers, or 亿元 for money; empty is no task, which is not 0."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

from app.rules.errors import Refused
from app.rules.money import YI, read_money
from app.rules.reading import Unreadable
from app.rules.scheme import Indicator
from app.rules.targets import check_size

_NONE = ("", "-", "—", "－", "/", "无", "无任务")


def read_task(text: str, indicator: Indicator) -> int | None:
    """Return a task in 个 or 分, None for no task; raise `Refused` with what is wrong.

    A plain number is 亿元 for money; “5000万元” is understood too.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if plain in _NONE or unicodedata.normalize("NFKC", text).strip() in _NONE:
        return None
    if indicator.measure.is_money:
        try:
            fen = read_money(plain, YI)
        except Unreadable as error:
            raise Refused(f"{error.message}。") from error
        check_size(Decimal(fen or 0) / YI, text, money=True)
        if fen is not None and fen < 0:
            raise Refused(f"“{text}”：任务数不能是负数。")
        return fen
    try:
        value = Decimal(plain.removesuffix("个").strip())
    except InvalidOperation:
        raise Refused(f"“{text}”不是数。请填个数，如 12；没有任务就留空。") from None
    if value.is_finite():
        check_size(value, text, money=False)
    if not value.is_finite() or value != int(value) or value < 0:
        raise Refused(f"“{text}”：个数要是 0 或正整数；没有任务就留空。")
    return int(value)


def write_task(value: int | None, indicator: Indicator) -> str:
    """Write a task in the unit of its column, exactly; empty for no task."""
    if value is None:
        return ""
    if not indicator.measure.is_money:
        return str(value)
    text = f"{Decimal(value) / YI:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_word(indicator: Indicator) -> str:
    """Return 亿元 or 个."""
    return "亿元" if indicator.measure.is_money else "个"
