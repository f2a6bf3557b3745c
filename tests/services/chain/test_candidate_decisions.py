"""Candidates of a city in one list, and what was decided on them."""

from __future__ import annotations

import pytest

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.industry.knowledge import Verdict
from app.services.chain.candidate_decisions import decisions, decline_candidate, recruiting_units
from app.services.chain.chain_candidates import ListedCandidate, listed_candidates, projects_of_unit
from app.services.chain.chain_facts import load_chain
from app.services.chain.extension_letters import lead_of_code
from app.services.chain.extension_tasks import accept_candidate, tasks_of, void_task
from app.services.office.undo import last_act, undo
from tests.services.chain_office import settled
from tests.support import TODAY, reading, unit_id


def listed(office: Office, **asked: object) -> list[ListedCandidate]:
    with reading(office) as connection:
        return listed_candidates(load_chain(connection, TODAY), **asked)  # pyright: ignore[reportArgumentType]


def boxes(office: Office) -> ListedCandidate:
    return next(one for one in listed(office) if one.candidate.judgement.candidate == "2231")


@pytest.fixture
def food(office: Office) -> int:
    settled(office, "云河方便食品项目", "食品", wan=3000, county="云河县")
    return settled(office, "白塔方便食品项目", "食品", wan=9000)


def test_an_industry_speaks_once_by_its_largest_project(office: Office, food: int) -> None:
    one = boxes(office)
    assert one.candidate.origin.project_id == food
    assert one.others == 1
    codes = [other.candidate.judgement.candidate for other in listed(office)]
    assert len(codes) == len(set(codes))


def test_a_unit_sees_its_own_projects(office: Office, food: int) -> None:
    with reading(office) as connection:
        own = projects_of_unit(connection, unit_id(office, "云河县"))
    assert food not in own
    assert {one.candidate.origin.name for one in listed(office, projects=own)} == {"云河方便食品项目"}


def test_a_name_or_a_project_narrows_the_list(office: Office, food: int) -> None:
    settled(office, "沅江包装纸项目", "造纸", "22")
    assert {one.candidate.origin.name for one in listed(office, text="沅江")} == {"沅江包装纸项目"}
    assert {one.candidate.origin.project_id for one in listed(office, project_id=food)} == {food}


def test_rejections_come_last_and_scores_fall(office: Office, food: int) -> None:
    found = listed(office)
    rejected = [one.candidate.judgement.verdict is Verdict.REJECT for one in found]
    assert rejected == sorted(rejected)
    scores = [one.candidate.extension.score for one, off in zip(found, rejected, strict=True) if not off]
    assert scores == sorted(scores, reverse=True)


def test_the_unit_that_recruited_comes_first(office: Office, food: int) -> None:
    with reading(office) as connection:
        first, *others = recruiting_units(connection, food)
    assert (first.name, first.recruited) == ("定国县", True)
    assert not any(one.recruited for one in others)


def test_declining_needs_a_reason_and_no_task_that_stands(office: Office, food: int) -> None:
    county, one = unit_id(office, "定国县"), boxes(office).candidate
    with pytest.raises(Refused, match="理由"):
        decline_candidate(office, county, one, on=TODAY, by="", reason=" ")
    accept_candidate(office, county, one, on=TODAY, by="")
    with pytest.raises(Refused, match="已把"):
        decline_candidate(office, county, one, on=TODAY, by="", reason="不做")


def test_a_task_outweighs_what_was_declined_and_undo_leaves_nothing(office: Office, food: int) -> None:
    county, one = unit_id(office, "定国县"), boxes(office).candidate
    decline_candidate(office, county, one, on=TODAY, by="", reason="用量不够")
    with reading(office) as connection:
        assert decisions(connection)[food, "2231"].declined == "用量不够"
        assert tasks_of(connection) == []
    task = accept_candidate(office, county, one, on=TODAY, by="")
    with reading(office) as connection:
        assert decisions(connection)[food, "2231"].label == "任务：定国县"
    void_task(office, task, 1, "企业自己配套")
    with reading(office) as connection:
        assert decisions(connection)[food, "2231"].declined == "企业自己配套"


def test_what_an_undo_took_away_was_never_decided(office: Office, food: int) -> None:
    accept_candidate(office, unit_id(office, "定国县"), boxes(office).candidate, on=TODAY, by="")
    with reading(office) as connection:
        act = last_act(connection)
    assert act is not None
    undo(office, act.id)
    with reading(office) as connection:
        assert decisions(connection) == {}


def test_a_lead_is_found_by_name_or_code(office: Office, food: int) -> None:
    with reading(office) as connection:
        assert lead_of_code(connection, "白塔方便食品项目") == food
        with pytest.raises(Refused, match="没有项目"):
            lead_of_code(connection, "无此项目")
