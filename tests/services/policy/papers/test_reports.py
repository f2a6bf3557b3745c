"""Reports and lists of the measures on paper: what they say, that they hold the standard, how far they may go."""

from __future__ import annotations

import datetime as dt
import io

import pdfplumber
import pytest

from app.models.office import Office
from app.models.tables import Enterprise, Industry, LeadingIndustry, Project, Referral
from app.rules.errors import Refused
from app.rules.identity import check_character
from app.rules.money import WAN
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage, verify_stage
from app.services.papers.content import PaperContent
from app.services.papers.door import paper_pdf
from app.services.papers.way import draft_paper
from app.services.policy import bonus_claims
from app.services.policy.bonus_lists import claim_version, payments, set_budget
from app.services.policy.effects import CAUTION, effects
from app.services.policy.leading import choose, comparison
from app.services.policy.papers.effects import effects_paper
from app.services.policy.papers.leading import leading_report
from app.services.policy.papers.payments import budget_paper, payments_paper, recoveries_paper, yuan
from app.services.policy.papers.referrals import brought_paper
from app.services.ranking.province import Standing, set_standing
from tests.services.policy.papers.holding import printed
from tests.support import TODAY, reading, signed_project

JUNE = dt.date(2026, 6, 10)
NUMBER = "37010219800101123"


def sheets(office: Office, content: PaperContent) -> list[tuple[str, list[str]]]:
    """Return the text of each page, and the kinds of drawing on it."""
    with reading(office) as connection:
        pdf = paper_pdf(connection, content, None)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [
            (
                "".join((page.extract_text() or "").split()),
                [*(["line"] * len(page.lines)), *(["curve"] * len(page.curves))],
            )
            for page in document.pages
        ]


@pytest.fixture
def city(office: Office) -> Office:
    """Two projects of household chemicals, one of food, one of cement; a choice on record."""
    with office.change("水泥") as change:
        change.session.add(Industry(name="水泥建材", codes="301"))
    for name, wan, industry in (("洗涤", 2000, 1), ("牙膏", 6000, 1), ("饮料", 8000, 2), ("水泥", 50_000, 3)):
        project = signed_project(office, f"{name}项目", wan, JUNE)
        with office.change("归类") as change:
            change.get(Project, project).industry_id = industry
    return office


def compared(office: Office, *suppose: str, on: dt.date = TODAY) -> PaperContent:
    with reading(office) as connection:
        return leading_report(connection, comparison(connection, on), today=TODAY, suppose=suppose)


def test_the_comparison_is_printed_with_every_part_and_the_choice(city: Office) -> None:
    choose(
        city, ["日用化工"], from_day=dt.date(2026, 9, 1), by="市委常委会", reason="有基础，\n政策敏感。", today=TODAY
    )
    content = compared(city)
    text = printed(city, content)
    for aspect in ("现有基础", "链条完整", "政策敏感", "邻市错位", "增长势头"):
        assert aspect in text
    assert "水泥建材不列入建议：对优惠政策不敏感" in text
    assert "市委常委会选定日用化工为主导产业，自2026年9月1日起。理由：有基础，政策敏感。" in text
    assert "权重减20%" in text
    assert any("curve" in drawn or "line" in drawn for _, drawn in sheets(city, content))
    assert content.audience == "市级领导"


def test_a_supposed_choice_is_told_with_who_gains_and_loses(city: Office) -> None:
    with city.change("主导产业") as change:
        change.session.add(LeadingIndustry(industry_id=1, from_day=dt.date(2026, 6, 1)))
    text = printed(city, compared(city, "食品"))
    assert "以食品为主导产业" in text
    assert "（第十三条）增加1个：饮料项目；减少2个：洗涤项目" in text
    with pytest.raises(Refused, match="没有“航天”这个产业"):
        compared(city, "航天")


def test_before_there_are_measures_industries_are_compared_without_effects(city: Office) -> None:
    text = printed(city, compared(city, "食品", on=dt.date(2018, 6, 1)))
    assert "还没有施行中的管理办法，不计算影响" in text
    assert "可以享受的项目数" not in text


def test_a_report_that_names_a_leader_goes_no_further_than_the_committee(city: Office) -> None:
    choose(city, ["日用化工"], from_day=dt.date(2026, 9, 1), by="周明远", reason="有基础", today=TODAY)
    content = compared(city)
    assert content.audience == "市委常委会"
    assert "周明远选定" in printed(city, content)


