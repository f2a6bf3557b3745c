"""An office whose counties are ranked by class, with points by hand given and taken, for all that shows a ranking."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from app.models.office import Office
from app.rules.money import YI
from app.rules.periods import Period
from app.services.ranking.by_hand import add_points
from app.services.ranking.units import add_unit, classify
from tests.support import set_target, signed_project, unit_id

JUNE = Period.parse("2026-06")
CLASSES = {"定国县": "A", "云河县": "A", "东湖区": "B", "临沅区": "B"}
SIGNED = {"定国县": 4, "云河县": 1, "东湖区": 3, "临沅区": 2}
"""Projects signed in June, of 12 each: within A 定国县 is first, within B 东湖区."""


def classed(office: Office) -> Office:
    """Add two counties, put all four into classes A and B from January on, and let them sign projects in June."""
    for name in ("东湖区", "临沅区"):
        add_unit(office, "county", name)
    for name, key in CLASSES.items():
        classify(office, [unit_id(office, name)], key, from_day=dt.date(2026, 1, 1), reason="市委办文件")
    for name, number in SIGNED.items():
        set_target(office, name, "signed", 12)
        set_target(office, name, "amount", 10 * YI)
        for one in range(number):
            signed_project(office, f"{name}{one}号项目", 5_000, dt.date(2026, 6, 3), county=name)
    return office


def by_hand(office: Office, points: dict[str, str]) -> Office:
    """Give or take points by hand in June."""
    for name, value in points.items():
        add_points(
            office, unit_id(office, name), dt.date(2026, 6, 9), Decimal(value), reason="承办推介会", evidence="会议纪要"
        )
    return office
