"""Days and levels asked for on the command line: none to come, none that nobody has tasks for."""

import pytest

from tests.cli.calling import Call


@pytest.mark.parametrize(
    "command",
    [
        ["rank", "--group", "county"],
        ["publish", "--group", "county"],
        ["what-if", "--group", "county", "--unit", "定国县", "--amount", "1"],
        ["pack", "--audience", "公开", "-o", "会议.zsp"],
        ["supervise"],
    ],
)
def test_no_figures_are_given_as_of_a_day_to_come(month: Call, command: list[str]) -> None:
    status, _, err = month(*command, "--period", "2026-06", "--as-of", "2030-01-01")
    assert (status, "2030-01-01 还没有到" in err) == (1, True)


def test_a_level_mistyped_is_refused_with_those_that_exist(month: Call) -> None:
    for command in ("rank", "publish"):
        status, _, err = month(command, "--period", "2026-06", "--group", "county", "--level", "无此层级")
        assert (status, "有任务的层级：市下达" in err) == (1, True)
