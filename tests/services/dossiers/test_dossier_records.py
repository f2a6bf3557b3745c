"""People, visits, problems, who worked at a project, its way between units, its timeline; acts on many at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.models.office import Office
from app.rules.errors import Conflict, Refused
from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.dossiers.dossier_view import load_dossier
from app.services.dossiers.groups import add_note, set_industry
from app.services.dossiers.handling import add_handling, add_transfer, handling_of, transfers_of, void_transfer
from app.services.dossiers.offers import OfferDraft, export_offers, offers, save_offer, set_taken, void_offer
from app.services.dossiers.people import ContactDraft, contacts_of, save_contact, void_contact
from app.services.dossiers.problems import ProblemDraft, problems_of, save_problem, solve_problem, void_problem
from app.services.dossiers.projects import ProjectFilter, project_ids
from app.services.dossiers.timeline import timeline
from app.services.dossiers.visits import VisitDraft, finish_next_step, save_visit, visits_of, void_visit
from app.services.finding.saved_filters import remove_filter, save_filter, saved_filters
from app.services.office.undo import last_act, undo
from tests.support import TODAY, reading, signed_project, unit_id

JUNE = dt.date(2026, 6, 3)


@pytest.fixture
def project(office: Office) -> int:
    return signed_project(office, "牙膏项目", 500, JUNE)


def test_a_visit_keeps_its_next_step_until_it_is_taken(office: Office, project: int) -> None:
    draft = VisitDraft(JUNE, "来访", "王芳", "欧阳锋", "看了两块地", "带方案回访", dt.date(2026, 6, 20))
    visit = save_visit(office, project, draft)
    finish_next_step(office, visit, 1, dt.date(2026, 6, 18))
    with pytest.raises(Refused, match="已在2026-06-18完成"):
        finish_next_step(office, visit, 2, TODAY)
    with reading(office) as connection:
        (line,) = visits_of(connection, project)
        history = load_dossier(connection, project).history
    assert (line.next_step, line.next_done_on) == ("带方案回访", dt.date(2026, 6, 18))
    assert any(one.what == "走访·下一步完成" for one in history)
    void_visit(office, visit, 2, "记错项目")
    with reading(office) as connection:
        assert visits_of(connection, project) == ()


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (VisitDraft(JUNE, summary=" "), "谈了什么"),
        (VisitDraft(JUNE, summary="谈", next_step="回访"), "要有时间"),
        (VisitDraft(JUNE, summary="谈", next_day=JUNE), "做什么"),
        (VisitDraft(JUNE, summary="谈", next_step="回访", next_day=dt.date(2026, 6, 2)), "早于"),
    ],
)
def test_half_a_visit_is_refused(office: Office, project: int, draft: VisitDraft, told: str) -> None:
    with pytest.raises(Refused, match=told):
        save_visit(office, project, draft)


def test_two_who_edit_one_visit_do_not_overwrite_each_other(office: Office, project: int) -> None:
    visit = save_visit(office, project, VisitDraft(JUNE, summary="谈"))
    save_visit(office, project, VisitDraft(JUNE, summary="谈了地价"), visit_id=visit, version=1)
    with pytest.raises(Conflict):
        save_visit(office, project, VisitDraft(JUNE, summary="谈了电价"), visit_id=visit, version=1)


def test_a_problem_has_who_solves_it_and_how_it_was_solved(office: Office, project: int) -> None:
    for draft, told in (
        (ProblemDraft("", "市工信局", JUNE), "什么问题"),
        (ProblemDraft("缺用地指标", " ", JUNE), "由谁解决"),
        (ProblemDraft("缺用地指标", "市工信局", JUNE, dt.date(2026, 6, 1)), "早于"),
    ):
        with pytest.raises(Refused, match=told):
            save_problem(office, project, draft)
    first = save_problem(office, project, ProblemDraft("缺用地指标", "市工信局", JUNE, dt.date(2026, 7, 1)))
    save_problem(office, project, ProblemDraft("用电", "云河县", JUNE, dt.date(2026, 6, 20)))
    with pytest.raises(Refused, match="怎么解决"):
        solve_problem(office, first, 1, TODAY, "")
    solve_problem(office, first, 1, TODAY, "调剂 50 亩")
    with reading(office) as connection:
        lines = problems_of(connection, project)
    assert [(line.what, line.solution) for line in lines] == [("用电", ""), ("缺用地指标", "调剂 50 亩")]
    void_problem(office, lines[0].id, 1, "不是问题")
    with reading(office) as connection:
        assert len(problems_of(connection, project)) == 1


def test_people_hang_on_the_enterprise(office: Office, project: int) -> None:
    with reading(office) as connection:
        firm = load_dossier(connection, project).enterprise_id
    with pytest.raises(Refused, match="姓名"):
        save_contact(office, firm, ContactDraft(" "))
    person = save_contact(office, firm, ContactDraft("欧阳锋", "总经理"))
    save_contact(office, firm, ContactDraft("欧阳锋", "董事长"), contact_id=person, version=1)
    with reading(office) as connection:
        assert [(one.name, one.post) for one in contacts_of(connection, firm)] == [("欧阳锋", "董事长")]
    void_contact(office, person, 2, "已离职")
    with reading(office) as connection:
        assert contacts_of(connection, firm) == ()


def test_the_way_between_units_goes_on_from_where_it_is(office: Office, project: int) -> None:
    commerce, county = unit_id(office, "市商务局"), unit_id(office, "定国县")
    with pytest.raises(Refused, match="从哪个单位流转"):
        add_transfer(office, project, "流转", JUNE, county)
    add_transfer(office, project, "首谈", JUNE, commerce)
    with pytest.raises(Refused, match="首谈单位已经登记"):
        add_transfer(office, project, "首谈", JUNE, county)
    with pytest.raises(Refused, match="早于上一步"):
        add_transfer(office, project, "交办", dt.date(2026, 6, 1), county)
    with pytest.raises(Refused, match="已经在"):
        add_transfer(office, project, "流转", TODAY, commerce)
    last = add_transfer(office, project, "交办", dt.date(2026, 6, 10), county, paper="清招办〔2026〕1号")
    with reading(office) as connection:
        way = [(step.kind, step.from_unit, step.to_unit) for step in transfers_of(connection, project)]
    assert way == [("首谈", "", "市商务局"), ("交办", "市商务局", "定国县")]
    void_transfer(office, last, 1, "登记错误")
    with reading(office) as connection:
        assert len(transfers_of(connection, project)) == 1


def test_who_really_worked_at_it_stands_beside_the_credit(office: Office, project: int) -> None:
    with pytest.raises(Refused, match="经办人"):
        add_handling(office, project, " ")
    with pytest.raises(Refused, match="早于开始"):
        add_handling(office, project, "王芳", from_day=TODAY, to_day=JUNE)
    add_handling(office, project, "王芳", unit="市招商办", work="全程陪同", from_day=JUNE)
    with reading(office) as connection:
        (line,) = handling_of(connection, project)
        assert (line.person, line.work, line.from_day) == ("王芳", "全程陪同", JUNE)
        assert [credit.unit for credit in load_dossier(connection, project).credits] == ["定国县"]


def test_the_timeline_tells_all_of_it_the_latest_first(office: Office, project: int) -> None:
    save_visit(office, project, VisitDraft(JUNE, "洽谈", summary="谈地价", next_step="回访", next_day=TODAY))
    add_transfer(office, project, "首谈", dt.date(2026, 5, 1), unit_id(office, "市商务局"))
    with reading(office) as connection:
        moments = timeline(connection, project, TODAY)
    told = [(moment.kind, moment.what) for moment in moments]
    assert told[0] == ("下一步", "回访")
    assert moments[0].is_plan
    assert told[-1] == ("流转", "首谈：市商务局")
    assert {("阶段", "签约"), ("认定", "签约经李主任认定"), ("走访", "洽谈：谈地价")} <= set(told)


def test_an_act_on_many_is_one_step_to_undo(office: Office, project: int) -> None:
    other = signed_project(office, "香皂项目", 300, JUNE)
    assert set_industry(office, [project, other], 1) == 2
    assert add_note(office, [project, other], "请补合同") == 2
    assert add_note(office, [project], "已补") == 1
    with reading(office) as connection:
        assert load_dossier(connection, project).note == "请补合同\n已补"
    with pytest.raises(Refused, match="没有需要改动"):
        set_industry(office, [project, other], 1)
    with pytest.raises(Refused, match="填写"):
        add_note(office, [project], " ")
    for _ in range(3):
        with reading(office) as connection:
            act = last_act(connection)
        assert act is not None
        undo(office, act.id)
    with reading(office) as connection:
        dossiers = [load_dossier(connection, one) for one in (project, other)]
    assert [(one.industry_id, one.note) for one in dossiers] == [(None, ""), (None, "")]


def test_a_filter_is_saved_by_name_and_read_as_it_was(office: Office) -> None:
    wanted = ProjectFilter(
        text="超亿", stage=Stage.SIGNED, county=1, period=Period.parse("2026-01..2026-06"), unverified=True
    )
    key = save_filter(office, " 上半年超亿 ", wanted)
    assert save_filter(office, "上半年超亿", wanted) == key
    with pytest.raises(Refused, match="名字"):
        save_filter(office, "", wanted)
    with pytest.raises(Refused, match="没有设任何筛选"):
        save_filter(office, "全部", ProjectFilter())
    with reading(office) as connection:
        (kept,) = saved_filters(connection)
    assert (kept.name, kept.wanted) == ("上半年超亿", wanted)
    remove_filter(office, kept.id, kept.version)
    with reading(office) as connection:
        assert saved_filters(connection) == []


def test_unverified_projects_are_listed(office: Office, project: int) -> None:
    waiting = signed_project(office, "香皂项目", 300, JUNE, verified=False)
    with reading(office) as connection:
        assert project_ids(connection, ProjectFilter(unverified=True)) == [waiting]


def test_offers_are_listed_for_an_investor_without_those_taken(office: Office, tmp_path: Path) -> None:
    county = unit_id(office, "定国县")
    with pytest.raises(Refused, match="名称"):
        save_offer(office, OfferDraft(" "))
    with pytest.raises(Refused, match="面积要大于 0"):
        save_offer(office, OfferDraft("东区地块", area_cmu=0))
    land = save_offer(office, OfferDraft("东区地块", "地块", county, site="东区一路", area_cmu=12_050))
    food = save_offer(office, OfferDraft("预制菜产业园", industry_id=2))
    save_offer(office, OfferDraft("日化产业园", industry_id=1))
    with reading(office) as connection:
        assert [one.name for one in offers(connection, industry=2)] == ["预制菜产业园", "东区地块"]
        assert [one.name for one in offers(connection, county=county)] == ["东区地块"]
    set_taken(office, food, 1, TODAY)
    with reading(office) as connection:
        lines = offers(connection)
        assert [one.name for one in offers(connection, free_only=True, industry=2)] == ["东区地块"]
    path = tmp_path / "清单.xlsx"
    export_offers(lines, path, investor="欣达集团", city="清沅市", today=TODAY, units=())
    cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert cells[0][0] == "清沅市推介项目清单（致欣达集团）"
    assert {row[1] for row in cells} >= {"日化产业园", "东区地块"}
    assert not any("预制菜" in str(cell) for row in cells for cell in row)
    assert any(120.5 in row for row in cells)
    void_offer(office, land, 1, "已收储")
    with reading(office) as connection:
        rest = [one for one in offers(connection) if one.taken_on]
    with pytest.raises(Refused, match="没有可以推介"):
        export_offers(rest, path, investor="", city="清沅市", today=TODAY, units=())
