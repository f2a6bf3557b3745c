"""Plain data from YAML or JSON files that people wrote, every fault of the file told in Chinese with its place."""

from __future__ import annotations

from pathlib import Path

from app.models.faults import in_chinese
from app.rules.errors import OfficeError

MOST_BYTES = 4 * 1024 * 1024
"""No document of the office comes near this; a larger file was chosen by mistake."""


def plain_data(path: Path, what: str) -> object:
    """Return what a file holds; `what` names its kind (考核办法). Raises `OfficeError` where it cannot be read."""
    import yaml

    named = f"{what}文件“{path}”"
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OfficeError(f"{named}太大，不是{what}文件。请换一个文件。")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise in_chinese(error, f"读取{named}") from error
    except UnicodeDecodeError as error:
        raise OfficeError(f"{named}不是 UTF-8 的文本，读不出来。请用记事本打开，另存为 UTF-8 编码后重试。") from error
    try:
        return yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise OfficeError(f"{named}的格式不对：{yaml_fault(error)}。请改正该文件后重试。") from error


def yaml_fault(error: Exception) -> str:
    """Return what is wrong in a YAML text, with the line as far as the reader told it."""
    import yaml

    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        where = f"第 {mark.line + 1} 行" if mark is not None else "文件中"
        return f"{where}写法不对（{_problem(f'{error.context} {error.problem}')}）"
    if isinstance(error, yaml.reader.ReaderError):
        return "文本中有看不见的控制字符"
    if isinstance(error, RecursionError):
        return "括号套得太深"
    return "有不在日历上的日期，或不是 YAML 文本"


def _problem(told: str) -> str:
    return next((chinese for english, chinese in _PROBLEMS if english in told), "请核对缩进、冒号、引号和括号")


_PROBLEMS = (
    ("flow sequence", "方括号 [ ] 没有配对，或缺逗号"),
    ("flow mapping", "花括号 { } 没有配对，或缺逗号"),
    ("\\t", "行首有制表符 Tab，缩进请用空格"),
    ("quoted scalar", "引号没有配对"),
    ("mapping values are not allowed", "缩进不齐，或一行有两个冒号"),
    ("block mapping", "缩进不齐，或缺冒号"),
    ("could not find expected ':'", "缺冒号"),
    ("block sequence", "缩进不齐，或列表缺“-”"),
    ("undefined alias", "用了没有定义的引用（*）"),
    ("constructor for the tag", "用了不认识的标记（!）"),
    ("unhashable", "方括号或花括号不能当名称"),
)
