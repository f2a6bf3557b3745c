"""Whatever units are called, no slide of a meeting and no copied rows name a unit outside the audience they state."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from app.rules.audience import Audience
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.packing import audience_named, open_pack, pack
from app.services.ranking import rank
from app.ui.context import AppContext
from app.ui.dossiers.project_list import ProjectTable
from app.ui.dossiers.project_model import COLUMNS, ProjectTableModel
from app.ui.meeting.canvas import LIGHT, Canvas
from app.ui.meeting.slides import paint_slide, slides_of, unit_slides
from app.ui.ranking.model import RankingModel
from app.ui.ranking.view import RankingView
from app.ui.widgets.table import TableView
from tests.support import TODAY
from tests.thrown import GROUPS, Thrown, leaked, thrown

LEADER = next(number for number, column in enumerate(COLUMNS) if column[0] == "责任领导")
JUNE = Period.parse("2026-06")
quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.reuse, Phase.generate]
)


class Listening(Canvas):
    """A canvas that keeps what is written on it."""

    def __init__(self) -> None:
        super().__init__(cast(QPainter, None), LIGHT)
        self.said: list[str] = []

    def text(self, *where: Any, **_look: Any) -> None:
        self.said.append(where[4])

    def box(self, *_where: Any, **_look: Any) -> None: ...

    def line(self, *_where: Any, **_look: Any) -> None: ...


@quick
@given(office=thrown(), audience=st.sampled_from(Audience))
def test_no_slide_names_anybody_outside_its_audience(qapp: QApplication, office: Thrown, audience: Audience) -> None:
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
    assert leaked(office.units, audience, [*canvas.said, *titles]) == []


def check_copied(table: TableView, office: Thrown, rows: list[int]) -> str:
    """Check copied text against the audience that its first line states; return the text."""
    text = table.copied(rows)
    first = text.partition("\n")[0].strip()
    assert first.startswith("印发范围：")
    audience = audience_named(first.removeprefix("印发范围："))
    assert leaked(office.units, audience, text.replace("\n", "\t").split("\t")) == []
    return text


@quick
@given(
    office=thrown(["项目名称", "企业名称"]),
    hidden=st.sets(st.integers(3, len(COLUMNS) - 1)).map(lambda some: some | {LEADER}) | st.just(set[int]()),
    rows=st.sampled_from([[0], [1], [0, 1]]),
)
def test_copied_projects_name_nobody_outside_the_audience_they_state(
    qapp: QApplication, office: Thrown, hidden: set[int], rows: list[int]
) -> None:
    context = cast(AppContext, SimpleNamespace(connection=office.connection, settings=None))
    table, model = ProjectTable(context), ProjectTableModel()
    table.setModel(model)
    model.set_ids(office.connection, [1, 2])
    for column in hidden:
        table.setColumnHidden(column, True)
    assert "ZS2026" in check_copied(table, office, rows)


@pytest.mark.parametrize("group", GROUPS)
@settings(quick, max_examples=8)
@given(office=thrown(["指标名称", ""]))
def test_copied_ranks_name_nobody_outside_the_audience_they_state(
    qapp: QApplication, group: str, office: Thrown
) -> None:
    model = RankingModel()
    table = RankingView(model, units=lambda: office.units)
    model.show_table(rank(office.connection, JUNE, group, TODAY))
    check_copied(table, office, list(range(model.rowCount())))
