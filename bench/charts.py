"""The charts of the ranking tab at 60 months × 40 units: every redraw within a frame budget of 33 ms."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from bench.harness import Row, percentile

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.rules.scheme import Scheme
    from app.rules.scoring import UnitScore
    from app.services.ranking.ranking import RankingTable
    from app.services.ranking.series import SeriesPoint

FRAME_MS = 33.0
MONTHS, UNITS = 60, 40
WARM_UP = 5
"""Frames before the first one counted: fonts and pens are made in them."""


def measure(quick: bool = False) -> list[Row]:
    """Return the p95 of a frame of each chart while the chosen unit changes, and of drawing other figures anew."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.ui.application import make_application
    from app.ui.ranking.chart import RankingChart
    from app.ui.ranking.lines import RankLines
    from app.ui.ranking.matrix import Matrix
    from app.ui.ranking.progress import ProgressChart

    make_application()
    frames = 20 if quick else 120
    points, table = _points(), _table()
    lines, bars, progress, matrix = RankLines(), RankingChart(), ProgressChart(), Matrix(units=tuple)
    lines.show_points(points)
    for chart in (bars, progress, matrix):
        chart.show_table(table)
    found: list[Row] = []
    for name, chart in (("rank lines", lines), ("stacked bars", bars), ("progress", progress), ("matrix", matrix)):
        chart.resize(940, 460)
        chart.show()
        select: Callable[[int | None], None] = chart.select_unit
        found.append(
            _row(f"choosing a unit, {name}", chart, lambda frame, select=select: select(frame % UNITS), frames)
        )
    found.append(_row("other months, rank lines", lines, lambda _frame: lines.show_points(points), frames // 4))
    for chart in (lines, bars, progress, matrix):
        chart.close()
    return found


def _row(name: str, chart: QWidget, change: Callable[[int], object], frames: int) -> Row:
    """Time a change with the painting that follows it."""
    from PySide6.QtWidgets import QApplication

    took = []
    for frame in range(-WARM_UP, frames):
        begun = time.perf_counter()
        change(frame)
        QApplication.processEvents()
        chart.repaint()
        took.append((time.perf_counter() - begun) * 1000)
    took = took[WARM_UP:]
    size = f"{MONTHS} months × {UNITS} units" if "lines" in name else f"{UNITS} units"
    return Row(f"{name}, p95 of a frame, {size}", percentile(took, 0.95), FRAME_MS, "33 ms", "ms", 1.0)


def _points() -> tuple[SeriesPoint, ...]:
    from app.rules.periods import Period
    from app.services.ranking.series import SeriesPoint

    scheme = _scheme()
    return tuple(
        SeriesPoint(
            Period.months(2021 + month // 12, month % 12 + 1, 2021 + month // 12, month % 12 + 1),
            "county",
            scheme,
            tuple(_unit(scheme, unit, (unit * 7 + month * (unit % 5 + 1)) % UNITS + 1) for unit in range(UNITS)),
        )
        for month in range(MONTHS)
    )


def _table() -> RankingTable:
    from app.rules.periods import Period
    from app.services.ranking.ranking import CityTotal, RankingTable

    scheme = _scheme()
    rows = tuple(_unit(scheme, unit, unit + 1) for unit in range(UNITS))
    city = tuple(
        CityTotal(one.key, Fraction(400), Fraction(800), Fraction(1, 2), Fraction(1, 2)) for one in scheme.indicators
    )
    return RankingTable(Period.parse("2026-06"), "county", dt.date(2026, 6, 30), 1, scheme, rows, city)


def _unit(scheme: Scheme, unit: int, rank: int) -> UnitScore:
    from app.rules.scoring import IndicatorScore, UnitScore

    completion = Fraction(UNITS - rank + 5, UNITS)
    lines = tuple(
        IndicatorScore(
            one.key, Fraction(10), Fraction(20), completion, Fraction(1, 2), Decimal(20) * (UNITS - rank + 1) / UNITS,
            Decimal(20), "20 × 50% = 10分",
        )
        for one in scheme.indicators
    )  # fmt: skip
    return UnitScore(unit, f"第{unit + 1}县", Decimal(100 - rank), rank, lines)


def _scheme() -> Scheme:
    from app.services.ranking.schemes import DEFAULT, scheme_from_file

    return scheme_from_file(DEFAULT)
