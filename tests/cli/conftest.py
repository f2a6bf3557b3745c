"""Calling the command line in the test's own process, on the test's own office."""

from __future__ import annotations

from pathlib import Path

import pytest

import main
from tests.cli.calling import LEADS, LEDGERS, PROGRESS, SIGNED, TARGETS, Call, answer


@pytest.fixture
def zst(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    """Run a command on the office at `tmp_path / "office"`; return exit status, output and errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        try:
            status = main.main(["--office", str(tmp_path / "office"), "--today", "2026-10-08", *arguments])
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        output = capfd.readouterr()
        return status, output.out, output.err

    return call


@pytest.fixture
def month(zst: Call, tmp_path: Path) -> Call:
    """An office into which the four sample ledgers were imported."""
    answer(zst, "init", str(tmp_path / "office"), "--city", "清沅市")
    for name in (SIGNED, TARGETS, PROGRESS, LEADS):
        answer(zst, "import", str(LEDGERS / name))
    return zst
