"""The search: pinyin, traditional characters, amounts, and what is alike where nothing matches."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from app.models.office import Office
from app.rules.money import WAN
from app.services.dossiers.keeping import ProjectDraft, add_project, verify_stage
from app.services.dossiers.people import ContactDraft, save_contact
from app.services.dossiers.projects import ProjectFilter, project_ids, project_rows
from app.services.finding.everywhere import EverywhereIndex, projects_behind
from app.services.finding.search import SearchIndex, search_projects
from tests.support import TODAY, reading, signed_project

PROJECTS = (
    ("重庆东方牙膏项目", "重庆东方日化有限公司", 30_000),
    ("欣达精密轴承项目", "欣达轴承有限公司", 8000),
    ("厦门银行卡项目", "西安电子有限公司", 500),
)


@pytest.fixture
def filled(office: Office) -> Office:
    for name, enterprise, wan in PROJECTS:
        add_project(office, ProjectDraft(name, enterprise, investment_fen=wan * WAN), today=TODAY)
    return office


def found(office: Office, text: str) -> list[str]:
    with reading(office) as connection:
        index = SearchIndex.load(connection)
        ids = index.select(np.array(project_ids(connection, ProjectFilter(), "code", descending=False)), text)
        return [row.name[:2] for row in project_rows(connection, ids.tolist())]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("牙膏", ["重庆"]),
        ("yagao", ["重庆"]),
        ("yag", ["重庆"]),
        ("YAGAO", ["重庆"]),
        ("chongqing", ["重庆"]),
        ("zhongqing", ["重庆"]),
        ("cqdf", ["重庆"]),
        ("zqdf", ["重庆"]),
        ("xiamen", ["厦门"]),
        ("xi'an", ["厦门"]),
        ("yinhang", ["厦门"]),
        ("zhoucheng 精密", ["欣达"]),
        ("軸承", ["欣达"]),
        ("廈門銀行", ["厦门"]),
        ("ＺＳ2026-00002", ["欣达"]),
        ("超亿", ["重庆"]),
        (">5000万", ["重庆", "欣达"]),
        ("5000万-1亿", ["欣达"]),
        ("<1000 银行", ["厦门"]),
        ("<1000 牙膏", []),
        ("水泥", []),
        ("shuini", []),
    ],
)
def test_a_project_is_found_however_it_is_typed(filled: Office, typed: str, names: list[str]) -> None:
    assert found(filled, typed) == names


def test_the_recognised_investment_decides_what_is_over_a_yi(office: Office) -> None:
    project = signed_project(office, "轴承", 12_000, dt.date(2026, 6, 3), verified=False)
    assert found(office, "超亿") == ["轴承"]
    verify_stage(office, 1, 1, by="李主任", on=TODAY, evidence="投资合同", amount_fen=9000 * WAN)
    assert found(office, "超亿") == []
    with reading(office) as connection:
        assert project_ids(connection, ProjectFilter(text="超亿")) == []
        assert project_ids(connection, ProjectFilter(text="<1亿")) == [project]


@pytest.mark.parametrize("typed", ["心达轴成", "欣达轴乘", "欣达精秘轴承项目", "欣达金密抽承"])
def test_typos_find_what_sounds_or_looks_alike(filled: Office, typed: str) -> None:
    with reading(filled) as connection:
        ids, alike = search_projects(connection, project_ids(connection, ProjectFilter()), typed)
        assert alike
        assert [row.name for row in project_rows(connection, ids[:1])] == ["欣达精密轴承项目"]


def test_nonsense_finds_nothing_and_what_matches_is_not_called_alike(filled: Office) -> None:
    with reading(filled) as connection:
        everything = project_ids(connection, ProjectFilter())
        assert search_projects(connection, everything, "氢能飞机场") == ([], True)
        ids, alike = search_projects(connection, everything, "轴承")
        assert (len(ids), alike) == (1, False)


def test_the_list_by_sql_finds_words_and_amounts_too(filled: Office) -> None:
    with reading(filled) as connection:
        assert len(project_ids(connection, ProjectFilter(text="项目 >5000万"))) == 2


def test_enterprises_people_and_units_are_found_in_the_same_box(filled: Office) -> None:
    with reading(filled) as connection:
        firm = connection.execute("SELECT id FROM enterprise WHERE name LIKE '欣达%'").fetchone()[0]
    save_contact(filled, firm, ContactDraft("欧阳锋", post="总经理", phone="13900000001"))
    with reading(filled) as connection:
        index = EverywhereIndex.load(connection)
        for typed, kind, name in (
            ("欧阳", "contact", "欧阳锋"),
            ("ouyangfeng", "contact", "欧阳锋"),
            ("oyf", "contact", "欧阳锋"),
            ("13900000001", "contact", "欧阳锋"),
            ("周明", "unit", "周明远"),
            ("週明遠", "unit", "周明远"),
            ("xdzc", "enterprise", "欣达轴承有限公司"),
        ):
            assert (kind, name) in [(hit.kind, hit.name) for hit in index.find(typed)], typed
        (person,) = index.find("欧阳锋")
        assert [row.name for row in project_rows(connection, projects_behind(connection, person))] == [
            "欣达精密轴承项目"
        ]
        assert index.find("欧") == []
        assert index.find("超亿") == []
