"""The one-page briefing of a unit and the ranking table as papers, with the figures of the meeting."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.meeting.briefing import ranking_paper, unit_briefing
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_pdf
from app.services.ranking.ranking import rank
from tests.support import TODAY, UNITS, reading, set_target, signed_project

JUNE = Period.parse("2026-06")


@pytest.fixture
def ready(office: Office) -> Office:
    """Everybody has a task of 24 signings; 定国县 signed one in June, 云河县 one in May."""
    for name in UNITS:
        set_target(office, name, "signed", 24)
    signed_project(office, "牙膏项目", 12_000, dt.date(2026, 6, 3))
    signed_project(office, "饮料项目", 12_000, dt.date(2026, 5, 3), county="云河县")
    return office


def briefing(office: Office, unit: str) -> PaperContent:
    with reading(office) as connection:
        return unit_briefing(connection, unit, JUNE, as_of=TODAY, today=TODAY)


def test_a_county_has_rank_change_tasks_projects_and_what_is_to_be_done_on_one_page(ready: Office) -> None:
    made = briefing(ready, "定国县")
    assert (made.audience, made.title) == ("全市领导干部大会", "定国县2026年6月招商引资工作简报")
    assert "列县区第1位，比上期第2位上升1位" in made.text
    figures, projects = (table for _, table in made.tables)
    assert figures.rows[0] == ("签约项目（个）", "24", "1", "4.17%", "欠时序4.17个百分点", figures.rows[0][-1])
    assert projects.rows[0] == ("ZS2026-00001 牙膏项目", "2026-06-03，12,000万元，占100%")
    assert "1. 签约项目欠时序4.17个百分点，距时序进度还差1个。" in made.text
    with reading(ready) as connection:
        assert len(pypdfium2.PdfDocument(paper_pdf(connection, made, None))) == 1


def test_a_leaders_goes_no_further_than_the_leader_may(ready: Office) -> None:
    assert briefing(ready, "周明远").audience == "市委常委会"


def test_who_is_not_there_has_none(ready: Office) -> None:
    with pytest.raises(Refused, match="没有“天外县”这个单位"):
        briefing(ready, "天外县")


@pytest.mark.parametrize(("group", "audience"), [("county", "全市领导干部大会"), ("leader", "市委常委会")])
def test_a_ranking_is_a_paper_of_its_group(ready: Office, group: str, audience: str) -> None:
    with reading(ready) as connection:
        made = ranking_paper(connection, rank(connection, JUNE, group, TODAY), today=TODAY)
        assert paper_pdf(connection, made, None).startswith(b"%PDF")
    assert made.audience == audience
    assert len(made.tables) == 2
