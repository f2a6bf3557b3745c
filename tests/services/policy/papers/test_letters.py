"""The decision letter and the bonus notice: what is given, what is not and why, and what is never promised."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.models.office import Office
from app.models.tables import Enterprise, Industry, LeadingIndustry, Project, Referral
from app.rules.errors import Refused
from app.rules.facts import TAX_HIGH, TAX_LOW
from app.rules.money import WAN
from app.rules.policy.benefits import YearRate
from app.rules.policy.conditions import State
from app.rules.policy.document import Outcome
from app.rules.policy.referral import Passed
from app.rules.stages import Stage
from app.services.dossiers.keeping import verify_stage
from app.services.papers.content import TO_FILL, PaperContent
from app.services.papers.plain_text import plain_text
from app.services.papers.templates import save_template, template
from app.services.policy import bonus_claims
from app.services.policy.bonus_lists import claim_version, payments
from app.services.policy.grants import Granted, grant
from app.services.policy.matching import Answer, answer_for
from app.services.policy.papers.letters import bonus_paper, by_year, decision_paper
from app.services.policy.policy_facts import record_fact
from app.services.policy.subjects import find_enterprise, find_project
from tests.services.policy.papers.holding import printed
from tests.support import TODAY, reading, signed_project

JUNE = dt.date(2026, 6, 10)


@pytest.fixture
def chemical(office: Office) -> str:
    """A project of 1,200 万元 in household chemicals, which lead."""
    key = signed_project(office, "洗涤用品项目", 1200, JUNE)
    with office.change("归类") as change:
        change.get(Project, key).industry_id = 1
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    return "洗涤用品项目"


def ask(office: Office, name: str, on: dt.date = TODAY) -> Answer:
    with reading(office) as connection:
        return answer_for(connection, find_project(connection, name), on)


def letter(office: Office, answer: Answer, **inputs: str) -> PaperContent:
    with reading(office) as connection:
        return decision_paper(office, connection, answer, today=TODAY, inputs=inputs)


def part(text: str, number: str) -> str:
    """Return one of the four parts of the letter."""
    after = text.partition(f"\n{number}、")[2]
    for one in "二三四":
        after = after.partition(f"\n{one}、")[0]
    return after


def test_a_letter_tells_what_is_given_what_is_missing_and_what_is_not(office: Office, chemical: str) -> None:
    content = letter(office, ask(office, chemical))
    text = printed(office, content)
    assert "第十三条（主导产业项目的扶持）" in part(content.text, "一")
    assert "三免两减半" in part(content.text, "一")
    assert "起始年度为假定" in part(content.text, "一")
    assert "第十五条（设备补助）" in part(content.text, "二")
    assert "第十四条（其他产业项目的扶持）。属于主导产业" in part(content.text, "三")
    assert "2027年2028年2029年2030年2031年" in text
    assert "100%100%100%50%50%" in text
    assert content.recipients[0].name == content.addressees
    assert TO_FILL not in content.text


def test_a_letter_is_told_as_plain_text_with_its_table(office: Office, chemical: str) -> None:
    lines = plain_text(letter(office, ask(office, chemical))).splitlines()
    assert lines[:2] == ["招商引资优惠政策兑现告知书", "洗涤用品项目有限公司："]
    assert "第十三条\t100%\t100%\t100%\t50%\t50%" in lines
    assert "【分年表】" not in lines
    assert lines[-1] == "2026年10月8日"


def test_a_clause_under_review_is_never_promised(office: Office, chemical: str) -> None:
    content = letter(office, ask(office, chemical))
    assert "标准厂房" not in part(content.text, "一") + part(content.text, "二")
    assert "第十七条（标准厂房）。" in part(content.text, "三")
    answer = ask(office, chemical)
    doubted = tuple(replace(one, match=replace(one.match, promised=False)) for one in answer.clauses)
    doubtful = letter(office, replace(answer, clauses=doubted))
    assert "三免两减半" not in doubtful.text
    assert part(doubtful.text, "二").endswith("没有。")
    assert "不作承诺" in part(doubtful.text, "三")
    assert not doubtful.tables


def test_referrals_are_promised_only_while_their_clause_is_in_force(office: Office, chemical: str) -> None:
    answer = ask(office, chemical)
    given = Passed("洗涤用品项目", State.YES, (), "一免一减半", (YearRate(2028, 100),), False, None, "")
    told = letter(office, replace(answer, referral=(given,)))
    assert "以商招商（引荐洗涤用品项目）。一免一减半，2028年" in part(told.text, "一")
    clauses = tuple(
        replace(one, rule=replace(one.rule, review=Outcome.UNDER_REVIEW)) if one.rule else one
        for one in answer.measures.clauses
    )
    waiting = replace(answer, referral=(given,), measures=replace(answer.measures, clauses=clauses))
    assert "一免一减半" not in letter(office, waiting).text
    assert "以商招商（引荐洗涤用品项目）。本条正在公平竞争审查" in part(letter(office, waiting).text, "三")


def test_an_estimate_stands_by_year_and_as_an_estimate(office: Office, chemical: str) -> None:
    project = ask(office, chemical).subject.id
    for fact, wan in ((TAX_LOW, 100), (TAX_HIGH, 200)):
        record_fact(office, project, fact, wan * WAN, day=TODAY, source="测算表")
    table = by_year(ask(office, chemical))
    assert table is not None
    assert table.rows[1][:2] == ("估算（万元）", "100—200")
    assert table.rows[1][-1] == "50—100"
    assert "不作承诺" in table.note


def test_what_was_granted_stands_with_its_paper(office: Office) -> None:
    key = signed_project(office, "食品加工项目", 6000, JUNE)
    with office.change("归类") as change:
        change.get(Project, key).industry_id = 2
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    grant(office, key, "other_tax", paper="清招办〔2026〕30号", on=dt.date(2026, 7, 1), today=dt.date(2026, 7, 1))
    content = letter(office, ask(office, "食品加工项目"))
    assert "清招办〔2026〕30号" in part(content.text, "四")
    assert "照旧执行至期满" in part(content.text, "四")
    (_, table) = content.tables[0]
    assert any("2026-06-01版第十四条" in row[0] or row[0] == "第十四条" for row in table.rows)
    printed(office, content)


def test_with_a_grant_alone_the_letter_says_nothing_new_and_then_the_years(office: Office, chemical: str) -> None:
    answer = ask(office, chemical)
    grant(office, answer.subject.id, "leading_tax", paper="函1号", on=TODAY, today=TODAY)
    answer = ask(office, chemical)
    left_out = tuple(replace(one, match=replace(one.match, state=State.NO)) for one in answer.clauses)
    told = part(letter(office, replace(answer, clauses=left_out)).text, "一")
    assert "没有新的可以享受的扶持" in told
    assert "按兑现文件继续执行" in told
    assert "没有可以享受的扶持" not in told
    assert "分年安排如下" in told


def test_a_granted_referral_stands_in_the_table_once_with_its_paper(office: Office, chemical: str) -> None:
    answer = ask(office, chemical)
    years = (YearRate(2028, 100), YearRate(2029, 50))
    given = Passed(chemical, State.YES, (), "一免一减半", years, False, None, "已兑现", 7)
    kept = Granted(1, None, 7, "2026-06-01", "referral", "第二十一条", "一免一减半", years, "函7号", TODAY, None, "", 1)
    told = replace(answer, referral=(given,), grants=(kept,))
    table = by_year(told)
    assert table is not None
    assert [row[0] for row in table.rows if row[2:4] == ("100%", "50%")] == ["2026-06-01版第二十一条（函7号）"]
    assert "已按函7号兑现" in part(letter(office, told).text, "一")


def test_cement_is_told_that_it_gets_nothing_and_why(office: Office) -> None:
    key = signed_project(office, "水泥构件项目", 9000, JUNE)
    with office.change("归类") as change:
        cement = Industry(name="水泥建材", codes="30")
        change.session.add(cement)
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
        change.session.flush()
        change.get(Project, key).industry_id = cement.id
    content = letter(office, ask(office, "水泥构件项目", JUNE))
    assert "没有可以享受的扶持" in part(content.text, "一")
    assert "不属于主导产业" in part(content.text, "三")
    assert "不在本条支持的范围内" in part(content.text, "三")
    printed(office, content)


def test_an_enterprise_is_told_what_its_referrals_give(office: Office, chemical: str) -> None:
    with office.change("引荐") as change:
        old = change.session.query(Enterprise).first()
        assert old is not None
        change.session.add(Referral(project_id=1, enterprise_id=old.id))
        name = old.name
    with reading(office) as connection:
        answer = answer_for(connection, find_enterprise(connection, name), TODAY)
    content = letter(office, answer)
    assert f"以商招商（引荐{chemical}）" in content.text
    assert content.addressees == name


def test_the_offices_own_template_is_used(office: Office, chemical: str) -> None:
    source = template(office.folder, "政策兑现告知书").source.replace("现将结果告知如下", "谨将结果函告如下")
    save_template(office, "政策兑现告知书", source, TODAY)
    content = letter(office, ask(office, chemical), 联系人="李文", 电话="0000-1")
    assert "谨将结果函告如下" in content.text
    assert "（联系人：李文，电话：0000-1）" in content.text


@pytest.fixture
def claim(office: Office) -> int:
    """An approved claim on 签约, shared by two."""
    key = signed_project(office, "牙膏项目", 12_000, JUNE)
    for name in ("张三", "李四"):
        bonus_claims.register_referrer(office, key, name, on=dt.date(2026, 6, 1), today=dt.date(2026, 6, 1))
    with reading(office) as connection:
        referrals = [one for (one,) in connection.execute("SELECT id FROM referral ORDER BY id")]
    bonus_claims.agree_shares(office, key, [(one, 5000) for one in referrals], paper="协议")
    number = bonus_claims.claim(office, key, Stage.SIGNED, on=dt.date(2026, 7, 1), today=dt.date(2026, 7, 1))
    with reading(office) as connection:
        version = claim_version(connection, number)
    bonus_claims.check(
        office,
        number,
        version,
        by="王五",
        on=dt.date(2026, 7, 1),
        today=dt.date(2026, 7, 1),
        notice_from=dt.date(2026, 7, 1),
    )
    return number


def approve(office: Office, number: int) -> int:
    """Approve a claim; return the id of its first referrer."""
    with reading(office) as connection:
        version = claim_version(connection, number)
    bonus_claims.approve(office, number, version, by="赵六", on=dt.date(2026, 7, 20), today=dt.date(2026, 7, 20))
    with reading(office) as connection:
        return payments(connection)[0].referral_id


def notice(office: Office, number: int, referral: int) -> PaperContent:
    with reading(office) as connection:
        return bonus_paper(office, connection, number, referral, today=TODAY)


def test_a_bonus_notice_tells_the_working_and_the_share(office: Office, claim: int) -> None:
    referral = approve(office, claim)
    text = printed(office, notice(office, claim, referral))
    assert "49万元" in text
    assert "本阶段奖励4.9万元" in text
    assert "本次兑现（税前）2.45万元" in text
    assert "您的份额50%" in text
    assert "领取办法" in text


def test_a_paid_bonus_tells_tax_and_net(office: Office, claim: int) -> None:
    referral = approve(office, claim)
    bonus_claims.pay(
        office, claim, referral, on=dt.date(2026, 8, 1), today=dt.date(2026, 8, 1), tax_fen=490_000, receipt="收据1号"
    )
    text = printed(office, notice(office, claim, referral))
    assert "代扣个人所得税0.49万元" in text
    assert "实付1.96万元" in text
    assert "已于2026年8月1日转账支付" in text


def test_no_approval_no_notice(office: Office, claim: int) -> None:
    with pytest.raises(Refused, match="还没有批准"):
        notice(office, claim, 1)


def test_a_supplement_is_explained_by_what_was_settled_before(office: Office, claim: int) -> None:
    referral = approve(office, claim)
    assert "补差" not in printed(office, notice(office, claim, referral))
    day = dt.date(2026, 8, 1)
    with reading(office) as connection:
        parts = [one.referral_id for one in payments(connection)]
        project, stage = connection.execute("SELECT project_id, id FROM stage_event").fetchone()
        (version,) = connection.execute("SELECT version FROM stage_event").fetchone()
    for one in parts:
        bonus_claims.pay(office, claim, one, on=day, today=day)
    verify_stage(office, stage, version, by="李主任", on=day, evidence="审计", amount_fen=20_000 * WAN)
    more = bonus_claims.claim(office, project, Stage.SIGNED, on=day, today=day)
    bonus_claims.check(office, more, 1, by="王五", on=day, today=day, notice_from=day)
    last = dt.date(2026, 8, 20)
    bonus_claims.approve(office, more, 2, by="赵六", on=last, today=last)
    text = printed(office, notice(office, more, referral))
    assert "补差：按现认定投资额应得8.9万元，此前已定4.9万元，本次4万元" in text
    assert "本次兑现（税前）2万元" in text
    verify_stage(office, stage, version + 1, by="李主任", on=last, evidence="复核", amount_fen=12_000 * WAN)
    with pytest.raises(Refused, match="须重新申请（认定投资额变了或者项目终止），不能发兑现通知"):
        notice(office, more, referral)
