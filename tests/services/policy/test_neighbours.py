"""Neighbouring cities: records with their history, conflicts in leading industries and chain, conditions of copies."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models.office import Office
from app.models.tables import Industry, LeadingIndustry, Project
from app.rules.errors import Conflict, Refused
from app.rules.industry.knowledge import Verdict
from app.services.chain.chain_candidates import listed_candidates
from app.services.chain.chain_facts import load_chain
from app.services.office.undo import last_act, undo
from app.services.policy.leading import comparison
from app.services.policy.neighbour_records import (
    CopyDraft,
    CourtedDraft,
    IndustryDraft,
    Kind,
    copy_lines,
    courted_lines,
    end_industry,
    industry_lines,
    save_copy,
    save_courted,
    save_industry,
    void_record,
)
from app.services.policy.neighbours import (
    chain_conflicts,
    conflicts,
    copy_states,
    courted,
    courted_projects,
    neighbours,
)
from tests.support import reading, signed_project

JUNE, TODAY = dt.date(2026, 6, 1), dt.date(2026, 9, 1)
JULY = dt.date(2026, 7, 1)


@pytest.fixture
def city(office: Office) -> Office:
    """Household chemicals lead and are here; cement is a third industry."""
    with office.change("水泥") as change:
        change.session.add(Industry(name="水泥建材", codes="301"))
        change.session.add(LeadingIndustry(industry_id=1, from_day=JUNE))
    project = signed_project(office, "洗涤项目", 2000, dt.date(2026, 6, 10))
    with office.change("归类") as change:
        change.get(Project, project).industry_id = 1
    return office


def washing(city: Office, last: dt.date | None = None) -> int:
    return save_industry(city, Kind.PURSUIT, IndustryDraft("春来市", "洗涤用品", "2681", JUNE, last, "报纸"))


def copied(city: Office, condition: str = "不做日用化工") -> int:
    return save_copy(city, CopyDraft("春来市", JUNE, JUNE, condition, "省商务厅"))


def test_conflicts_and_copies_are_told(city: Office) -> None:
    washing(city, dt.date(2026, 8, 31))
    save_industry(city, Kind.AGREEMENT, IndustryDraft("春来市", "水泥建材", "301", JUNE, None, "省商务厅"))
    copied(city)
    with reading(city) as connection:
        (one,) = neighbours(connection, TODAY)
        assert (one.pursues, [line.industry for line in one.reserved]) == ((), ["水泥建材"])
        assert one.copies[0].condition == "不做日用化工"
        assert conflicts(connection, TODAY) == []
        found = conflicts(connection, JULY)
        assert [one.kind for one in found] == ["重叠", "照抄"]
        assert found[1].text.endswith("不做日用化工；现做日用化工，已违反")
        cement = next(one for one in comparison(connection, TODAY).scored if one.figures.name == "水泥建材")
        assert cement.figures.reserved_by == ("春来市",)


def test_a_copy_stands_to_its_condition_as_of_the_day(city: Office) -> None:
    key = copied(city)
    washing(city, dt.date(2026, 8, 31))
    with reading(city) as connection:
        assert copy_states(connection, JULY)[key] == ("已违反", "日用化工")
        assert copy_states(connection, TODAY)[key] == ("未违反", "")


def test_a_reserved_or_pursued_candidate_of_the_chain_is_told_once_per_city(city: Office) -> None:
    signed_project(city, "年产66万件精密铸件项目", 9000, dt.date(2026, 6, 10))
    with reading(city) as connection:
        assert chain_conflicts(connection, JULY) == []
        drawn = [one.candidate for one in listed_candidates(load_chain(connection, JULY))]
    wanted = next(one for one in drawn if one.judgement.verdict is not Verdict.REJECT)
    refused = next(one for one in drawn if one.judgement.verdict is Verdict.REJECT)
    for city_name, one in (("春来市", wanted), ("南浦市", refused)):
        code = one.judgement.candidate
        save_industry(city, Kind.AGREEMENT, IndustryDraft(city_name, one.candidate_name, code, JUNE))
    with reading(city) as connection:
        found = chain_conflicts(connection, JULY)
    assert [(one.city, one.industry, one.kind) for one in found if one.industry == wanted.candidate_name] == [
        ("春来市", wanted.candidate_name, "保留")
    ]
    assert refused.candidate_name not in [one.industry for one in found]


def test_what_neighbours_do_is_checked(city: Office) -> None:
    with pytest.raises(Refused, match="行业代码“日化”不对"):
        save_industry(city, Kind.PURSUIT, IndustryDraft("春来市", "日化", "日化", JUNE))
    with pytest.raises(Refused, match="早于起始日期"):
        save_industry(city, Kind.AGREEMENT, IndustryDraft("春来市", "日化", "268", TODAY, JUNE))
    with pytest.raises(Refused, match="约定的条件"):
        copied(city, " ")
    with pytest.raises(Refused, match="没有自2020-01-01起施行的版本"):
        save_copy(city, CopyDraft("春来市", JUNE, dt.date(2020, 1, 1), "不做日化"))


def test_a_record_is_corrected_at_the_version_read(city: Office) -> None:
    key = washing(city)
    with reading(city) as connection:
        (line,) = industry_lines(connection, Kind.PURSUIT)
    right = IndustryDraft("春来市", "洗涤用品", "268", JUNE, None, "省通报")
    assert save_industry(city, Kind.PURSUIT, right, key=key, version=line.version) == key
    with reading(city) as connection:
        assert [(one.codes, one.told) for one in industry_lines(connection, Kind.PURSUIT)] == [("268", "省通报")]
    with pytest.raises(Conflict):
        save_industry(city, Kind.PURSUIT, right, key=key, version=line.version)


def test_a_pursuit_ends_on_its_last_day_and_ending_can_be_taken_back(city: Office) -> None:
    key = washing(city)
    end_industry(city, Kind.PURSUIT, key, JULY)
    with reading(city) as connection:
        (line,) = industry_lines(connection, Kind.PURSUIT)
        assert [line.state(day) for day in (dt.date(2026, 5, 31), JULY, TODAY)] == ["未开始", "有效", "已结束"]
        assert conflicts(connection, JULY)
        assert conflicts(connection, TODAY) == []
        act = last_act(connection)
    assert act is not None
    undo(city, act.id)
    with reading(city) as connection:
        assert conflicts(connection, TODAY)


def test_ending_is_refused_before_the_first_day_and_for_what_has_no_last_day(city: Office) -> None:
    key = washing(city)
    with pytest.raises(Refused, match="早于起始日期"):
        end_industry(city, Kind.PURSUIT, key, dt.date(2026, 5, 31))
    with pytest.raises(Refused, match="没有截止日期"):
        end_industry(city, Kind.COPY, copied(city), JULY)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_voided_record_is_no_longer_listed_and_needs_a_reason(city: Office, kind: Kind) -> None:
    keys = {
        Kind.PURSUIT: washing(city),
        Kind.AGREEMENT: save_industry(city, Kind.AGREEMENT, IndustryDraft("春来市", "水泥", "301", JUNE)),
        Kind.COPY: copied(city),
        Kind.COURTED: save_courted(city, CourtedDraft(1, "春来市", JUNE)),
    }

    def listed() -> dict[Kind, int]:
        with reading(city) as connection:
            return {
                Kind.PURSUIT: len(industry_lines(connection, Kind.PURSUIT)),
                Kind.AGREEMENT: len(industry_lines(connection, Kind.AGREEMENT)),
                Kind.COPY: len(copy_lines(connection)),
                Kind.COURTED: len(courted_lines(connection)),
            }

    with pytest.raises(Refused, match="作废要写明原因"):
        void_record(city, kind, keys[kind], " ")
    void_record(city, kind, keys[kind], "记错")
    assert listed() == {one: 0 if one is kind else 1 for one in Kind}


def test_a_target_courted_by_a_neighbour_is_marked_once_per_city(city: Office) -> None:
    save_courted(city, CourtedDraft(1, "春来市", JUNE, "对方给地"))
    save_courted(city, CourtedDraft(1, "南浦市", TODAY))
    with pytest.raises(Refused, match="已经标明春来市也在争取"):
        save_courted(city, CourtedDraft(1, "春来市", TODAY))
    with reading(city) as connection:
        assert courted(connection, JUNE) == {1: "春来市"}
        assert courted(connection, TODAY) == {1: "春来市、南浦市"}
        assert [name for _, name, _ in courted_projects(connection, TODAY)] == ["洗涤项目"]
        assert courted_lines(connection, 1)[1].words == "春来市也在争取（2026-06-01，对方给地）"
