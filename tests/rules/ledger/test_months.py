"""The month that a report is of."""

from __future__ import annotations

import datetime as dt

import pytest

from app.rules.ledger.months import first_month, first_year, month_in, year_in


@pytest.mark.parametrize(
    "text, month",
    [
        ("清沅市2026年6月招商引资签约项目台账", (2026, 6)),
        ("２０２６年１２月", (2026, 12)),
        ("2026年1-6月进度", (2026, 6)),
        ("2026年1—9月", (2026, 9)),
        ("202606月报", (2026, 6)),
        ("2026-06", (2026, 6)),
        ("填报时间：2026年6月25日", (2026, 6)),
        ("2026年上半年", (2026, 6)),
        ("2026年第三季度", (2026, 9)),
        ("2026年前三季度", (2026, 9)),
        ("清沅市2026年目标", None),
        ("年产2026万吨", None),
        ("2026年13月", None),
        ("项目进展月报", None),
    ],
)
def test_the_month_in_a_title(text: str, month: tuple[int, int] | None) -> None:
    assert month_in(text) == (dt.date(*month, 1) if month else None)


def test_the_first_text_that_names_one_holds() -> None:
    assert first_month(["月报", "2026年6月", "2026年7月"]) == dt.date(2026, 6, 1)
    assert first_year(["任务", "2026年任务"]) == 2026
    assert year_in("年产26年") is None
