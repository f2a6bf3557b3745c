"""What is wrong in the shape of plain data, as pydantic finds it, told in Chinese: one wording for all documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def in_chinese(kind: str, message: str, context: Mapping[str, Any] | None = None) -> str:
    """Return what is wrong, without its place, from the parts of a fault (`type`, `msg`, `ctx` of pydantic's).

    What our own validators say is Chinese already; whatever has no wording here is told in general.
    """
    if kind == "value_error":
        own = message.removeprefix("Value error, ")
        return own if _HAN.search(own) else GENERAL
    limits = context or {}
    found = _CHINESE.get(kind, GENERAL)
    try:
        told = found.format_map(limits)
    except KeyError:
        return GENERAL
    offered = _QUOTED.findall(str(limits.get("expected_tags") or limits.get("expected") or ""))
    return f"{told}，可选 {'、'.join(offered)}" if offered else told


def reason(error: Any) -> str:
    """Return what is wrong in one of `ValidationError.errors()`, without its place."""
    return in_chinese(error["type"], error["msg"], error.get("ctx"))


GENERAL = "写法不对，请核对"
_QUOTED = re.compile("'([^']+)'")
_HAN = re.compile("[\u4e00-\u9fff]")
_DAY = "不是日期，请写成 2026-06-01"
_WHOLE = "应是整数"
_NUMBER = "应是数字"
_GROUP = "应是若干项目"

_CHINESE = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请核对写法",
    "date_from_datetime_parsing": _DAY,
    "date_parsing": _DAY,
    "date_type": _DAY,
    "date_from_datetime_inexact": "应是日期，不带时间",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字",
    "too_short": "不能为空",
    "too_long": "太多，最多 {max_length} 项",
    "string_type": "应是文字",
    "int_from_float": _WHOLE,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": "大得不合情理",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": "应是有限的数字",
    "decimal_max_digits": "位数太多",
    "decimal_max_places": "小数太长，最多 {decimal_places} 位",
    "decimal_whole_digits": "位数太多",
    "bool_type": "应是 true（是）或 false（否）",
    "bool_parsing": "应是 true（是）或 false（否）",
    "greater_than": "要大于{gt}",
    "greater_than_equal": "不能小于{ge}",
    "less_than": "要小于{lt}",
    "less_than_equal": "不能大于{le}",
    "literal_error": "不是可选的值",
    "enum": "不是可选的值",
    "union_tag_invalid": "不是可选的种类",
    "union_tag_not_found": "没有写明种类",
    "list_type": "应是列表",
    "tuple_type": "应是列表",
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
    "string_pattern_mismatch": "只能用小写字母、数字和下划线，以字母开头",
}
"""The wording by kind of fault; what stands in braces is the limit that was passed."""
