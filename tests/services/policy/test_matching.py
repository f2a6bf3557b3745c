"""Matching on an office: facts as of a day, versions, grants that stand, 以商招商, who has not claimed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from app.models.office import Office
from app.models.tables import Enterprise, Industry, LeadingIndustry, Project, Referral
from app.rules.errors import OfficeError, Refused
from app.rules.money import WAN
from app.rules.policy.conditions import State
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage, verify_stage
from app.services.policy.grants import end_grant, grant, grants_of
from app.services.policy.matching import Answer, answer_for
from app.services.policy.papers.letters import by_year, decision_fields
from app.services.policy.policies import enter_version, version_on, versions
from app.services.policy.policy_facts import judge_leading, record_fact
from app.services.policy.referral_benefits import grant_referral, justify_tie
from app.services.policy.subjects import find_enterprise, find_project
from app.services.policy.unclaimed import unclaimed
from tests.support import reading, signed_project

JUNE, OCTOBER = dt.date(2026, 6, 10), dt.date(2026, 10, 8)


@pytest.fixture
def chemical(office: Office) -> int:
    """A project of 680 万元 in household chemicals, which lead since June."""
    return in_industry(office, signed_project(office, "洗涤用品项目", 680, JUNE), 1)


def in_industry(office: Office, project: int, industry: int) -> int:
    with office.change("归类") as change:
        change.get(Project, project).industry_id = industry
        if not change.session.query(LeadingIndustry).count():
            change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    return project


def ask(office: Office, project: int, on: dt.date = OCTOBER) -> Answer:
    with reading(office) as connection:
        name = connection.execute("SELECT name FROM project WHERE id = ?", (project,)).fetchone()[0]
        return answer_for(connection, find_project(connection, name), on)


def states(answer: Answer) -> dict[str, State]:
    return {one.match.clause.key: one.match.state for one in answer.clauses}


def reach(office: Office, project: int, stage: Stage, day: dt.date, amount: int | None = None) -> None:
    verify_stage(
        office, add_stage(office, project, stage, day), 1, by="李主任", on=day, evidence="证明", amount_fen=amount
    )


def test_what_is_missing_is_told_to_the_fen(office: Office, chemical: int) -> None:
    answer = ask(office, chemical)
    found = next(one.match for one in answer.clauses if one.match.clause.key == "leading_tax")
    assert (found.state, found.missing) == (State.COULD, ("认定投资额还差320万元",))
    json = answer.to_json()
    assert json["version"] == "2026-10-01"
    clause = json["clauses"][0]  # pyright: ignore[reportIndexIssue]
    assert {"clause", "verdict", "conditions", "benefit", "schedule"} <= set(clause)
    assert all({"fact", "required", "actual", "ok", "source"} <= set(line) for line in clause["conditions"])


def test_a_stage_counts_from_the_day_of_its_verification(office: Office) -> None:
    late = signed_project(office, "牙膏项目", 2000, JUNE, on=dt.date(2026, 6, 20))
    in_industry(office, late, 1)
    assert states(ask(office, late, dt.date(2026, 6, 19)))["leading_tax"] is State.COULD
    assert states(ask(office, late, dt.date(2026, 6, 20)))["leading_tax"] is State.YES


def test_a_signing_in_time_that_waits_for_its_verification_misses_no_deadline(office: Office) -> None:
    late = signed_project(office, "饮料项目", 6000, dt.date(2026, 9, 20), on=dt.date(2026, 12, 1))
    in_industry(office, late, 2)
    assert states(ask(office, late, dt.date(2026, 11, 20)))["other_tax"] is State.COULD
    assert states(ask(office, late, dt.date(2026, 12, 1)))["other_tax"] is State.YES
    after = signed_project(office, "果汁项目", 6000, dt.date(2026, 10, 20), on=dt.date(2026, 12, 1))
    in_industry(office, after, 2)
    assert states(ask(office, after, dt.date(2026, 11, 20)))["other_tax"] is State.NO


def test_entered_facts_hold_from_their_day_and_carry_their_paper(office: Office, chemical: int) -> None:
    record_fact(office, chemical, "设备投资", 180 * WAN, day=JUNE, source="发票1号")
    record_fact(office, chemical, "设备投资", 900 * WAN, day=OCTOBER, source="发票2号")
    with pytest.raises(Refused, match="不用在这里登记"):
        record_fact(office, chemical, "认定投资额", 1, day=JUNE, source="说明")
    with pytest.raises(Refused, match="依据"):
        record_fact(office, chemical, "设备投资", 1, day=JUNE, source=" ")
    answer = ask(office, chemical, dt.date(2026, 9, 1))
    before = next(one.match for one in answer.clauses if one.match.clause.key == "equipment")
    assert "设备投资还差320万元" in before.missing
    line = next(one for one in before.conditions if one.fact == "设备投资")
    assert (line.actual, line.source) == ("180万元", "发票1号")


def test_each_project_of_an_enterprise_is_told_its_own(office: Office, chemical: int) -> None:
    first = in_industry(office, signed_project(office, "香皂项目", 2000, JUNE), 1)
    second = in_industry(office, signed_project(office, "香皂二期", 3000, JUNE), 1)
    with office.change("归到一家") as change:
        owner = change.session.get_one(Project, first).enterprise_id
        for one in (second, chemical):
            change.session.get_one(Project, one).enterprise_id = owner
    with reading(office) as connection:
        answer = answer_for(connection, find_enterprise(connection, "香皂项目有限公司"), OCTOBER)
        told = decision_fields(answer)
        table = by_year(answer)
    tax = [(one.project, one.match.state) for one in answer.clauses if one.match.clause.key == "leading_tax"]
    assert sorted(tax[:2]) == [("香皂二期", State.YES), ("香皂项目", State.YES)]
    assert tax[2:] == [("洗涤用品项目", State.COULD)]
    assert [one.match.clause.key for one in answer.clauses].count("duties") == 1
    assert sum("香皂" in str(line) for line in told["适用"]) == 2
    assert table is not None
    assert {row[0] for row in table.rows} == {"第十三条（香皂项目）", "第十三条（香皂二期）"}


def test_a_project_is_judged_in_or_out_by_hand_with_name_and_reason(office: Office, chemical: int) -> None:
    with pytest.raises(Refused, match="认定人和理由"):
        judge_leading(office, chemical, leading=False, by="", reason="不是日化", day=JUNE)
    judge_leading(office, chemical, leading=False, by="李主任", reason="实为仓储", day=JUNE)
    assert states(ask(office, chemical))["leading_tax"] is State.NO


def test_without_any_leading_industry_on_record_the_fact_is_unknown(office: Office) -> None:
    project = signed_project(office, "某项目", 2000, JUNE)
    with office.change("归类") as change:
        change.get(Project, project).industry_id = 1
    found = next(one.match for one in ask(office, project).clauses if one.match.clause.key == "leading_tax")
    assert found.missing == ("主导产业未登记（要求是）",)


def test_what_was_granted_stands_when_the_measures_change(office: Office) -> None:
    project = in_industry(office, signed_project(office, "饮料项目", 6000, JUNE), 2)
    grant(office, project, "other_tax", paper="清招办函〔2026〕8号", on=dt.date(2026, 9, 1), today=dt.date(2026, 9, 1))
    source_version = ask(office, project, dt.date(2026, 9, 2))
    assert source_version.clauses[1].match.granted_by == "清招办函〔2026〕8号"
    later = ask(office, project, OCTOBER)
    assert [(one.policy, one.benefit.split("：")[0]) for one in later.grants] == [("2026-06-01", "一免一减半")]
    assert any("照旧执行至期满" in text for text in later.told)
    with pytest.raises(Refused, match="不能重复兑现"):
        grant(
            office, project, "other_tax", paper="清招办函〔2026〕9号", on=dt.date(2026, 9, 3), today=dt.date(2026, 9, 3)
        )


def test_a_grant_of_a_terminated_project_is_not_said_to_go_on(office: Office) -> None:
    project = in_industry(office, signed_project(office, "饮料项目", 6000, JUNE), 2)
    grant(office, project, "other_tax", paper="函8号", on=dt.date(2026, 9, 1), today=dt.date(2026, 9, 1))
    add_stage(office, project, Stage.TERMINATED, dt.date(2026, 9, 20), evidence="投资方退出")
    told = ask(office, project, OCTOBER).told
    assert not any("照旧执行" in text for text in told)
    assert any("（函8号）：项目已于2026-09-20终止，此后的年度不再享受" in text for text in told)
    assert not any("终止" in text for text in ask(office, project, dt.date(2026, 9, 19)).told)


def test_nothing_is_granted_without_entitlement_or_paper(office: Office, chemical: int) -> None:
    with pytest.raises(Refused, match="还差320万元"):
        grant(office, chemical, "leading_tax", paper="函1号", on=OCTOBER, today=OCTOBER)
    with pytest.raises(Refused, match="文号"):
        grant(office, chemical, "leading_tax", paper="", on=OCTOBER, today=OCTOBER)
    with pytest.raises(Refused, match="规定义务"):
        grant(office, chemical, "duties", paper="函1号", on=OCTOBER, today=OCTOBER)
    with pytest.raises(Refused, match="没有代号"):
        grant(office, chemical, "没有", paper="函1号", on=OCTOBER, today=OCTOBER)


def test_an_ended_grant_keeps_the_years_before_its_end(office: Office) -> None:
    project = in_industry(office, signed_project(office, "香皂项目", 2000, JUNE), 1)
    reach(office, project, Stage.STARTED, dt.date(2026, 7, 1), 2100 * WAN)
    key = grant(office, project, "leading_tax", paper="函1号", on=OCTOBER, today=OCTOBER)
    with pytest.raises(Refused, match="早于兑现"):
        end_grant(office, key, 1, on=JUNE, reason="迁出")
    end_grant(office, key, 1, on=dt.date(2028, 3, 1), reason="迁出本市")
    with reading(office) as connection:
        subject = find_project(connection, "香皂项目")
        (before,) = grants_of(connection, subject, dt.date(2028, 2, 29))
        (after,) = grants_of(connection, subject, dt.date(2028, 3, 1))
    assert [one.year for one in before.schedule] == [2027, 2028, 2029, 2030, 2031]
    assert [one.year for one in after.schedule] == [2027, 2028]


def test_who_is_entitled_and_has_not_claimed(office: Office) -> None:
    project = in_industry(office, signed_project(office, "洗衣粉项目", 2000, JUNE), 1)
    with reading(office) as connection:
        assert [(one.project_id, one.match.clause.key) for one in unclaimed(connection, OCTOBER)] == [
            (project, "leading_tax")
        ]
    grant(office, project, "leading_tax", paper="函1号", on=OCTOBER, today=OCTOBER)
    with reading(office) as connection:
        assert unclaimed(connection, OCTOBER) == []


def test_an_enterprise_left_out_since_is_told(office: Office) -> None:
    old = in_industry(office, signed_project(office, "旧厂项目", 3000, dt.date(2024, 2, 29)), 2)
    answer = ask(office, old)
    assert states(answer)["other_tax"] is State.NO
    assert any("现行办法不再列入" in text for text in answer.told)


def test_a_referrer_gets_its_share_and_cement_is_told_why(office: Office, chemical: int) -> None:
    brought = in_industry(office, signed_project(office, "香精香料项目", 2000, JUNE), 1)
    local = in_industry(office, signed_project(office, "利民牙膏项目", 3000, dt.date(2020, 1, 1)), 1)
    with office.change("引荐") as change:
        enterprise = change.session.get_one(Project, local).enterprise_id
        change.session.get_one(Enterprise, enterprise).is_local = True
        change.session.add(Referral(project_id=brought, enterprise_id=enterprise))
        change.session.add(Referral(project_id=chemical, enterprise_id=enterprise))
    justify_tie(office, enterprise, chemical, reason="共用检测中心", by="李主任", day=JUNE)
    with reading(office) as connection:
        answer = answer_for(connection, find_enterprise(connection, "利民牙膏项目有限公司"), OCTOBER)
    by_name = {one.project: one for one in answer.referral}
    assert by_name["香精香料项目"].state is State.YES
    assert [(one.year, one.rate) for one in by_name["香精香料项目"].schedule] == [(2027, 100), (2028, 50)]
    assert by_name["洗涤用品项目"].state is State.COULD
    assert any("书面论证：共用检测中心" in line.actual for line in by_name["洗涤用品项目"].conditions)
    with reading(office) as connection:
        referrer = find_enterprise(connection, "利民牙膏项目有限公司")
    with pytest.raises(Refused, match="还差320万元"):
        grant_referral(office, referrer, chemical, paper="函3号", on=OCTOBER, today=OCTOBER)
    grant_referral(office, referrer, brought, paper="函2号", on=OCTOBER, today=OCTOBER)
    with pytest.raises(Refused, match="兑现过了"):
        grant_referral(office, referrer, brought, paper="函2号", on=OCTOBER, today=OCTOBER)
    with reading(office) as connection:
        (kept,) = grants_of(connection, referrer, OCTOBER)
    assert (kept.referred_project_id, [one.year for one in kept.schedule]) == (brought, [2027, 2028])
    with office.change("改成水泥") as change:
        head = change.session.get_one(Project, local)
        cement = Industry(name="水泥建材", codes="30")
        change.session.add(cement)
        change.session.flush()
        head.industry_id, head.name, head.content = cement.id, "水泥项目", "水泥"
    with reading(office) as connection:
        answer = answer_for(connection, find_enterprise(connection, "利民牙膏项目有限公司"), OCTOBER)
    assert {one.state for one in answer.referral} == {State.NO}
    assert any("不享受引荐扶持" in text and "301" in text for text in answer.told)


@pytest.fixture
def referrer(office: Office, chemical: int) -> tuple[int, list[int]]:
    """A local enterprise in household chemicals that brought three signed projects; its id and theirs."""
    local = in_industry(office, signed_project(office, "利民牙膏项目", 3000, dt.date(2020, 1, 1)), 1)
    brought = [in_industry(office, signed_project(office, name, 2000, JUNE), 1) for name in ("1号", "2号", "3号")]
    with office.change("引荐") as change:
        enterprise = change.session.get_one(Project, local).enterprise_id
        change.session.get_one(Enterprise, enterprise).is_local = True
        change.session.add_all([Referral(project_id=one, enterprise_id=enterprise) for one in brought])
    for one in brought:
        justify_tie(office, enterprise, one, reason="共用检测中心", by="李主任", day=JUNE)
    return enterprise, brought


def of_referrer(office: Office, on: dt.date) -> Answer:
    with reading(office) as connection:
        return answer_for(connection, find_enterprise(connection, "利民牙膏项目有限公司"), on)


def grant_brought(office: Office, project: int, on: dt.date = OCTOBER) -> int:
    with reading(office) as connection:
        subject = find_enterprise(connection, "利民牙膏项目有限公司")
    return grant_referral(office, subject, project, paper=f"函{project}号", on=on, today=on)


def test_what_is_granted_for_referrals_never_overlaps_and_ends_with_the_project(
    office: Office, referrer: tuple[int, list[int]]
) -> None:
    _, (first, second, third) = referrer
    grant_brought(office, first)
    grant_brought(office, second)
    assert [[year.year for year in one.schedule] for one in of_referrer(office, OCTOBER).grants] == [
        [2027, 2028],
        [2029, 2030],
    ]
    add_stage(office, first, Stage.TERMINATED, dt.date(2026, 12, 1), evidence="终止通知")
    day = dt.date(2026, 12, 20)
    ended, kept = of_referrer(office, day).grants
    assert (ended.ended_on, ended.schedule) == (dt.date(2026, 12, 1), ())
    assert "终止" in ended.end_reason
    assert [year.year for year in kept.schedule] == [2029, 2030]
    told = of_referrer(office, day).told
    assert any("自2026-12-01起停止" in text for text in told)
    grant_brought(office, third, day)
    laid = [year.year for one in of_referrer(office, day).grants for year in one.schedule]
    assert sorted(laid) == [2027, 2028, 2029, 2030]


def test_a_grant_of_an_earlier_day_knows_those_of_later_days(office: Office, referrer: tuple[int, list[int]]) -> None:
    _, (first, second, _third) = referrer
    judge_leading(office, first, leading=False, by="李主任", reason="改作仓储", day=dt.date(2026, 11, 20))
    grant_brought(office, second, dt.date(2026, 12, 1))
    grant_brought(office, first, OCTOBER)
    found = of_referrer(office, dt.date(2026, 12, 1)).grants
    assert sorted(year.year for one in found for year in one.schedule) == [2027, 2028, 2029, 2030]


def test_years_after_production_stand_up_to_the_termination(office: Office, referrer: tuple[int, list[int]]) -> None:
    _, (first, *_) = referrer
    grant_brought(office, first)
    for stage, on in ((Stage.STARTED, dt.date(2026, 11, 1)), (Stage.IN_PRODUCTION, dt.date(2027, 2, 1))):
        reach(office, first, stage, on, 2000 * WAN)
    add_stage(office, first, Stage.TERMINATED, dt.date(2027, 9, 30), evidence="终止通知")
    before, after = (of_referrer(office, on).grants[0] for on in (dt.date(2027, 9, 29), dt.date(2027, 9, 30)))
    assert [year.year for year in before.schedule] == [2027, 2028]
    assert [year.year for year in after.schedule] == [2027]


def test_the_referral_clauses_own_bounds_hold_for_matching_and_granting(
    office: Office, referrer: tuple[int, list[int]], tmp_path: Path
) -> None:
    _, (first, *_) = referrer
    source = tmp_path / "v3.yaml"
    rule = {
        "when": {"fact": "年度税收", "at_least": "9亿元"},
        "benefit": {
            "kind": "referral",
            "tax": "企业所得税",
            "share": "市级留成部分",
            "map": [{"full": 3, "half": 2, "gives_full": 1, "gives_half": 1}],
        },
        "review": {"outcome": "有效", "paper": "审3号"},
    }
    new = {
        "amends": dt.date(2026, 10, 1),
        "title": "第三版",
        "valid_from": dt.date(2026, 12, 1),
        "changes": [{"key": "referral", "rule": rule}],
    }
    source.write_text(yaml.safe_dump(new, allow_unicode=True), "utf-8")
    enter_version(office, source, paper="清政发〔2026〕30号", reason="收紧")
    day = dt.date(2026, 12, 20)
    assert {one.state for one in of_referrer(office, day).referral} == {State.COULD}
    with pytest.raises(Refused, match="年度税收未登记"):
        grant_brought(office, first, day)


def test_on_a_day_without_measures_nothing_is_matched(office: Office, chemical: int) -> None:
    with pytest.raises(Refused, match="没有施行中的管理办法"):
        ask(office, chemical, dt.date(2018, 12, 31))


def test_a_version_is_entered_and_chosen_by_its_day(office: Office, tmp_path: Path) -> None:
    new = {
        "amends": dt.date(2026, 10, 1),
        "title": "第三版",
        "valid_from": dt.date(2027, 1, 1),
        "changes": [{"key": "equipment", "text": "不再补助设备。", "rule": None}],
    }
    source = tmp_path / "v3.yaml"
    source.write_text(yaml.safe_dump(new, allow_unicode=True), "utf-8")
    enter_version(office, source, paper="清政发〔2026〕30号", reason="财力所限")
    with reading(office) as connection:
        assert [one.version for one in versions(connection)] == ["2019-01-01", "2026-06-01", "2026-10-01", "2027-01-01"]
        clause = version_on(connection, dt.date(2027, 1, 1)).clause("equipment")
        assert clause is not None
        assert (clause.text, clause.rule) == ("不再补助设备。", None)
        assert version_on(connection, dt.date(2026, 12, 31)).version == "2026-10-01"
    with pytest.raises(OfficeError, match="2027-01-01起施行"):
        enter_version(office, source, paper="清政发〔2026〕31号", reason="重复")


def test_a_version_with_a_fault_is_refused_with_its_place(office: Office, tmp_path: Path) -> None:
    rule = {"when": {"fact": "天气", "is": "晴"}, "benefit": {"kind": "duty", "text": "无"}}
    new = {
        "amends": dt.date(2026, 10, 1),
        "valid_from": dt.date(2027, 1, 1),
        "title": "坏版本",
        "changes": [{"key": "duties", "rule": rule}],
    }
    source = tmp_path / "bad.yaml"
    source.write_text(yaml.safe_dump(new, allow_unicode=True), "utf-8")
    with pytest.raises(OfficeError, match="第十八条 when：没有“天气”这项事实"):
        enter_version(office, source, paper="号", reason="")


def test_a_name_that_fits_several_is_refused_with_the_names(office: Office) -> None:
    signed_project(office, "饮料一期", 600, JUNE)
    signed_project(office, "饮料二期", 600, JUNE)
    with reading(office) as connection:
        with pytest.raises(Refused, match=r"饮料一期.*饮料二期"):
            find_project(connection, "饮料")
        with pytest.raises(Refused, match="没有找到企业"):
            find_enterprise(connection, "没有这家")
        assert find_project(connection, "饮料一期").name == "饮料一期"


def test_nothing_is_granted_on_a_day_yet_to_come(office: Office) -> None:
    with pytest.raises(Refused, match="晚于今天"):
        grant(office, 1, "leading_tax", paper="函1号", on=OCTOBER, today=OCTOBER - dt.timedelta(days=1))
