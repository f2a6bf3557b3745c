"""Between the fields of a scheme and its plain values: texts as people type them, and faults with their place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from app.rules.errors import Refused
from app.rules.scheme import Scheme
from app.rules.shape_faults import reason
from app.ui.schemes.words import FormField

Plain = dict[str, Any]
Names = Mapping[str, str]
"""Keys of indicators by what they are called."""


def read_number(text: str, *, share: bool = False) -> Decimal | None:
    """Return a number, None for an empty text; “120%” is 1.2, and with `share` a number above 5 is per cent too."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("分").strip()
    if not plain:
        return None
    percent = plain.endswith("%")
    try:
        value = Decimal(plain.removesuffix("%").strip())
    except InvalidOperation:
        raise Refused(f"“{text}”不是数。") from None
    if not value.is_finite():
        raise Refused(f"“{text}”不是数。")
    return value / 100 if percent or (share and value > 5) else value


def write_number(value: object, *, share: bool = False) -> str:
    """Write a number as a person would; a share as per cent."""
    if value is None:
        return ""
    number = Decimal(str(value)) * (100 if share else 1)
    text = f"{number.normalize():f}"
    return f"{text}%" if share else text


def read_field(field: FormField, text: str, names: Names) -> object:
    """Return what a text means for a field; raise `Refused` with what is wrong."""
    if field.kind == "number":
        return read_number(text)
    if field.kind == "share":
        return read_number(text, share=True)
    if field.kind == "steps":
        return {_needed(left, share=True): _needed(right) for left, right in _pairs(text)}
    if field.kind == "shares":
        return {_key(left, names): _needed(right) for left, right in _pairs(text)}
    if field.kind == "required":
        return [_required(part, names) for part in _parts(text, "；;\n")]
    return [_band(part) for part in _parts(text, "；;\n")]


def write_field(field: FormField, value: Any, labels: Mapping[str, str]) -> str:
    """Write the value of a field as it is typed."""
    if field.kind in ("number", "share"):
        return write_number(value, share=field.kind == "share")
    if field.kind == "steps":
        steps = sorted((value or {}).items(), key=lambda pair: -Decimal(str(pair[0])))
        return "，".join(f"{write_number(step, share=True)}={write_number(points)}" for step, points in steps)
    if field.kind == "shares":
        whole = field.name in ("mix", "only_if")
        return "，".join(
            f"{labels.get(key, key)}={write_number(one, share=whole)}" for key, one in (value or {}).items()
        )
    if field.kind == "required":
        return "；".join(
            f"{labels.get(one['of'], one['of'])}:{write_number(one.get('at_least'))}:{write_number(one['less_each'])}"
            for one in value or ()
        )
    keys = ("per_percent", "per_unit", "limit")
    return "；".join(
        f"{write_number(one.get('task_at_least', 0))}:" + ",".join(write_number(one.get(key)) for key in keys)
        for one in value or ()
    )


def build(plain: Plain) -> tuple[Scheme | None, dict[tuple[int | None, str], str]]:
    """Return the scheme that plain values mean, or None and the faults by (number of indicator, field)."""
    try:
        return Scheme.model_validate(plain), {}
    except ValidationError as error:
        faults: dict[tuple[int | None, str], str] = {}
        for fault in error.errors():
            place = [part for part in fault["loc"] if part != plain.get("form")]
            text = reason(fault)
            if len(place) >= 2 and place[0] == "indicators" and isinstance(place[1], int):
                names = [part for part in place[2:] if isinstance(part, str) and part != "rule"]
                form = str(plain["indicators"][place[1]].get("rule", {}).get("form", ""))
                field = next((name for name in names if name != form), "form")
                faults[place[1], field] = text
            else:
                faults[None, str(place[0]) if place else ""] = text
        return None, faults


def _needed(text: str, *, share: bool = False) -> Decimal:
    value = read_number(text, share=share)
    if value is None:
        raise Refused("“=”或“:”后面缺少数。")
    return value


def _parts(text: str, marks: str) -> list[str]:
    for mark in marks:
        text = text.replace(mark, "\n")
    return [part.strip() for part in text.split("\n") if part.strip()]


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for part in _parts(text, "，,；;、"):
        left, equals, right = part.replace("＝", "=").partition("=")
        if not equals:
            raise Refused(f"“{part}”缺少“=”。")
        pairs.append((left.strip(), right.strip()))
    return pairs


def _key(text: str, names: Names) -> str:
    if text not in names:
        raise Refused(f"没有指标“{text}”。")
    return names[text]


def _required(text: str, names: Names) -> Plain:
    parts = [part.strip() for part in text.replace("：", ":").split(":")]
    if len(parts) != 3:
        raise Refused(f"“{text}”要写成 指标:数量:缺一个扣几分。")
    count = read_number(parts[1])
    needed: Plain = {"of": _key(parts[0], names), "less_each": _needed(parts[2])}
    return needed if count is None else {**needed, "at_least": count}


def _band(text: str) -> Plain:
    task, colon, rest = text.replace("：", ":").replace("，", ",").partition(":")
    parts = [part.strip() for part in rest.split(",")]
    if not colon or len(parts) != 3:
        raise Refused(f"“{text}”要写成 任务数:每百分点,每个,上限。")
    keys = ("per_percent", "per_unit", "limit")
    values = {key: read_number(part) for key, part in zip(keys, parts, strict=True)}
    return {"task_at_least": _needed(task), **{key: value for key, value in values.items() if value is not None}}
