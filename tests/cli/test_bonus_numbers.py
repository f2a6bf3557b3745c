"""Numbers and days that nobody can mean are refused in Chinese by the commands on the bonus, and change nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.cli.calling import Call, answer
from tests.support import signed_project, small_office


@pytest.fixture
def code(zst: Call, tmp_path: Path) -> str:
    """The code of a signed project of which 王大山 and 石小海 are the referrers."""
    with small_office(tmp_path / "office") as office:
        signed_project(office, "香皂项目", 2000, dt.date(2026, 6, 10))
    for name in ("王大山", "石小海"):
        answer(zst, "bonuses", "register", "--project", "香皂项目", "--name", name, "--on", "2026-06-01")
    return answer(zst, "bonus", "--project", "香皂项目")["project"]


@pytest.mark.parametrize("percent", ["inf", "nan", "1e30", "-50", "50.123", "五十", ""])
def test_a_share_that_is_no_percentage_is_refused(zst: Call, code: str, percent: str) -> None:
    status, _, err = zst("bonuses", "share", "--project", code, f"王大山={percent}", "石小海=50", "--paper", "协议")
    assert (status, "比例写0到100的数" in err) == (1, True)


def test_shares_to_the_second_decimal_are_taken_exactly(zst: Call, code: str) -> None:
    answer(zst, "bonuses", "share", "--project", code, "王大山=33.33%", "石小海=66.67", "--paper", "协议")
    assert [one["percent"] for one in answer(zst, "bonus", "--project", code)["shares"]] == [33.33, 66.67]


@pytest.mark.parametrize(
    "call",
    [
        ("void", "--claim", "99999999999999999999999", "--reason", "错"),
        ("approve", "--claim", "-1", "--by", "李四"),
        ("budget", "--year", "99999999999999999999999"),
        ("budget", "--year", "-1"),
        ("budget", "--year", "2026", "--set", "nan"),
        ("budget", "--year", "2026", "--set", "1e30万元"),
        ("budget", "--year", "2026", "--set", "-5万元"),
        ("budget", "--year", "2026", "--set", "99999999999999999999999万元"),
        ("register", "--project", "香皂项目", "--name", "孙六", "--on", "2030-01-01"),
        ("pay", "--claim", "1", "--name", "王大山", "--tax", "inf"),
    ],
)
def test_a_number_or_day_that_nobody_can_mean_is_refused(zst: Call, code: str, call: tuple[str, ...]) -> None:
    status, out, err = zst("bonuses", *call)
    assert status in (1, 2), out
    assert code
    assert any("一" <= character <= "鿿" for character in err)
    assert "Traceback" not in err
