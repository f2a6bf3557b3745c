"""Whatever units are called, no slide, no picture and no copied rows name a unit outside the audience they state."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import strategies as st
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from app.rules.audience import Audience, NamedUnit, Scope
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.dossiers.sides import SIDES, side
from app.services.meeting.packing import open_pack, pack
from app.services.papers.door import named_units
from app.services.ranking.comparing import compare_days
from app.services.ranking.measuring import contributing
from app.services.ranking.ranking import RankingTable, rank
from app.services.ranking.targets import targets_table
from app.services.ranking.units_over_time import units_on
from app.ui.context import AppContext
from app.ui.dossiers.project_list import ProjectTable
from app.ui.dossiers.project_model import COLUMNS, ProjectTableModel
from app.ui.meeting.canvas import LIGHT, Canvas
from app.ui.meeting.slides import paint_slide, slides_of, unit_slides
from app.ui.ranking.chart import RankingChart
from app.ui.ranking.compare import RecordsTable
from app.ui.ranking.frozen import FrozenPage
from app.ui.ranking.matrix import Matrix
from app.ui.ranking.model import RankingModel
from app.ui.ranking.moves import MovesTable
from app.ui.ranking.picture import svg_of
from app.ui.ranking.printing import paint_tables, write_pdf
from app.ui.ranking.province import ProvincePage
from app.ui.ranking.unfold import UnfoldPanel
from app.ui.ranking.view import RankingView
from app.ui.ranking.wording import marked_caption
from app.ui.targets.model import TargetsModel
from app.ui.targets.view import TargetsView
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView
from tests.support import TODAY
from tests.throwing import Check, check_notices, how_many, throw
from tests.thrown import GROUPS, PLACES, Thrown, assert_nobody_named, pdf_parts, plain, thrown

LEADER = next(number for number, column in enumerate(COLUMNS) if column[0] == "责任领导")
JUNE = Period.parse("2026-06")
HEADS = ("指标名称", "")
"""Where a name must be typed to stand in a head."""
_STATED = re.compile(r"印发范围：(\w+)")


class Throwing(AppContext):
    """A context whose office is thrown anew for every example."""

    def __init__(self) -> None:
        super().__init__(TODAY)
        self.thrown = plain()

    @property
    def connection(self) -> sqlite3.Connection:
        return self.thrown.connection

    def draw(self, data: st.DataObject, places: Sequence[str] = PLACES) -> Thrown:
        """Throw another office, a name typed at one of these places."""
        self.thrown = data.draw(thrown(places))
        return self.thrown

    def draw_table(self, data: st.DataObject, places: Sequence[str] = PLACES) -> RankingTable:
        """Rank one group of another office."""
        return rank(self.draw(data, places).connection, JUNE, data.draw(st.sampled_from(GROUPS)), TODAY)


class Listening(Canvas):
    """A canvas that keeps what is written on it."""

    def __init__(self) -> None:
        super().__init__(cast(QPainter, None), LIGHT)
        self.said: list[str] = []

    def text(self, *where: Any, **_look: Any) -> None:
        self.said.append(where[4])

    def box(self, *_where: Any, **_look: Any) -> None: ...

    def line(self, *_where: Any, **_look: Any) -> None: ...


def check_stated(text: str, units: list[NamedUnit], pieces: list[str]) -> None:
    """Check pieces against the audience that `text` states."""
    stated = _STATED.search(text)
    assert stated is not None, "no audience is stated"
    assert_nobody_named(units, Scope.read(stated[1]), pieces)


def check_copied(table: TableView, context: Throwing) -> None:
    """Copy all rows, and check them against the audience that the first line states."""
    text = table.copied(list(range(table.model().rowCount())))
    check_stated(text.partition("\n")[0], context.thrown.units, [*text.splitlines(), *re.split(r"[\t\n]", text)])


def slides(context: Throwing) -> Check:
    def check(data: st.DataObject) -> None:
        office, audience = context.draw(data), data.draw(st.sampled_from(Audience))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "会议.zsp"
            try:
                pack(office.connection, JUNE, audience, path, as_of=TODAY, today=TODAY)
            except Refused:
                return
            content = open_pack(path)
        canvas = Listening()
        shown = [*slides_of(content), *(slide for _, slide in unit_slides(content))]
        for number, slide in enumerate(shown):
            paint_slide(canvas, content, slide, number, len(shown))
        titles = [slide.title for slide in shown] + [name for name, _ in unit_slides(content)]
        assert f"印发范围：{audience.label}" in canvas.said
        assert_nobody_named(office.units, Scope(audience), [*canvas.said, *titles])

    return check


def projects(context: Throwing) -> Check:
    table, model = ProjectTable(context), ProjectTableModel()
    table.setModel(model)

    def check(data: st.DataObject) -> None:
        model.set_ids(context.draw(data).connection, data.draw(st.sampled_from([[1], [2], [1, 2]])))
        hidden = data.draw(st.sets(st.integers(3, len(COLUMNS) - 1)).map(lambda some: some | {LEADER}) | st.just(set()))
        for column in range(1, len(COLUMNS)):
            table.setColumnHidden(column, column in hidden)
        check_copied(table, context)

    return check


def sides(context: Throwing) -> Check:
    rows, table = RowsModel(("名称", "项目")), TableView(units=context.named_units)
    table.setModel(rows)

    def check(data: st.DataObject) -> None:
        found = side(context.draw(data).connection, data.draw(st.sampled_from(list(SIDES))), TODAY)
        rows.set_rows([(row.name, str(row.totals.projects)) for row in found.rows])
        check_copied(table, context)

    return check


def ranks(context: Throwing) -> Check:
    model = RankingModel()
    table = RankingView(model, units=context.named_units)

    def check(data: st.DataObject) -> None:
        model.show_table(context.draw_table(data, HEADS))
        check_copied(table, context)

    return check


def matrix(context: Throwing) -> Check:
    shown = Matrix(units=context.named_units)

    def check(data: st.DataObject) -> None:
        shown.show_table(context.draw_table(data, HEADS))
        check_copied(shown.view, context)

    return check


def comparison(context: Throwing) -> Check:
    moves, records = MovesTable(units=context.named_units), RecordsTable(units=context.named_units)

    def check(data: st.DataObject) -> None:
        office, group = context.draw(data), data.draw(st.sampled_from(GROUPS))
        found = compare_days(office.connection, JUNE, group, JUNE.first, TODAY)
        moves.show_moves(found.moves, group)
        records.show_records(found.records, group)
        for table in (moves, records):
            if table.model().rowCount():
                check_copied(table, context)

    return check


def unfolded(context: Throwing) -> Check:
    panel = UnfoldPanel(units=context.named_units)

    def check(data: st.DataObject) -> None:
        table = context.draw_table(data)
        unit, indicator = table.rows[0], data.draw(st.sampled_from(table.scheme.indicators))
        found = contributing(context.connection, indicator, JUNE, unit.unit_id, TODAY)
        panel.show_indicator(table, unit, indicator.key, found)
        check_copied(panel.projects, context)

    return check


def province(context: Throwing) -> Check:
    page = ProvincePage(context)

    def check(data: st.DataObject) -> None:
        context.draw(data)
        page.refresh()
        check_copied(page.table, context)

    return check


def published_list(context: Throwing) -> Check:
    page = FrozenPage(context)

    def check(data: st.DataObject) -> None:
        context.draw(data)
        page.show_table(None)
        check_copied(page.list, context)

    return check


def tasks(context: Throwing) -> Check:
    model = TargetsModel()
    view = TargetsView(model, units=context.named_units)

    def check(data: st.DataObject) -> None:
        table = context.draw_table(data)
        units = units_on(context.connection, table.group, TODAY)
        model.show_targets(units, table.scheme.indicators, targets_table(context.connection, 2026, TODAY, table.group))
        view.copy()
        text = QApplication.clipboard().text()
        check_stated(text, context.thrown.units, re.split(r"[\t\n]", text))

    return check


def chart(context: Throwing) -> Check:
    shown = RankingChart()
    shown.resize(900, 500)

    def check(data: st.DataObject) -> None:
        table = context.draw_table(data, HEADS)
        shown.show_table(table)
        title = marked_caption(table, named_units(context.connection), shown.said())
        drawn = bytes(svg_of(shown.canvas, title).data()).decode("utf-8")
        check_stated(drawn, context.thrown.units, re.split(r"[<>]", drawn))

    return check


def printed(context: Throwing) -> Check:
    moves = MovesTable(units=context.named_units)

    def check(data: st.DataObject) -> None:
        table = context.draw_table(data)
        found = compare_days(context.connection, JUNE, table.group, JUNE.first, TODAY)
        moves.show_moves(found.moves, table.group)
        said = moves.as_text(list(range(moves.model().rowCount())))
        title = marked_caption(table, named_units(context.connection), [said])
        with tempfile.TemporaryDirectory() as folder:
            write_pdf(Path(folder) / "表.pdf", title, paint_tables([moves]))
            pieces = pdf_parts((Path(folder) / "表.pdf").read_bytes())
        check_stated(title, context.thrown.units, pieces)

    return check


CHECKS: dict[str, tuple[Callable[[Throwing], Check], int]] = {
    "放映": (slides, 1000),
    "项目": (projects, 1500),
    "角度": (sides, 1000),
    "排名": (ranks, 1000),
    "矩阵": (matrix, 1000),
    "对比": (comparison, 1000),
    "计入的项目": (unfolded, 1000),
    "全省排名": (province, 300),
    "已发布": (published_list, 1000),
    "任务": (tasks, 1000),
    "图": (chart, 300),
    "打印": (printed, 300),
}
"""What is copied, shown or drawn, and how many examples the broad run throws at it."""


@how_many(40, 1)
@pytest.mark.parametrize("kind", CHECKS)
def test_nothing_shown_or_copied_names_anybody_outside_its_audience(
    qapp: QApplication, kind: str, examples: int
) -> None:
    make, many = CHECKS[kind]
    throw(make(Throwing()), examples if examples > 1 else many)


@pytest.mark.parametrize("kind", CHECKS)
def test_what_an_open_door_lets_out_is_noticed(qapp: QApplication, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, _ = CHECKS[kind]
    check_notices(make(Throwing()), monkeypatch)
