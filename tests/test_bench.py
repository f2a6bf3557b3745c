"""The table of benches must not flatter: which ratio counts as reached, and which benches are run at all."""

from __future__ import annotations

import json

import pytest

from bench import __main__ as bench
from bench import harness
from bench.harness import Row


@pytest.mark.parametrize(
    "ours, peer, limit, higher, reached",
    [
        (2.0, 1.0, 2.0, False, True),
        (2.1, 1.0, 2.0, False, False),
        (90.0, 90.0, 1.0, True, True),
        (89.0, 90.0, 1.0, True, False),
        (1.0, 0.0, 2.0, False, False),
    ],
)
def test_a_figure_is_reached_within_its_ratio(
    ours: float, peer: float, limit: float, higher: bool, reached: bool
) -> None:
    assert Row("rank", ours, peer, "SQL", "ms", limit, higher).reached is reached


def test_a_missed_figure_is_said_and_is_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Slow:
        @staticmethod
        def measure(quick: bool) -> list[Row]:
            missed = Row("排名", 3.0 if quick else 9.0, 1.0, "手写 SQL", "ms", 2.0)
            return [missed, Row("导入", 1.0, 1.0, "calamine + sqlite3", "s", 2.0)]

    monkeypatch.setattr(bench, "names", lambda: ["slow"])
    monkeypatch.setattr(bench, "load", lambda _name: Slow)
    assert bench.main(["--quick"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["figure", "排名", "导入"]
    assert "NOT REACHED" in lines[2]
    assert "NOT REACHED" not in lines[3]
    assert bench.main(["--json", "slow"]) == 1
    assert [row["ratio"] for row in json.loads(capsys.readouterr().out)] == [9.0, 1.0]


def test_a_bench_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "names", lambda: ["slow"])
    with pytest.raises(SystemExit, match="2"):
        bench.main(["fast"])


@pytest.mark.parametrize("share, value", [(0.5, 2), (0.95, 4), (0.99, 4), (0.25, 1), (0.26, 2), (0.0, 1)])
def test_a_percentile_is_one_of_the_values(share: float, value: int) -> None:
    assert harness.percentile([4, 1, 3, 2], share) == value