def after(office: Office, as_of: dt.date = TODAY, months: int = 3) -> PaperContent:
    with reading(office) as connection:
        found = effects(connection, dt.date(2026, 6, 1), as_of, months=months)
        return effects_paper(connection, found, today=as_of)


def test_the_effects_are_a_paper_that_describes(city: Office) -> None:
    set_standing(city, Standing("2026-06", "清沅市", 3), today=TODAY)
    content = after(city)
    text = printed(city, content)
    assert "上年同月签约" in text
    assert "签约项目4个，其中超亿元项目1个，当月在全省列第3位" in text
    assert "".join(CAUTION.split()) in text
    assert any("line" in drawn for _, drawn in sheets(city, content))
    assert content.audience == "全市领导干部大会"


def test_many_months_go_on_to_further_pages(city: Office) -> None:
    content = after(city, dt.date(2027, 6, 1), 12)
    assert "2027年1月" in printed(city, content)


def test_a_month_that_is_not_over_is_marked(city: Office) -> None:
    text = printed(city, after(city, dt.date(2026, 8, 20)))
    assert "2026年8月还没有过完" in text
    assert "8月（未满）" in text
    assert "7月（未满）" not in text
    assert "未满" not in printed(city, after(city, dt.date(2026, 8, 31)))


def test_industries_that_were_recorded_without_a_choice_are_told_with_their_reason(city: Office) -> None:
    for number, (industry, day) in enumerate(((1, dt.date(2026, 6, 1)), (2, dt.date(2026, 8, 1))), start=1):
        with city.change("主导产业") as change:
            change.session.add(LeadingIndustry(industry_id=industry, from_day=day, reason=f"理由{number}。"))
    text = printed(city, compared(city))
    assert "现行主导产业为日用化工、食品" in text
    assert "日用化工自2026年6月1日起，理由：理由1；食品自2026年8月1日起，理由：理由2。" in text
    assert "没有登记由谁决定" in text


def claim(office: Office, project: int, names: tuple[str, ...]) -> int:
    """An approved claim on 签约 of a project that these people brought, one of them with a number."""
    for place, name in enumerate(names):
        number = f"{NUMBER}{check_character(NUMBER)}" if place == 0 else ""
        bonus_claims.register_referrer(
            office, project, name, on=dt.date(2026, 6, 1), today=dt.date(2026, 6, 1), id_number=number
        )
    with reading(office) as connection:
        referrals = [
            one for (one,) in connection.execute("SELECT id FROM referral WHERE project_id = ? ORDER BY id", (project,))
        ]
    if len(referrals) > 1:
        bonus_claims.agree_shares(office, project, [(one, 5000) for one in referrals], paper="协议")
    key = bonus_claims.claim(office, project, Stage.SIGNED, on=dt.date(2026, 7, 1), today=dt.date(2026, 7, 1))
    for act, by in ((bonus_claims.check, "王五"), (bonus_claims.approve, "赵六")):
        with reading(office) as connection:
            version = claim_version(connection, key)
        if act is bonus_claims.check:
            bonus_claims.check(
                office,
                key,
                version,
                by=by,
                on=dt.date(2026, 7, 1),
                today=dt.date(2026, 7, 1),
                notice_from=dt.date(2026, 7, 1),
            )
        else:
            bonus_claims.approve(office, key, version, by=by, on=dt.date(2026, 7, 20), today=dt.date(2026, 7, 20))
    return key


def pay_list(office: Office) -> PaperContent:
    with reading(office) as connection:
        return payments_paper(connection, payments(connection), today=TODAY)


def test_the_payment_list_lies_sideways_with_sums_masked_numbers_and_room_to_sign(office: Office) -> None:
    key = claim(office, signed_project(office, "牙膏项目", 12_000, JUNE), ("张三", "李四"))
    with reading(office) as connection:
        first = payments(connection)[0].referral_id
    bonus_claims.pay(
        office, key, first, on=dt.date(2026, 8, 1), today=dt.date(2026, 8, 1), tax_fen=490_000, receipt="收据1号"
    )
    content = pay_list(office)
    text = printed(office, content)
    (head, _), (_, _) = sheets(office, content)
    assert "共2笔，涉及项目1个、引荐人2个；其中1笔已经支付" in head
    assert "应付合计49,000.00元，代扣个人所得税4,900.00元，实付合计44,100.00元" in head
    assert all(step in head for step in ("经办", "审核", "财务审核", "批准"))
    table = dict(content.tables)["【发放表】"]
    assert table.turned
    assert table.heads[-1] == "领取人签名"
    assert table.rows[0][3] == "370*************" + (NUMBER + check_character(NUMBER))[-2:]
    assert NUMBER not in content.to_json()
    assert NUMBER not in text
    assert table.rows[-1][6:9] == ("49,000.00", "4,900.00", "44,100.00")
    assert content.audience == "市级领导"


