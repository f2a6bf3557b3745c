"""A clause of its own validity: the first and the last day count, the days around them do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.rules.facts import Known
from app.rules.policy.conditions import State
from app.rules.policy.document import read_clause
from app.rules.policy.matching import match_clause

CASES = yaml.safe_load((Path(__file__).parents[1] / "policy_cases" / "validity.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_validity(case: list[Any]) -> None:
    _, first, last, day, wanted = case
    rule: dict[str, Any] = {"benefit": {"kind": "duty", "text": "报送"}}
    rule |= {name: bound for name, bound in (("valid_from", first), ("valid_to", last)) if bound}
    clause = read_clause({"key": "k", "title": "题", "text": "文", "rule": rule})
    assert clause is not None
    assert clause.rule is not None
    found = match_clause(clause, clause.rule, {"已终止": Known(value=False, source="判例")}, day)
    assert (found.state is State.YES) is (wanted == "是")
    assert ("有效期" in found.note) is (wanted == "否")
