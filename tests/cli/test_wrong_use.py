"""Every command: wrong use of it and its options is told in Chinese with exit status 2, and the manual names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from app.cli.application import build
from app.cli.chinese import WRONG_USE

_ENGLISH = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
"""Two English words in a row: names of commands and options never stand so."""


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Return every command of the command line with its path."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMAND_LINE: Any = get_command(build())
ALL = dict(commands(COMMAND_LINE))


def wrongly(command: Any) -> Iterator[tuple[str, ...]]:
    """Return ways to call a command wrongly that its options are read by: none of them gets as far as running."""
    yield ("--nosuchoption",)
    yield ("多", "写", "了", "几", "个", "字") if not _takes_many(command) else ("--nosuchoption", "一")
    for one in command.params:
        if one.param_type_name != "option":
            continue
        name = one.opts[-1]
        if one.is_flag:
            yield (f"{name}=x",)
            continue
        yield (name,)
        kind = one.type_descriptor.annotation
        if isinstance(kind, type) and issubclass(kind, (int, float, Enum)):
            yield (name, "abc")
            yield from ((name, f"{limit}") for limit in _beyond(one))


def _beyond(option: Any) -> list[int]:
    below = [] if option.min is None else [option.min - 1]
    return below if option.max is None else [*below, option.max + 1]


def _takes_many(command: Any) -> bool:
    return any(one.param_type_name == "argument" and one.nargs == -1 for one in command.params)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_wrong_use_of_a_command_is_told_in_chinese(path: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in wrongly(ALL[path]):
        with pytest.raises(SystemExit) as left:
            COMMAND_LINE.main(args=[*path, *arguments], prog_name="main.py")
        told = capfd.readouterr().err
        assert left.value.code == WRONG_USE, (arguments, told)
        assert not _ENGLISH.search(told), told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("leading", "--count", "0"), "--count 的内容不对：不能小于 1。"),
        (("leading", "--count", "11"), "--count 的内容不对：不能大于 10。"),
        (("effects", "--months", "1.5"), "--months 的内容不对：要写整数。"),
        (("bonuses", "budget", "--year", "abc"), "--year 的内容不对：要写整数。"),
        (("bonuses", "budget", "--year", "9" * 5000), "--year 的内容不对：这个数太大。"),
        (("neighbours", "end", "--kind", "x"), "--kind 的内容不对：没有“x”这个选择；可选 主攻产业、分工协议"),
        (("leading", "--choose", ""), "--choose 的内容不对：请写产业的名称，几个用逗号隔开。"),
        (("leading", "--suppose", "，"), "--suppose 的内容不对：请写产业的名称，几个用逗号隔开。"),
        (("leading", "--choose", "食品", "--from", "2027-02-29"), "--from 的内容不对：“2027-02-29”不是日期"),
        (("match",), "内容不对：请在 --enterprise、--project、--all 中写一个，只写一个。"),
        (("match", "--enterprise", "甲", "--project", "乙"), "内容不对：请在 --enterprise、--project、--all 中写一个"),
        (("match", "--all", "--draft"), "内容不对：能写成公文的是一家企业或一个项目的告知书"),
        (("leading", "--on", "昨天"), "--on 的内容不对：“昨天”不是日期，请写成 2026-06-30。"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_right(
    arguments: tuple[str, ...], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        COMMAND_LINE.main(args=[*arguments], prog_name="main.py")
    assert left.value.code == WRONG_USE
    assert f"用法不对：{told}" in capfd.readouterr().err


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_the_manual_names_every_command(path: tuple[str, ...]) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "手册.md").read_text(encoding="utf-8")
    lines = manual[manual.index("## 八、命令行") :].splitlines()
    *group, name = path
    words = [rf"(?<![a-z-]){word}(?![a-z-])" for word in (" ".join(group), name) if word]
    named = re.compile(r"main\.py.*" + ".*".join(words))
    assert any(named.search(line) for line in lines), path
