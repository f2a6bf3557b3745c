"""What the enterprises here could draw, as the office asks it: by enterprise, project, unit, letter and target."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.knowledge import Verdict
from app.rules.periods import Period
from app.rules.stages import Stage
from app.services.chain.chain_facts import load_chain
from app.services.chain.extending import (
    MATCH,
    Candidate,
    LetterDraft,
    candidates,
    candidates_of_project,
    judge_target,
    letters_for,
)
from app.services.dossiers.keeping import ProjectDraft, add_stage
from tests.services.chain_office import JUNE, industry_id, settled
from tests.support import TODAY, reading


def asked(
    office: Office,
    *,
    on: dt.date = TODAY,
    include_rejected: bool = True,
    enterprise: str = "",
    project: str = "",
    unit: str = "",
) -> list[Candidate]:
    with reading(office) as connection:
        return candidates(
            connection,
            on=on,
            enterprise=enterprise,
            project=project,
            unit=unit,
            include_rejected=include_rejected,
        )


def verdict(found: list[Candidate], code: str) -> str:
    return next(one.judgement.verdict.value for one in found if one.judgement.candidate == code)


@pytest.fixture
def chain(office: Office) -> Office:
    settled(office, "白塔方便食品项目", "食品", enterprise="白塔食品有限公司")
    settled(office, "沅江包装纸项目", "造纸", "22", enterprise="沅江纸业有限公司")
    return office


def test_a_food_factory_draws_packaging_and_a_paper_mill_does_not(chain: Office) -> None:
    assert verdict(asked(chain, enterprise="白塔食品有限公司"), "2231") == "recommend"
    assert verdict(asked(chain, enterprise="沅江纸业有限公司"), "2231") == "reject"


def test_a_large_user_of_boxes_makes_boxes_possible_for_the_paper_mill(chain: Office) -> None:
    settled(chain, "大食品方便食品项目", "食品", wan=60_000)
    assert verdict(asked(chain, enterprise="沅江纸业有限公司"), "2231") == "possible"


def test_packaging_does_not_draw_food(chain: Office) -> None:
    settled(chain, "顺达纸箱项目", "包装", "2231/2319/2926")
    rejected = {one.judgement.candidate for one in asked(chain, enterprise="顺达纸箱") if one.extension.score == 0}
    assert {"1439", "1371", "145"} <= rejected


def test_rejections_are_told_only_when_asked(chain: Office) -> None:
    told = asked(chain, enterprise="沅江纸业有限公司", include_rejected=False)
    assert told
    assert all(one.judgement.verdict is not Verdict.REJECT for one in told)


def test_every_reason_is_one_sentence_that_names_the_enterprise(chain: Office) -> None:
    for one in asked(chain):
        assert one.reason.startswith(one.origin.enterprise)
        assert one.reason.endswith("。")
        assert one.reason.count("。") == 1


def test_only_verified_projects_that_are_not_terminated_draw(chain: Office) -> None:
    settled(chain, "未认定牙膏项目", "日用化工", verified_on=None)
    ended = settled(chain, "退出牙膏项目", "日用化工")
    add_stage(chain, ended, Stage.TERMINATED, dt.date(2026, 7, 1), evidence="企业撤回投资")
    for name in ("未认定牙膏项目", "退出牙膏项目"):
        with pytest.raises(Refused, match="没有已认定签约"):
            asked(chain, project=name)
    assert asked(chain, project="退出牙膏项目", on=dt.date(2026, 6, 30))


def test_the_day_asked_decides_who_was_here(chain: Office) -> None:
    assert asked(chain, on=JUNE)
    assert asked(chain, on=JUNE - dt.timedelta(days=1)) == []


def test_a_project_is_mapped_by_its_product_and_the_broad_code_is_said(chain: Office) -> None:
    settled(chain, "云河年产3万吨牙膏项目", "日用化工", enterprise="云河食品机械有限公司")
    settled(chain, "某某二期项目", "日用化工", enterprise="某某集团")
    narrow, broad = asked(chain, project="云河年产3万吨牙膏项目")[0], asked(chain, project="某某二期项目")[0]
    assert (narrow.origin.codes, narrow.origin.narrow) == (("2683",), True)
    assert (broad.origin.codes, broad.origin.narrow) == (("268",), False)
    assert "只按大类判断" in broad.reason


def test_an_industry_filed_under_an_older_edition_is_recognised(office: Office) -> None:
    settled(office, "某某二期项目", "日用化学", "267", enterprise="某某集团")
    assert asked(office)[0].origin.codes == ("268",)


@pytest.mark.parametrize(
    "name, enterprise, codes",
    [
        ("某某牙膏项目", "某某集团", ("2683",)),
        ("某某二期项目", "大江纸业有限公司", ("2221",)),
        ("某某食品产业园", "某某集团", ("13", "14", "15")),
        ("某某二期项目", "某某集团", ()),
    ],
)
def test_a_project_without_industry_is_known_by_words(
    office: Office, name: str, enterprise: str, codes: tuple[str, ...]
) -> None:
    settled(office, name, "未分类", enterprise=enterprise)
    with reading(office) as connection:
        assert load_chain(connection, TODAY).origins[0].codes == codes


def test_a_dossier_asks_for_its_own_candidates(chain: Office) -> None:
    with reading(chain) as connection:
        loaded = load_chain(connection, TODAY)
    own = candidates_of_project(loaded, loaded.origins[0].project_id)
    assert {one.origin.project_id for one in own} == {loaded.origins[0].project_id}
    assert candidates_of_project(loaded, 999) == []


def test_a_product_outside_the_filed_industry_is_not_trusted(chain: Office) -> None:
    project = settled(chain, "甲乙轴承项目", "食品")
    with reading(chain) as connection:
        origin = next(one for one in load_chain(connection, TODAY).origins if one.project_id == project)
    assert (origin.codes, origin.narrow) == (("14",), False)


def test_the_national_table_is_told_as_evidence_where_it_speaks(chain: Office) -> None:
    told = {(one.origin.codes[0], one.judgement.candidate): one.evidence for one in asked(chain)}
    assert "造纸和纸制品占饮料投入2.5%" in told["1439", "2231"]  # the rule's own words
    assert "植物油加工品占方便食品投入的5.36%" in told["1439", "1331"]
    assert told["2221", "7723"] == ""


def test_who_is_here_already_is_to_be_matched(chain: Office) -> None:
    settled(chain, "顺达纸箱项目", "包装", "2231/2319/2926")
    boxes = next(one for one in asked(chain, enterprise="白塔食品") if one.judgement.candidate == "2231")
    assert (boxes.hint, boxes.extension.here) == (MATCH, 1)


def test_leading_industries_and_neighbours_count_in_the_score(chain: Office) -> None:
    from app.models.tables import LeadingIndustry, NeighbourReservation

    def score() -> float:
        found = asked(chain, enterprise="白塔食品")
        return next(one.extension.score for one in found if one.judgement.candidate == "2231")

    plain = score()
    packaging = industry_id(chain, "包装", "2231")
    with chain.change("确定主导产业") as change:
        change.session.add(LeadingIndustry(industry_id=packaging, from_day=JUNE))
    assert score() == pytest.approx(plain + 20)
    with chain.change("邻市") as change:
        change.session.add(NeighbourReservation(city="春来市", industry="包装", codes="223/2926", from_day=JUNE))
    assert score() == pytest.approx(plain)


def letters(office: Office, period: str = "2026-06") -> dict[str, LetterDraft]:
    with reading(office) as connection:
        return {one.unit: one for one in letters_for(connection, Period.parse(period), TODAY)}


def test_each_recruiting_unit_gets_one_letter_project_by_project(chain: Office) -> None:
    settled(chain, "云河牙膏项目", "日用化工", county="云河县")
    drafts = letters(chain)
    assert {unit: [one.name for one in draft.projects] for unit, draft in drafts.items()} == {
        "定国县": ["白塔方便食品项目", "沅江包装纸项目"],
        "云河县": ["云河牙膏项目"],
    }
    assert letters(chain, "2026-07") == {}


def test_a_letter_gives_up_to_three_directions_and_says_what_not_to_chase(chain: Office) -> None:
    _, paper = letters(chain)["定国县"].projects
    assert 1 <= len(paper.directions) <= 3
    assert all(one.judgement.verdict is not Verdict.REJECT for one in paper.directions)
    assert [one.extension.score for one in paper.directions] == sorted(
        (one.extension.score for one in paper.directions), reverse=True
    )
    assert "2231" in {one.judgement.candidate for one in paper.avoid}
    assert all(one.judgement.verdict is Verdict.REJECT and one.reason for one in paper.avoid)


def test_a_letter_speaks_without_the_numbers_of_rules(chain: Office) -> None:
    settled(chain, "云河光伏组件项目", "新能源", "3825", county="云河县")
    for draft in letters(chain).values():
        for project in draft.projects:
            for one in (*project.directions, *project.avoid):
                assert "规则" not in one.reason
                assert "推断" not in one.reason
                assert one.reason.startswith(project.enterprise)
                assert one.reason.endswith("。")
                assert one.reason.count("。") == 1


def test_a_target_that_a_rule_rejects_is_told_why(chain: Office) -> None:
    machinery = industry_id(chain, "食品机械", "3531")
    with reading(chain) as connection:
        packing = judge_target(connection, ProjectDraft("新纸箱厂项目", "新来有限公司"), TODAY)
        machines = judge_target(connection, ProjectDraft("灌装机项目", "新来有限公司", industry_id=machinery), TODAY)
    assert packing.verdict is Verdict.RECOMMEND
    assert not packing.needs_reason
    assert (machines.rule, machines.needs_reason) == ("N05", True)


def test_packaging_is_rejected_where_there_is_only_a_paper_mill(office: Office) -> None:
    settled(office, "沅江包装纸项目", "造纸", "22", enterprise="沅江纸业有限公司")
    with reading(office) as connection:
        told = judge_target(connection, ProjectDraft("新纸箱厂项目", "新来有限公司"), TODAY)
    assert (told.verdict, told.rule, told.needs_reason) == (Verdict.REJECT, "N01", True)
    assert "沅江纸业有限公司" in told.reason


def test_a_second_factory_of_an_industry_is_not_called_a_rival(chain: Office) -> None:
    with reading(chain) as connection:
        told = judge_target(connection, ProjectDraft("新方便食品项目", "新来有限公司"), TODAY)
    assert told.rule != "N22"


@pytest.mark.parametrize("name", ["神秘项目", "光伏电站项目"])
def test_where_nothing_is_known_nothing_is_said(chain: Office, name: str) -> None:
    with reading(chain) as connection:
        told = judge_target(connection, ProjectDraft(name, "新来有限公司"), TODAY)
    assert told.verdict is None
    assert told.reason.endswith("。")


def test_a_unit_is_asked_by_its_name(chain: Office) -> None:
    settled(chain, "云河牙膏项目", "日用化工", county="云河县")
    assert {one.origin.name for one in asked(chain, unit="云河县")} == {"云河牙膏项目"}
    with pytest.raises(Refused, match="没有“天上县”"):
        asked(chain, unit="天上县")
