"""An office in which every county lags, and the whole way of its letters from the figures to the files."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

from app.models.office import Office
from app.models.tables import Target, Unit
from app.rules.money import YI
from app.rules.periods import Period
from app.services.office.offices import new_office
from app.services.papers.letters import write_letters
from app.services.supervision.lag_letters import lag_letters

TODAY = dt.date(2026, 7, 3)


def lagging_office(folder: Path, counties: int) -> Office:
    """An office of so many counties, each with a task and nothing signed: all of them lag alike."""
    office = new_office(folder, "清沅市", "", "清招办", today=TODAY, who="bench")
    with office.change("责任主体和任务") as change:
        units = [Unit(group_key="county", name=f"第{number}号测试县") for number in range(1, counties + 1)]
        change.session.add_all(units)
        change.session.flush()
        change.session.add_all(Target(unit_id=unit.id, year=2026, indicator="amount", value=10 * YI) for unit in units)
    return office


def write_month(office: Office, month: int, out: Path) -> int:
    """What `letters --kind lag` does for one month; return how many letters were signed, numbered and written."""
    with closing(office.read()) as connection:
        period = Period.months(2026, month, 2026, month)
        batch = lag_letters(office, connection, period, as_of=TODAY, today=TODAY)
    return len(write_letters(office, batch, out, today=TODAY).letters)
