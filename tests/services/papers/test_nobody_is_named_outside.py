"""Whatever an office is called, whoever writes what: no output names a unit outside the audience of the paper."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import strategies as st

from app.models.office import Office, OfficeNames
from app.reports.marked import PlainTable
from app.rules.audience import Audience, NamedUnit, Scope, labels, may_name, permitted, widest_for
from app.rules.errors import Refused
from app.rules.money import YI
from app.rules.periods import Period
from app.services.dossiers.projects import ProjectFilter, project_ids
from app.services.exporting import export_projects, export_ranking
from app.services.papers.bulletins import draft_bulletin
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.door import file_name, named_units, paper_docx, set_paper
from app.services.papers.templates import SHIPPED, example_fields, fill
from app.services.ranking.ranking import rank
from tests.support import TODAY, UNITS, reading, set_target, signed_project, unit_id
from tests.throwing import Check, check_notices, how_many, throw
from tests.thrown import BLANKS, GROUPS, NAMES, assert_nobody_named, bones, packed_parts, parts_of, pdf_parts, thrown

OFFICE = OfficeNames("禾州市", "禾州市招商办", "禾招办")
TYPED = {
    "字": "{}",
    "行": "\n{}",
    "标题": "\n一、{}",
    "表": "\n【表】各单位／{}\n\n|单位|数|\n|甲|1|",
    "格": "\n|单位|数|\n|{}|1|",
    "图": "\n【柱图】签约／个\n\n|单位|数|\n|{}|1|",
    "图题": "\n【线图】{}／个\n\n|月|数|\n|1月|1|\n|2月|2|",
    "附件": "\n【附件】{}\n名单见附件。",
}
"""What somebody may type at the end of a text, with a name in it."""
_MARK = re.compile(r"^【\w+表】$", re.MULTILINE)
"""The line of a template that a table stands for."""


@st.composite
def offices(draw: st.DrawFn) -> list[NamedUnit]:
    """Some units of all groups, with past names and other spellings."""
    names = draw(st.lists(NAMES, min_size=4, max_size=8, unique=True))
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=8, max_size=8))
    units = []
    for number, name in enumerate(names, start=1):
        other = draw(st.lists(NAMES, max_size=1))
        units.append(NamedUnit(number, groups[number - 1], (name, *other)))
    return units


@st.composite
def papers(draw: st.DrawFn, units: list[NamedUnit]) -> PaperContent:
    """A paper of any template to anybody, into which somebody typed names where one can type."""
    source = draw(st.sampled_from(sorted(SHIPPED.glob("*.txt")))).read_text("utf-8")
    to = draw(st.sampled_from(units))
    scope = Scope.read(draw(st.sampled_from(labels())), [to.unit_id])
    lines = permitted(scope, units) if draw(st.booleans()) else tuple(units)
    rows = tuple((str(number), unit.names[0], "1") for number, unit in enumerate(lines, start=1))
    table = PlainTable("完成情况", ("序号", "单位", "数"), rows)
    fields = example_fields(source, OFFICE, TODAY)
    content = fill(
        source,
        fields,
        TODAY,
        name="试",
        recipients=(Recipient(to.names[0], to.unit_id),),
        tables=tuple((mark, table) for mark in _MARK.findall(source)),
    )
    place = draw(st.sampled_from(["text", "text", "title", "note", "addressees", "copies_to", "nowhere", "nowhere"]))
    name = draw(BLANKS).join(draw(st.sampled_from(draw(st.sampled_from(units)).names)))
    how = draw(st.sampled_from(list(TYPED.values()))) if place == "text" else "{}"
    typed = {} if place == "nowhere" else {place: f"{getattr(content, place)}{how.format(name)}"}
    return replace(content, audience=scope.label, **typed)


def write_pdf(content: PaperContent, units: list[NamedUnit]) -> list[str]:
    """The pages, what the file is called, and the text as kept; the figures behind it stay in the office's folder."""
    text = replace(content, figures="").to_json()
    return [*pdf_parts(set_paper(content, 3, units)), file_name(content, 3), text]


def write_docx(content: PaperContent, units: list[NamedUnit]) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.services.papers.door.named_units", lambda _: units)
        return packed_parts(paper_docx(sqlite3.connect(":memory:"), content.as_signed(), 3))


def check_bulletins(data: st.DataObject) -> None:
    """The bulletin of any group, as the program drafts it from what the office holds."""
    office, group = data.draw(thrown()), data.draw(st.sampled_from(GROUPS))
    with tempfile.TemporaryDirectory() as folder:
        house = cast(Office, SimpleNamespace(folder=Path(folder)))
        draft = draft_bulletin(house, office.connection, Period.parse("2026-06"), group, TODAY, TODAY)
    try:
        written = write_pdf(draft.content, named_units(office.connection))
    except Refused:
        return
    assert_nobody_named(office.units, draft.content.scope, written)


