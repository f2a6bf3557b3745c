"""An office in which counties lag: the same months for the tests of proposals and of the papers made of them."""

from __future__ import annotations

import datetime as dt

from app.models.office import Office
from app.models.tables import Unit
from tests.support import set_target, signed_project


def fall_behind(office: Office) -> None:
    """Five counties with tasks; 定国县 and 云河县 signed in June, 云河县 in July too; then nobody did anything."""
    with office.change("更多县区") as change:
        change.session.add_all(Unit(group_key="county", name=name) for name in ("白塔县", "临沅区", "东湖区"))
    for county in ("定国县", "云河县", "白塔县", "临沅区", "东湖区"):
        set_target(office, county, "signed", 12)
    for number, (county, month) in enumerate((("定国县", 6), ("云河县", 6), ("云河县", 7), ("临沅区", 7))):
        signed_project(office, f"项目{number}", 500, dt.date(2026, month, 5), county=county)