def test_a_leader_who_referred_narrows_the_list(office: Office) -> None:
    claim(office, signed_project(office, "牙膏项目", 12_000, JUNE), ("周明远",))
    assert pay_list(office).audience == "市委常委会"


def test_a_list_survives_the_register(office: Office) -> None:
    claim(office, signed_project(office, "牙膏项目", 12_000, JUNE), ("张三",))
    content = pay_list(office)
    assert PaperContent.from_json(content.to_json()) == content
    assert draft_paper(office, content)


def test_what_was_paid_for_a_terminated_project_is_to_be_recovered(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 12_000, JUNE)
    key = claim(office, project, ("张三",))
    with reading(office) as connection:
        first = payments(connection)[0].referral_id
        with pytest.raises(Refused, match="没有要追回的引荐奖金"):
            recoveries_paper(connection, TODAY, today=TODAY)
    bonus_claims.pay(office, key, first, on=dt.date(2026, 8, 1), today=dt.date(2026, 8, 1))
    add_stage(office, project, Stage.TERMINATED, dt.date(2026, 9, 20), evidence="虚假项目")
    with reading(office) as connection:
        content = recoveries_paper(connection, TODAY, today=TODAY)
    text = printed(office, content)
    assert "应追回49,000.00元" in text
    table = dict(content.tables)["【发放表】"]
    assert table.rows[0][1:8] == ("牙膏项目", "张三", "49,000.00", "0.00", "49,000.00", "2026-09-20", "虚假项目")


def test_what_was_overpaid_after_the_investment_fell_stands_on_the_recovery_paper(office: Office) -> None:
    project = signed_project(office, "牙膏项目", 12_000, JUNE)
    key = claim(office, project, ("张三",))
    with reading(office) as connection:
        first = payments(connection)[0].referral_id
        stage, version = connection.execute("SELECT id, version FROM stage_event").fetchone()
    bonus_claims.pay(office, key, first, on=dt.date(2026, 8, 1), today=dt.date(2026, 8, 1))
    verify_stage(office, stage, version, by="李主任", on=TODAY, evidence="审计", amount_fen=1000 * WAN)
    with reading(office) as connection:
        content = recoveries_paper(connection, TODAY, today=TODAY)
    assert "认定撤销或认定投资额减少而多付的1个项目" in content.text
    assert dict(content.tables)["【发放表】"].rows[0][3:7] == ("49,000.00", "3,000.00", "46,000.00", "未终止")


def test_the_budget_is_set_against_what_is_due(office: Office) -> None:
    claim(office, signed_project(office, "牙膏项目", 12_000, JUNE), ("张三",))
    with reading(office) as connection:
        assert "尚未下达" in budget_paper(connection, 2026, TODAY, today=TODAY).text
    set_budget(office, 2026, 4 * WAN, paper="清财预〔2026〕3号")
    with reading(office) as connection:
        content = budget_paper(connection, 2026, TODAY, today=TODAY)
    text = printed(office, content)
    assert "预算4万元" in text
    assert "应付未付4.9万元" in text
    assert "预算还差0.9万元" in text
    assert "以后各阶段最多还要44.1万元" in text


def test_referrals_tell_who_brought_whom_and_why_not(city: Office) -> None:
    with reading(city) as connection, pytest.raises(Refused, match="没有登记企业引荐的项目"):
        brought_paper(connection, TODAY, today=TODAY)
    with city.change("引荐") as change:
        enterprise = change.session.query(Enterprise).filter_by(name="牙膏项目有限公司").one()
        change.session.add(Referral(project_id=4, enterprise_id=enterprise.id))
    with reading(city) as connection:
        content = brought_paper(connection, TODAY, today=TODAY)
    text = printed(city, content)
    assert "引荐项目的企业1家，引荐项目1个" in text
    (row,) = dict(content.tables)["【以商招商】"].rows
    assert row[:2] == ("牙膏项目有限公司", "水泥项目")
    assert "产业关联：未见关联，也没有书面论证" in row[6]


@pytest.mark.parametrize(("fen", "told"), [(0, "0.00"), (5, "0.05"), (123_456_789, "1,234,567.89")])
def test_amounts_in_yuan_keep_their_fen(fen: int, told: str) -> None:
    assert yuan(fen) == told
