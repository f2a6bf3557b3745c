"""What tests of the command line share: the sample ledgers, the type of a call, the answer of one that must succeed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
EXPECTED = json.loads((LEDGERS / "expected.json").read_text(encoding="utf-8"))
SIGNED, PROGRESS, LEADS, TARGETS = "签约项目台账.xlsx", "项目进展月报.xls", "在谈项目.csv", "任务分解表.xlsx"

Call = Callable[..., tuple[int, str, str]]


def answer(zst: Call, *arguments: str) -> Any:
    """Return the JSON answer of a command; it must be done (exit status 0)."""
    status, out, err = zst(*arguments, "--json")
    assert status == 0, err
    return json.loads(out)
