"""A file that cannot be read is told in Chinese, with its line, whatever it was chosen for."""

import re
from pathlib import Path

import pytest

from app.rules.errors import OfficeError
from app.services.policy.policies import raw_of
from app.services.ranking.schemes import DEFAULT, scheme_from_file, scheme_yaml

ENGLISH = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name: [a, b\nfrom_day: 1", "第 2 行写法不对（方括号"),
        (b"name: {a: b\nfrom_day", "花括号"),
        (b"name: 'abc", "引号没有配对"),
        (b"a: b: c", "第 1 行写法不对（缩进不齐，或一行有两个冒号）"),
        (b"a: 1\n\tb: 2", "Tab"),
        (b"from_day: 2026-13-01", "不在日历上的日期"),
        (b"a: \x01", "控制字符"),
        ("名称: 办法".encode("gbk"), "不是 UTF-8"),
        (b"[" * 100_000, "套得太深"),
        (b"#" * 5_000_000, "太大"),
    ],
)
def test_a_damaged_file_is_told_in_chinese(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "办法.yaml"
    path.write_bytes(content)
    for read in (scheme_from_file, raw_of):
        with pytest.raises(OfficeError) as error:
            read(path)
        assert told in error.value.message
        assert not ENGLISH.search(error.value.message.replace(str(path), ""))


def test_a_missing_file_and_a_folder_are_told_in_chinese(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "没有.yaml", "不存在"), (tmp_path, "这是文件夹")):
        with pytest.raises(OfficeError, match=told):
            scheme_from_file(path)


def test_an_exported_scheme_opens_with_a_chinese_line() -> None:
    first = scheme_yaml(scheme_from_file(DEFAULT)).splitlines()[0]
    assert first.startswith("# 招商台考核办法")
    assert not ENGLISH.search(first)
