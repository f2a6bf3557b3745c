"""Whatever units are called and whatever is typed, no export and no meeting pack names a unit outside its audience."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import strategies as st

from app.rules.audience import Audience, Scope
from app.rules.errors import Refused
from app.rules.industry.layers import Place
from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.chain.chain_export import export_picture, export_yields
from app.services.chain.chain_graph import ChainGraph, GraphNode, State
from app.services.chain.extension_tasks import YieldRow
from app.services.dossiers.offers import OfferLine, export_offers
from app.services.dossiers.side_sheet import export_side
from app.services.dossiers.sides import SIDES, side
from app.services.exporting import export_projects, export_ranking
from app.services.importing.plans import ImportPlan
from app.services.importing.refusals import export_refusals
from app.services.meeting.packing import pack
from app.services.papers.door import named_units
from app.services.policy.bonus_lists import Payment, write_payments
from app.services.ranking.ranking import rank
from tests.support import TODAY
from tests.throwing import Check, check_notices, how_many, throw
from tests.thrown import GROUPS, PLACES, Thrown, assert_nobody_named, parts_of, thrown

JUNE = Period.parse("2026-06")
Write = Callable[[st.DataObject, Thrown, Path, Audience], object]
_STATED = re.compile(r"印发范围：(\w+)")


def write_ledger(_data: st.DataObject, office: Thrown, path: Path, audience: Audience) -> None:
    export_projects(office.connection, [1, 2], path, audience=audience)


def write_pack(_data: st.DataObject, office: Thrown, path: Path, audience: Audience) -> None:
    pack(office.connection, JUNE, audience, path, as_of=TODAY, today=TODAY)


def write_ranking(data: st.DataObject, office: Thrown, path: Path, audience: Audience) -> None:
    table = rank(office.connection, JUNE, data.draw(st.sampled_from(GROUPS)), TODAY)
    export_ranking(table, path, audience, units=named_units(office.connection))


def write_ranking_as_wide_as_may_be(data: st.DataObject, office: Thrown, path: Path) -> None:
    table = rank(office.connection, JUNE, data.draw(st.sampled_from(GROUPS)), TODAY)
    export_ranking(table, path, units=named_units(office.connection))


def write_side(data: st.DataObject, office: Thrown, path: Path) -> None:
    found = side(office.connection, data.draw(st.sampled_from(list(SIDES))), TODAY)
    export_side(found, found.rows, path, "2026年", TODAY, units=named_units(office.connection))


def write_yields(data: st.DataObject, office: Thrown, path: Path) -> None:
    group = data.draw(st.sampled_from(GROUPS))
    rows = [YieldRow(unit.unit_id, unit.names[0], "2026-06", 1, 1, 0, 0, 0) for unit in office.units]
    mine = [row for row, unit in zip(rows, office.units, strict=True) if unit.group == group]
    export_yields(mine, group, path, TODAY, units=named_units(office.connection))


def write_payment_list(_data: st.DataObject, office: Thrown, path: Path) -> None:
    line = Payment(1, 1, "ZS2026-001", f"{office.typed}食品", "牵线人", Stage.SIGNED, 10_000, 100, 0, None, "")
    write_payments(path, [line], "支付清单", units=named_units(office.connection))


def write_refusals(_data: st.DataObject, office: Thrown, path: Path) -> None:
    refused = SimpleNamespace(sheet="表", row=3, field="备注", value=office.typed, reason="看不懂")
    plan = cast(ImportPlan, SimpleNamespace(path=Path("台账.xlsx"), refused=[refused]))
    export_refusals(plan, path, units=named_units(office.connection))


def write_offers(data: st.DataObject, office: Thrown, path: Path) -> None:
    place = data.draw(st.sampled_from(["name", "content", "contact"]))
    line = replace(OfferLine("地块"), **{place: office.typed})
    export_offers([line], path, investor="某集团", city="清沅市", today=TODAY, units=named_units(office.connection))


def write_picture(_data: st.DataObject, office: Thrown, path: Path) -> None:
    node = GraphNode("14", office.typed, State.PRESENT, Place(0, 0), 1, 0, 0, "", "", False, ())
    graph = ChainGraph(TODAY, (node,), (), 1, 1)
    export_picture(graph, path, "清沅市", units=named_units(office.connection))


FOR_AN_AUDIENCE: dict[str, Write] = {"台账": write_ledger, "会议包": write_pack, "排名": write_ranking}
"""What is written for an audience that is chosen."""
STATING: dict[str, Callable[[st.DataObject, Thrown, Path], object]] = {
    "整张排名": write_ranking_as_wide_as_may_be,
    "角度": write_side,
    "延伸成效": write_yields,
    "奖金支付清单": write_payment_list,
    "拒收清单": write_refusals,
}
"""What says itself how far it may go."""
_HEADS = ("指标名称", "办法名称", "文件名", "")
TYPED_FOR = {"排名": _HEADS, "整张排名": _HEADS, "延伸成效": ("文件名", "")}
"""Where a name must be typed to stand in some of them; anywhere for the others."""


def check_for_an_audience(kind: str) -> Check:
    def check(data: st.DataObject) -> None:
        office, audience = data.draw(thrown(TYPED_FOR.get(kind, PLACES))), data.draw(st.sampled_from(Audience))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{office.stem}.xlsx"
            with contextlib.suppress(Refused):
                FOR_AN_AUDIENCE[kind](data, office, path, audience)
            written = [part for path in Path(folder).iterdir() for part in parts_of(path)]
        assert_nobody_named(office.units, Scope(audience), written)

    return check


def check_stated(kind: str) -> Check:
    def check(data: st.DataObject) -> None:
        office = data.draw(thrown(TYPED_FOR.get(kind, PLACES)))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{office.stem}.xlsx"
            with contextlib.suppress(Refused):
                STATING[kind](data, office, path)
            written = [part for path in Path(folder).iterdir() for part in parts_of(path)]
        stated = {found[1] for part in written if (found := _STATED.search(part))}
        assert len(stated) == bool(written)
        for label in stated:
            assert_nobody_named(office.units, Scope.read(label), written)

    return check


def check_offers(data: st.DataObject) -> None:
    """What an investor is given: a single recipient that is no unit."""
    office = data.draw(thrown())
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.suppress(Refused):
            write_offers(data, office, Path(folder) / f"{office.stem}.xlsx")
        written = [part for path in Path(folder).iterdir() for part in parts_of(path)]
    assert_nobody_named(office.units, Scope(None), written)


def check_picture(data: st.DataObject) -> None:
    """The picture of the chain, which goes into papers for all officials."""
    office = data.draw(thrown())
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.suppress(Refused):
            write_picture(data, office, Path(folder) / f"{office.stem}.svg")
        written = [part for path in Path(folder).iterdir() for part in (path.name, path.read_text("utf-8"))]
    assert_nobody_named(office.units, Scope(Audience.ALL_OFFICIALS), written)


CHECKS: dict[str, Check] = {
    **{kind: check_for_an_audience(kind) for kind in FOR_AN_AUDIENCE},
    **{kind: check_stated(kind) for kind in STATING},
    "推介清单": check_offers,
    "链图": check_picture,
}


@how_many(60, 1000)
@pytest.mark.parametrize("kind", CHECKS)
def test_no_file_names_anybody_outside_its_audience(kind: str, examples: int) -> None:
    throw(CHECKS[kind], examples)


@pytest.mark.parametrize("kind", CHECKS)
def test_a_file_that_passes_an_open_door_is_noticed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_notices(CHECKS[kind], monkeypatch)


@pytest.mark.parametrize("kind", FOR_AN_AUDIENCE)
def test_the_narrowest_audience_is_told_everything(kind: str) -> None:
    """The tests above would hold if everything were refused."""

    def check(data: st.DataObject) -> None:
        office = data.draw(thrown())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{office.stem}.xlsx"
            FOR_AN_AUDIENCE[kind](data, office, path, Audience.STANDING_COMMITTEE)
            told = "\n".join(parts_of(path))
        missing = [unit for unit in office.units[:3] if not any(name in told for name in unit.names)]
        assert missing == [] if kind != "排名" else len(missing) < 3

    throw(check, 4)
