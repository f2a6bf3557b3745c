"""`targets`: sizes and years that nobody can mean are refused; tasks keep their names when a scheme drops them."""

import datetime as dt
from pathlib import Path

import pytest

from app.services.office.offices import open_office
from tests.cli.calling import Call, answer

NARROW = """
name: 只看个数
from_day: 2026-02-01
indicators:
  - {key: count, label: 签约个数, measure: signed, weight: 100, rule: {form: completion}}
"""


SET = "targets set --unit {unit} --year 2026"
SUPPOSE = "what-if --period 2026 --group county --unit {unit}"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (f"{SET} --indicator signed --value 1e30", "不合情理"),
        (f"{SET} --indicator amount --value 1e30", "不合情理"),
        (f"{SET}99 --indicator signed --value 1", "不是任务的年份"),
        ("targets set --unit {unit} --year -5 --indicator signed --value 1", "不是任务的年份"),
        ("targets split --group county --indicator amount --year 2026 --total 1e30 --write", "不合情理"),
        ("targets curve --year 99999 --indicator signed --shares 均衡", "不是任务的年份"),
        ("targets curve --year -5 --indicator signed --shares 均衡", "不是任务的年份"),
        ("targets --year 99999", "不是任务的年份"),
        ("targets --year -5", "不是任务的年份"),
        ("points list --year 99999", "不是任务的年份"),
        (f"{SUPPOSE} --amount 1e300", "不合情理"),
        (f"{SUPPOSE} --amount 1e999999", "看不懂金额"),
        (f"{SUPPOSE} --amount 1 --count 999999999", "不合情理"),
    ],
)
def test_what_nobody_can_mean_is_refused_in_chinese(month: Call, call: str, told: str) -> None:
    unit = answer(month, "rank", "--period", "2026", "--group", "county")["units"][0]["unit"]
    status, _, err = month(*call.format(unit=unit).split())
    assert (status, told in err) == (1, True), err


def test_tasks_that_the_scheme_in_force_has_dropped_keep_their_names_and_units(month: Call, tmp_path: Path) -> None:
    scheme = tmp_path / "窄.yaml"
    scheme.write_text(NARROW, encoding="utf-8")
    answer(month, "schemes", "add", str(scheme))
    status, out, err = month("targets")
    assert status == 0, err
    line = next(line for line in out.splitlines() if "签约额" in line)
    assert "（现行办法没有）" in line
    assert "亿元" in line
    assert "amount" not in out
    assert "0000000" not in out


def test_figures_and_points_by_hand_are_entered_listed_and_taken_back(month: Call, tmp_path: Path) -> None:
    unit = answer(month, "rank", "--period", "2026", "--group", "county")["units"][0]["unit"]
    reason = ("--reason", "省级表彰", "--evidence", "清政发〔2026〕8号")
    entered = answer(month, "points", "add", "--unit", unit, "--points", "-1.5", "--day", "2026-06-09", *reason)
    assert answer(month, "points", "list", "--year", "2026") == [
        {
            "id": entered["id"], "unit": unit, "day": "2026-06-09", "points": -1.5,
            "reason": "省级表彰", "evidence": "清政发〔2026〕8号",
        }
    ]  # fmt: skip
    assert "-1.5" in month("points")[1]
    answer(month, "points", "void", str(entered["id"]), "--reason", "录错")
    assert answer(month, "points") == []

    scheme = tmp_path / "税.yaml"
    scheme.write_text(
        NARROW + "  - {key: tax, label: 税收, measure: tax, weight: 0, rule: {form: completion}}\n", "utf-8"
    )
    answer(month, "schemes", "add", str(scheme))
    entered = answer(month, "figures", "add", "--unit", unit, "--indicator", "税收", "--value", "1.2亿元", *reason)
    assert entered["value"] == 1.2
    assert "1.2亿元" in month("figures")[1]
    answer(month, "figures", "void", str(entered["id"]), "--reason", "录错")
    assert answer(month, "figures", "list") == []
    status, _, err = month("figures", "add", "--unit", unit, "--indicator", "count", "--value", "1", *reason)
    assert (status, "由档案算出" in err) == (1, True)


@pytest.mark.parametrize("points", ["1e30", "nan", "inf", "-1e30", "abc", "0", "0.0000000001"])
def test_points_that_no_ranking_could_be_reckoned_with_are_refused(month: Call, tmp_path: Path, points: str) -> None:
    unit = answer(month, "rank", "--period", "2026", "--group", "county")["units"][0]["unit"]
    status, _, err = month("points", "add", "--unit", unit, "--points", points, "--reason", "试")
    assert (status, "程序出错" in err) == (1, False), err
    assert answer(month, "rank", "--period", "2026", "--group", "county")["units"]
    with open_office(tmp_path / "office", who="核对", today=dt.date(2026, 10, 8), read_only=True) as office:
        connection = office.read()
        assert connection.execute("SELECT count(*) FROM manual_points").fetchone() == (0,)
        connection.close()


def test_a_change_of_a_task_is_listed_and_taken_back(month: Call) -> None:
    unit = answer(month, "rank", "--period", "2026", "--group", "county")["units"][0]["unit"]
    wanted = ("--unit", unit, "--year", "2026", "--indicator", "signed")
    answer(month, "targets", "set", *wanted, "--value", "12")
    answer(month, "targets", "set", *wanted, "--value", "15", "--from", "2026-05-01", "--reason", "调增")
    (listed,) = answer(month, "targets", "changes", "--year", "2026")
    assert (listed["unit"], listed["from"], listed["value"], listed["reason"]) == (unit, "2026-05-01", 15, "调增")
    out = month("targets", "changes", "--year", "2026")[1]
    assert all(word in out for word in (str(listed["id"]), unit, "2026-05-01", "15个", "调增"))

    assert "理由" in month("targets", "void", str(listed["id"]), "--reason", " ")[2]
    assert answer(month, "targets", "void", str(listed["id"]), "--reason", "录错了")["voided"] == "录错了"
    assert answer(month, "targets", "changes", "--year", "2026") == []
    assert "没有年中调整" in month("targets", "changes", "--year", "2026")[1]
    status, _, err = month("targets", "void", str(listed["id"]), "--reason", "再作废")
    assert (status, "已经不在了" in err) == (1, True), err
