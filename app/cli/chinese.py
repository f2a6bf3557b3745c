"""The command line's own words in Chinese: help headings and the complaints about wrong use."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from app.cli.defects import told_defect
from app.cli.output import print_error, print_json

_HELP = (
    ("Usage:", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]…"),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示本说明。"),
    ("[required]", "［必填］"),
)
_DEFAULT = re.compile(r"\[default: (.*?)\]", re.DOTALL)

_COMPLAINTS = (
    (r"Missing command\.", "没有写命令。"),
    (r"No such command '(.*)'\..*", r"没有“\1”这个命令。"),
    (r"No such option: (\S+)(?: \(Possible options: (.*)\))?(?: Did you mean .*)?", r"没有“\1”这个选项。"),
    (r"Missing argument '(.*)'\.", r"缺少参数 \1。"),
    (r"Missing option '(.*)'\..*", r"缺少选项 \1。"),
    (r"Option '(.*)' requires an argument\.", r"选项 \1 后面要写内容。"),
    (r"Option '(.*)' does not take a value\.", r"选项 \1 后面不能带内容。"),
    (r"Option '(.*)' requires (\d+) arguments\.", r"选项 \1 后面要写 \2 项内容。"),
    (r"Got unexpected extra arguments? ?(?:\(s\) ?)?\((.*)\)", r"多了参数：\1。"),
)

_WRONG_VALUES = (
    (r"Input should be greater than or equal to (\S+)", r"不能小于 \1。"),
    (r"Input should be less than or equal to (\S+)", r"不能大于 \1。"),
    (r"Input should be a valid integer, unable to parse.*", "要写整数。"),
    (r"Unable to parse input string as an integer, exceeded maximum size", "这个数太大。"),
    (r"Input should be a valid integer.*", "要写整数。"),
    (r"Input should be a (?:valid|finite) number.*", "要写数字，如 12.5。"),
    (r"(?:Value error, )?'(.*?)' is not one of (.*?)\.?", r"没有“\1”这个选择；可选 \2。"),
)
"""What the library says of a value; whatever else it says is English that only its authors read."""
_GENERAL = "写法不对，加 --help 可以看怎么写。"
_HAN = re.compile("[\u4e00-\u9fff]")

WRONG_USE = 2
DEFECT = 1


class Command(TyperCommand):
    """A command whose help is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return _translated(super().get_help(ctx))


class Group(TyperGroup):
    """The whole command line: help and complaints in Chinese, exit status 2 for wrong use."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return _translated(super().get_help(ctx))

    def main(self, *args: Any, **options: Any) -> Any:
        """Run, and turn the library's complaints into Chinese ones, defects of ours into a line and a report."""
        try:
            status = super().main(*args, **{**options, "standalone_mode": False})
        except typer.Abort:
            sys.exit(1)
        except Exception as error:
            complaint = getattr(error, "format_message", None)
            if complaint is None or not hasattr(error, "exit_code"):
                _tell(told_defect(error), options)
                sys.exit(DEFECT)
            _tell(f"用法不对：{_complaint(complaint())}", options)
            print_error("加 --help 可以看说明。")
            sys.exit(WRONG_USE)
        sys.exit(status if isinstance(status, int) else 0)


def _tell(text: str, options: Mapping[str, Any]) -> None:
    """Print what went wrong, as refusals are: for people on the error stream, under --json for programs too."""
    if "--json" in (options.get("args") or ()):
        print_json({"error": text})
    print_error(text)


def _translated(text: str) -> str:
    for english, chinese in _HELP:
        text = text.replace(english, chinese)
    return _DEFAULT.sub(lambda found: f"［默认：{found[1]}］", text)


def _complaint(text: str) -> str:
    """Return a complaint of the library's in Chinese; of one that is not known, that something is not as it must be."""
    for pattern, chinese in _COMPLAINTS:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return found.expand(chinese)
    if found := re.fullmatch(r"Invalid value(?: for '?(.*?)'?)?: (.*)", text, re.DOTALL):
        return f"{f'{found[1]} 的' if found[1] else ''}内容不对：{_wrong_value(found[2])}"
    return text if _HAN.search(text) else _GENERAL


def _wrong_value(text: str) -> str:
    for pattern, chinese in _WRONG_VALUES:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return found.expand(chinese).replace("', '", "、").replace("'", "")
    return text if _HAN.search(text) else _GENERAL
