"""Faults of files are told in Chinese, known ones with what to do."""

from __future__ import annotations

import errno
import os

import pytest

from app.rules.os_faults import in_words


@pytest.mark.parametrize("number", [errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ENOSPC])
def test_a_known_fault_names_no_word_of_the_system(number: int) -> None:
    told = in_words(OSError(number, os.strerror(number)))
    assert not any("a" <= char.lower() <= "z" for char in told)
    assert told.endswith("。")


def test_an_unknown_fault_keeps_what_the_system_says() -> None:
    assert in_words(OSError(errno.EXDEV, "Invalid cross-device link")) == "系统报告“Invalid cross-device link”。"
