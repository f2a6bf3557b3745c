"""The measures printed as a paper of the office: every clause, the review that is still to come, what was changed."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.services.papers.content import PaperContent
from app.services.papers.way import draft_paper
from app.services.policy.papers.measures import measures_paper
from app.services.policy.policies import version_on
from tests.services.policy.papers.holding import printed
from tests.support import TODAY, reading

JUNE, OCTOBER = dt.date(2026, 6, 30), dt.date(2026, 10, 31)


def paper(office: Office, on: dt.date) -> PaperContent:
    with reading(office) as connection:
        return measures_paper(office, connection, on, today=TODAY)


def test_every_clause_stands_in_the_paper_under_its_chapter(office: Office) -> None:
    text = printed(office, paper(office, JUNE))
    with reading(office) as connection:
        measures = version_on(connection, JUNE)
    assert "第一章任务与考核" in text
    for one in measures.clauses:
        assert f"{one.number}（{one.title}）{one.text[:6]}" in text
    assert "关于印发" in text
    assert "自2026年6月1日起施行" in text


def test_a_clause_under_review_is_told_as_not_to_be_promised(office: Office) -> None:
    assert "其中第十七条（标准厂房）的公平竞争审查尚未完成" in paper(office, JUNE).text


def test_a_revision_says_what_it_amends(office: Office) -> None:
    content = paper(office, OCTOBER)
    text = printed(office, content)
    assert "以2026年6月1日起施行的" in text
    assert "修改了第十四条、第十五条、第二十四条" in text
    assert "修改前：主导产业项目一次性购置生产设备达到五百万元" in text
    assert "修改后：主导产业项目一次性购置生产设备达到八百万元" in text
    assert "照旧执行至期满" in text
    assert "【附件】修改前后的条文" not in paper(office, JUNE).text


def test_the_version_before_is_named_where_it_is_replaced(office: Office) -> None:
    assert "同时停止执行" not in paper(office, OCTOBER).text


def test_no_measures_in_force_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="没有施行中的管理办法"):
        paper(office, dt.date(2001, 1, 1))


def test_the_paper_goes_into_the_register(office: Office) -> None:
    assert draft_paper(office, paper(office, OCTOBER))
