"""What each row below the head is: a record, or a subtotal, note, signature, group line, repeated head or blank."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from app.rules.ledger.sheet import UNCOMPUTED, Cell, Row
from app.rules.reading import plain, tidy

LineKind: TypeAlias = Literal["record", "total", "note", "signature", "group", "head", "numbering", "blank"]
LINE_LABELS: dict[LineKind, str] = {
    "record": "数据",
    "total": "小计或合计行",
    "note": "说明行",
    "signature": "签字行",
    "group": "分组行",
    "head": "重复的表头",
    "numbering": "只有序号的空行",
    "blank": "空行",
}

_NOTHING = ("", UNCOMPUTED)
"""Rows of these alone are blank: a sheet may hold formulas far below its last record."""
_TOTAL = re.compile(
    r"(?:其中[:：]?)?.{0,20}(?:小计|合计|总计|共计|总和|累计数)(?:[(:].*)?"
    r"|(?:全市|全县|全区|全部|本页|上页|以上)?(?:合|总|共|小)\s*计.{0,8}|[ABCDＡ-Ｄ一二三四]档.{0,4}|(?:平均|均值|占比)|其中[:：].{0,20}"
)
_SIGNATURE = re.compile(
    r"(?:填\s*表|填\s*报|制\s*表|审\s*核|复\s*核|审\s*批|报\s*送|经\s*办|单位负责|分管领导|主要领导|主要负责|负责)"
    r"\s*(?:人|单位|日期|时间|领导)?(?:签[字名])?(?:[(（].*?[)）])?\s*[:：]|联系电话\s*[:：]|(?:签字|盖章|公章)"
)
_NOTE = re.compile(
    r"[*＊※★][^*＊※★]|[(（]?(?:备\s*注|注(?:意|\d)?|说\s*明|附\s*注|填表说明|填报说明|填报要求|统计口径|要求)[)）]?\s*(?:[:：;；.、\d]|$)"
)
_NUMBERED = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?\s*[、.．)）]\s*")
_GROUP = re.compile(r"市级?领导|市直(?:部门|单位)|县\(?市?[、,]?区\)?|县区|部门|各县\(?市?[、,]?区\)?|其他单位")
_COUNTED = re.compile(r"[(（:：]?\s*(?:共|计)?\s*\d+\s*(?:个|项|家)?(?:项目)?\s*[)）]?$")
_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,8}(?:县|区|市|旗|自治县|园区|开发区)")


def is_plain_record(row: Row, telling: Sequence[int], name_column: int) -> bool:
    """Tell at a glance a row that is surely a record: named, and with three columns filled that no total fills.

    `telling` are the columns of names, codes, days and stage words.
    """
    width = len(row)
    if name_column >= width or row[name_column] in ("", None):
        return False
    filled = 0
    for index in telling:
        if index < width and row[index] not in ("", None):
            filled += 1
    return filled >= 3


def classify(row: Row, key_columns: Sequence[int], name_column: int, headings: Collection[str]) -> LineKind:
    """Say what a row is. `key_columns` are those that a record fills (name, enterprise, days, amounts);
    `name_column` holds the name of the project or unit; `headings` are the tidied headings of the head."""
    filled = [(index, cell) for index, cell in enumerate(row) if cell not in (None, "")]
    filled = [
        (i, cell) for i, cell in filled if not isinstance(cell, str) or cell.strip(" \t\r\n\u3000") not in _NOTHING
    ]
    if not filled:
        return "blank"
    texts = [(index, tidy(cell)) for index, cell in filled if isinstance(cell, str)]
    named = name_column < len(row) and row[name_column] not in (None, "")
    keys = sum(1 for index in key_columns if index < len(row) and row[index] not in (None, ""))
    if texts and (found := _by_words(texts, named, keys, name_column)):
        return found
    if len(texts) >= 2 and sum(text in headings for _, text in texts) * 2 > len(filled) and len(texts) == len(filled):
        return "head"
    if named:
        lone = tidy(str(row[name_column])) if len(filled) == 1 else ""
        return "group" if lone and (_NUMBERED.match(lone) or _GROUP.fullmatch(lone)) else "record"
    if not texts:
        return "numbering" if len(filled) == 1 else "record"
    if len(filled) == 1:
        index, text = filled[0][0], texts[0][1]
        if re.fullmatch(r"\d+", text):
            return "numbering"
        return "group" if len(text) <= 30 and not re.search(r"[，。；]", text) and index <= name_column else "note"
    return "record" if keys else "group" if len(filled) <= 2 else "record"


def _by_words(texts: list[tuple[int, str]], named: bool, keys: int, name_column: int) -> LineKind | None:
    """Recognise totals, signatures and notes by what they say, where the row is not plainly a record."""
    first_column, first = texts[0]
    if any(_TOTAL.fullmatch(text) for index, text in texts[:3] if index <= name_column + 1 and len(text) <= 30):
        others = sum(1 for index, text in texts if index > name_column and len(text) > 1 and not _is_figure(text))
        if others == 0 or (others == 1 and (not named or keys <= 3)):
            return "total"
    if keys <= 2:
        if any(_SIGNATURE.match(text) for _, text in texts):
            return "signature"
        if _NOTE.match(first) or (len(texts) == 1 and len(first) > 40):
            return "note"
        if first_column < name_column and not named and _NUMBERED.match(first) and len(first) > 30:
            return "note"
    return None


def _is_figure(text: str) -> bool:
    return re.fullmatch(r"[\d.,%/\-+]+(?:个|家|项|万元|亿元|元)?|#[A-Z/0!?]+", text) is not None


def county_of(text: str, known: Collection[str] = ()) -> str | None:
    """Return the county that a group line or a sheet's name stands for: 一、定国县（16个） → 定国县; else None."""
    bare = _COUNTED.sub("", _NUMBERED.sub("", tidy(text), count=1))
    bare = re.sub(r"(?:小计|合计|[(（].*[)）])$", "", bare)
    if bare in known:
        return bare
    if bare and _COUNTY.fullmatch(bare) and not re.search(r"县区|市区|全市|全区|全县|各县|项目|地区", bare):
        return bare
    return None


def shown(cell: Cell) -> str:
    """Return a cell as it goes into lists of refusals, shortened."""
    text = " ".join(plain(cell).split())
    return text if len(text) <= 60 else text[:59] + "…"
