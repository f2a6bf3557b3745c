"""Before a rule is changed the office sees which verdicts would turn."""

from __future__ import annotations

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.services.chain.knowledge import OwnRow, table
from app.services.chain.turned_verdicts import turned_verdicts
from tests.services.chain_office import settled
from tests.support import TODAY, reading


def rule_with(office: Office, number: str, **cells: str) -> OwnRow:
    with reading(office) as connection:
        row = next(row for row in table(connection, "rule") if row["编号"] == number)
    return OwnRow("rule", number, {**row, **cells})


def turned(office: Office, row: OwnRow) -> list[str]:
    with reading(office) as connection:
        return [one.text for one in turned_verdicts(connection, [row], TODAY)]


def test_a_softer_exception_turns_the_verdict_on_packaging(office: Office) -> None:
    settled(office, "沅江包装纸项目", "造纸", "22")
    settled(office, "白塔方便食品项目", "食品", wan=5000)
    row = rule_with(office, "L55", 条件="用箱大户:14≥1家")
    assert turned(office, row) == []
    with reading(office) as connection:
        both = [row, rule_with(office, "N01", 例外="用箱大户:14≥1家")]
        assert [one.text for one in turned_verdicts(connection, both, TODAY)] == ["造纸→纸箱包装：不宜 → 可论证"]


def test_a_change_on_industries_that_are_not_here_turns_nothing(office: Office) -> None:
    settled(office, "白塔方便食品项目", "食品")
    assert turned(office, OwnRow("rule", "N01", {})) == []


def test_a_broken_change_is_refused_before_it_is_tried(office: Office) -> None:
    with pytest.raises(Refused, match="看不懂条件"):
        turned(office, rule_with(office, "L55", 条件="用箱多"))
