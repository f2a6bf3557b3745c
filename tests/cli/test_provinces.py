"""`province`: a city entered, put right and taken back; options that do not belong together."""

import pytest

from tests.cli.calling import Call, answer

JULY = ["province", "--month", "2026-07", "--city", "清沅市"]


def test_all_figures_are_entered_and_those_not_told_again_stay(month: Call) -> None:
    figures = ["--rank", "2", "--score", "90.5", "--signed", "112", "--over", "9", "--amount", "79.2"]
    answer(month, *JULY, *figures, "--source", "省通报")
    (one,) = answer(month, *JULY, "--rank", "1")["cities"]
    expected = {"rank": 1, "score": 90.5, "signed": 112, "over": 9, "amount": 79.2}
    assert {name: one[name] for name in expected} == expected


def test_a_wrong_city_is_taken_back(month: Call) -> None:
    answer(month, *JULY, "--rank", "2")
    assert answer(month, *JULY, "--void", "录错了市")["voided"] == "录错了市"
    assert answer(month, "province", "--month", "2026-07")["cities"] == []
    assert month(*JULY, "--void", "录错了市")[0] == 1


def test_a_month_to_come_is_refused(month: Call) -> None:
    status, _, err = month("province", "--month", "2026-11", "--city", "清沅市", "--rank", "1")
    assert (status, "2026-11 还没有到" in err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--month", "六月"], "--month"),
        (["--month", "2026"], "不是一个月"),
        (["--city", "清沅市", "--rank", "1"], "请写明清沅市是哪个月的"),
        (["--month", "2026-06", "--rank", "1"], "要写明是哪个市"),
        (["--month", "2026-06", "--city", "清沅市"], "请写明清沅市的名次"),
        (["--month", "2026-06", "--city", "清沅市", "--rank", "1", "--void", "错"], "不能同时录入"),
        (["--month", "2026-06", "--city", "清沅市", "--import", "全省.xlsx"], "不能同时录入或作废"),
        (["--month", "2026-06", "--city", "清沅市", "--score", "很高"], "不是数字"),
    ],
)
def test_what_does_not_belong_together_is_wrong_use(month: Call, arguments: list[str], told: str) -> None:
    status, _, err = month("province", *arguments)
    assert (status, told in err) == (2, True)
