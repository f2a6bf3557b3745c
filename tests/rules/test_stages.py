"""Stages come in order, on days that do not run backwards (domain.md §1)."""

import datetime as dt

import pytest

from app.rules.stages import Stage, contradictions, current

JUNE, JULY, AUGUST = dt.date(2026, 6, 3), dt.date(2026, 7, 1), dt.date(2026, 8, 1)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({}, []),
        ({Stage.LEAD: JUNE}, []),
        ({Stage.SIGNED: JUNE}, []),
        ({Stage.SIGNED: JUNE, Stage.STARTED: JUNE}, []),
        ({Stage.SIGNED: JULY, Stage.STARTED: JUNE}, ["开工时间2026-06-03早于签约时间2026-07-01"]),
        ({Stage.SIGNED: JUNE, Stage.COMPLETED: AUGUST}, ["已到完工，却没有开工时间"]),
        ({Stage.STARTED: JUNE}, ["已到开工，却没有签约时间"]),
        ({Stage.SIGNED: JULY, Stage.TERMINATED: JUNE}, []),
    ],
)
def test_contradictions_are_told(days: dict[Stage, dt.date], told: list[str]) -> None:
    assert [fault.reason for fault in contradictions(days)] == told


def test_a_terminated_project_stands_at_its_end() -> None:
    assert current([Stage.SIGNED, Stage.TERMINATED, Stage.STARTED]) is Stage.TERMINATED
    assert current([]) is None


def test_every_stage_has_its_own_word() -> None:
    assert [Stage.from_label(stage.label) for stage in Stage] == list(Stage)
