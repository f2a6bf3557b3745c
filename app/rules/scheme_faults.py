"""What is wrong in the shape of a 考核办法, told by indicator and field as those who fill in the form know them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from app.rules.shape_faults import reason

CALLED = {
    "name": "名称",
    "from_day": "起始日",
    "groups": "考核组",
    "decimals": "小数位数",
    "by_class": "分类排名",
    "manual_limit": "手工加分上限",
    "source": "出处",
    "indicators": "指标",
    "key": "代号",
    "label": "名称",
    "measure": "衡量",
    "weight": "权重",
    "at_least_fen": "投资额不低于",
    "below_fen": "投资额低于",
    "origin": "资金来源",
    "leading_only": "只计主导产业",
    "stale_days": "超期天数",
    "level": "任务层级",
    "target_of": "用哪项的任务",
    "rule": "计分方式",
    "form": "计分形式",
    "cap": "封顶",
    "threshold": "门槛",
    "above_per_percent": "超额每个百分点加",
    "above_per_unit": "超额每个（亿元）加",
    "above_limit": "超额加分上限",
    "above_by_task": "按任务大小的超额加分",
    "task_at_least": "任务不小于",
    "per_percent": "每个百分点",
    "per_unit": "每个",
    "due": "只比时序应完成的部分",
    "mix": "由别的指标合成",
    "steps": "各档",
    "only_if": "前提",
    "required": "要求的数量",
    "of": "哪项指标",
    "at_least": "要求个数",
    "points_each": "每个加",
    "limit": "上限",
    "less_each": "每个扣",
    "basis": "比什么",
    "parts": "由别的指标折算",
    "base": "基础分",
}
"""What the fields of a scheme are called, in the file, in the form and in what is said of them."""

_MAPPINGS = ("steps", "mix", "only_if", "parts")


def shape_faults(errors: Sequence[Any], data: object) -> tuple[str, ...]:
    """Return one line for each fault that `ValidationError.errors()` lists in `data`; a misspelt field is told once,
    not as missing besides, and a list whose parts are wrong not as too short."""
    meant = {
        (*error["loc"][:-1], near)
        for error in errors
        if error["type"] == "extra_forbidden" and (near := _meant(error["loc"][-1]))
    }
    places = [tuple(error["loc"]) for error in errors]
    return tuple(
        _line(error, data)
        for error, place in zip(errors, places, strict=True)
        if not (error["type"] == "missing" and place in meant)
        and not (
            error["type"] == "too_short" and any(len(one) > len(place) and one[: len(place)] == place for one in places)
        )
    )


def _line(error: Any, data: object) -> str:
    place, told = _place(list(error["loc"]), data), _reason(error)
    if place:
        return f"{place}：{told}"
    return told if error["type"] == "value_error" else f"整体：{told}"


def _reason(error: Any) -> str:
    if error["type"] == "extra_forbidden" and (near := _meant(error["loc"][-1])):
        return f"没有这个字段，是不是 {near}（{CALLED[near]}）"
    if error["type"] == "extra_forbidden":
        return "没有这个字段，请核对写法"
    if error["type"] == "union_tag_not_found":
        return "没有写计分形式（form）"
    return reason(error)


def _meant(name: object) -> str:
    found = get_close_matches(name, CALLED, 1, 0.7) if isinstance(name, str) and name not in CALLED else []
    return found[0] if found else ""


def _place(loc: list[int | str], data: object) -> str:
    """Write a place: 指标“签约”（signed）的封顶（cap）."""
    if len(loc) < 2 or loc[0] != "indicators" or not isinstance(loc[1], int):
        return _fields(loc)
    whose, rest = _indicator(loc[1], data), loc[2:]
    if rest[:1] == ["rule"]:
        rest = rest[2:] or rest
    return f"{whose}的{_fields(rest)}" if rest else whose


def _indicator(number: int, data: object) -> str:
    lines = data.get("indicators") if isinstance(data, Mapping) else None
    line = lines[number] if isinstance(lines, list | tuple) and number < len(lines) else None
    label, key = (line.get("label"), line.get("key")) if isinstance(line, Mapping) else (None, None)
    if isinstance(label, str) and label:
        return f"指标“{label}”"
    return f"指标“{key}”" if isinstance(key, str) and key else f"第{number + 1}项指标"


def _fields(parts: Sequence[int | str]) -> str:
    told: list[str] = []
    for number, part in enumerate(parts):
        if isinstance(part, int):
            told.append(f"第{part + 1}项")
        elif number and parts[number - 1] in _MAPPINGS:
            told.append(f"“{part}”")
        elif part != "[key]":
            told.append(f"{CALLED[part]}（{part}）" if part in CALLED else f"“{part}”")
    return "的".join(told)