WRITERS = {"PDF": write_pdf, "DOCX": write_docx}


def check_papers(kind: str) -> Check:
    def check(data: st.DataObject) -> None:
        units = data.draw(offices())
        content = data.draw(papers(units))
        try:
            written = WRITERS[kind](content, units)
        except Refused:
            return
        assert_nobody_named(units, content.scope, written)

    return check


CHECKS: dict[str, Check] = {**{kind: check_papers(kind) for kind in WRITERS}, "通报": check_bulletins}


@how_many(60, 1000)
@pytest.mark.parametrize("kind", CHECKS)
def test_no_paper_names_anybody_outside_its_audience(kind: str, examples: int) -> None:
    throw(CHECKS[kind], examples)


@pytest.mark.parametrize("kind", CHECKS)
def test_a_paper_that_passes_an_open_door_is_noticed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check_notices(CHECKS[kind], monkeypatch)


def test_papers_without_forbidden_names_do_pass() -> None:
    """The test above would hold if everything were refused."""
    units = [NamedUnit(1, "county", ("甄芷县",)), NamedUnit(2, "leader", ("晟珺",))]
    for path in SHIPPED.glob("*.txt"):
        source = path.read_text("utf-8")
        table = PlainTable("完成情况", ("序号", "单位"), (("1", "甄芷县"),))
        content = fill(
            source,
            example_fields(source, OFFICE, TODAY),
            TODAY,
            name=path.stem,
            recipients=(Recipient("甄芷县", 1),),
            tables=tuple((mark, table) for mark in _MARK.findall(source)),
        )
        if content.audience == "公开":
            content = replace(content, audience="全市领导干部大会")
        assert "甄芷县" in bones("".join(write_pdf(content, units)))
        if content.audience == "市委常委会":
            continue
        with pytest.raises(Refused, match="晟珺"):
            set_paper(replace(content, text=f"{content.text}\n请晟珺同志阅。"), 3, units)


def sheets(path: Path) -> str:
    return "\n".join(parts_of(path))


@pytest.mark.parametrize("audience", list(Audience))
def test_no_ledger_names_anybody_outside_its_audience(office: Office, tmp_path: Path, audience: Audience) -> None:
    signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 3))
    path = tmp_path / "台账.xlsx"
    with reading(office) as connection:
        export_projects(connection, project_ids(connection, ProjectFilter()), path, audience=audience)
        units = connection.execute("SELECT name, group_key FROM unit").fetchall()
    text = sheets(path)
    assert "牙膏项目" in text
    assert [name for name, group in units if widest_for(group) < audience and name in text] == []
    assert ("责任领导" in text) is (audience is Audience.STANDING_COMMITTEE)


def test_a_ledger_whose_words_name_a_leader_is_refused_for_a_wider_audience(office: Office, tmp_path: Path) -> None:
    signed_project(office, "周明远联系的牙膏项目", 12_000, dt.date(2026, 6, 3))
    path = tmp_path / "台账.xlsx"
    with reading(office) as connection:
        ids = project_ids(connection, ProjectFilter())
        with pytest.raises(Refused, match=r"周明远.*第1行"):
            export_projects(connection, ids, path, audience=Audience.ALL_OFFICIALS)
    assert not path.exists()


@pytest.mark.parametrize("group", ["county", "department", "leader"])
@pytest.mark.parametrize("audience", [None, *Audience])
def test_a_ranking_goes_no_further_than_its_group_may(
    office: Office, tmp_path: Path, group: str, audience: Audience | None
) -> None:
    set_target(office, "周明远", "amount", YI)
    path = tmp_path / "排名.xlsx"
    with reading(office) as connection:
        table = rank(connection, Period.parse("2026-06"), group, TODAY)
        units = named_units(connection)
    if audience is not None and audience > widest_for(group):
        with pytest.raises(Refused, match="最大印发范围"):
            export_ranking(table, path, audience, units=units)
        assert not path.exists()
        return
    export_ranking(table, path, audience, units=units)
    assert f"印发范围：{(audience or widest_for(group)).label}" in sheets(path)
    hidden = [name for name, key in UNITS.items() if widest_for(key) < (audience or widest_for(group))]
    assert [name for name in hidden if name in sheets(path)] == []


def test_a_single_recipient_that_is_a_leader_may_read_of_itself_alone(office: Office) -> None:
    scope = Scope(None, frozenset({unit_id(office, "周明远")}))
    assert may_name(scope, unit_id(office, "周明远"), "leader")
    assert not may_name(scope, unit_id(office, "沈国栋"), "leader")
