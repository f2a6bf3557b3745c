"""Whatever units are called and whatever is typed, no export and no meeting pack names a unit outside its audience."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.rules.audience import Audience, widest_for
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.exporting import export_projects, export_ranking
from app.services.packing import pack
from app.services.papers.door import named_units
from app.services.ranking import rank
from tests.support import TODAY
from tests.thrown import GROUPS, Thrown, leaked, parts_of, thrown

JUNE = Period.parse("2026-06")
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def write_ledger(office: Thrown, path: Path, audience: Audience) -> None:
    export_projects(office.connection, [1, 2], path, audience=audience)


def write_pack(office: Thrown, path: Path, audience: Audience) -> None:
    pack(office.connection, JUNE, audience, path, as_of=TODAY, today=TODAY)


WRITERS = {"台账": write_ledger, "会议包": write_pack}


@pytest.mark.parametrize("kind", WRITERS)
@quick
@given(office=thrown(), audience=st.sampled_from(Audience))
def test_no_file_names_anybody_outside_its_audience(kind: str, office: Thrown, audience: Audience) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{office.stem}.xlsx"
        with contextlib.suppress(Refused):
            WRITERS[kind](office, path, audience)
        written = list(Path(folder).iterdir())
        assert leaked(office.units, audience, [part for path in written for part in parts_of(path)]) == []


@quick
@given(office=thrown(), group=st.sampled_from(GROUPS), audience=st.sampled_from([None, *Audience]))
def test_no_ranking_names_anybody_outside_its_audience(office: Thrown, group: str, audience: Audience | None) -> None:
    table = rank(office.connection, JUNE, group, TODAY)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{office.stem}.xlsx"
        with contextlib.suppress(Refused):
            export_ranking(table, path, audience, units=named_units(office.connection))
        written = [part for path in Path(folder).iterdir() for part in parts_of(path)]
        assert leaked(office.units, audience or widest_for(group), written) == []


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(office=thrown())
def test_the_narrowest_audience_is_told_everything(kind: str, office: Thrown) -> None:
    """The tests above would hold if everything were refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{office.stem}.xlsx"
        WRITERS[kind](office, path, Audience.STANDING_COMMITTEE)
        told = "\n".join(parts_of(path))
    assert [unit for unit in office.units[:3] if not any(name in told for name in unit.names)] == []
