"""The page 奖金: the whole way of a bonus in the window, each step refused by the service's reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDoubleSpinBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage
from app.services.policy.bonus_claims import register_referrer
from app.ui.context import AppContext
from app.ui.policy import PolicyTab
from app.ui.policy.bonus import BUDGET, LISTS, PROJECT, WORKLIST, BonusPage
from app.ui.policy.tab import BONUS
from tests.gui.conftest import settle
from tests.gui.policy_office import fill, texts
from tests.services.policy.bonus_office import paid_out, recognise
from tests.support import signed_project

SIGNED = dt.date(2026, 6, 10)
NUMBER = "11010519491231002X"


@pytest.fixture
def project(context: AppContext) -> int:
    return signed_project(context.office, "日化项目", 100_000, SIGNED)


@pytest.fixture
def tab(qtbot: QtBot, context: AppContext) -> PolicyTab:
    made = PolicyTab(context)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def page(qtbot: QtBot, tab: PolicyTab, project: int) -> BonusPage:
    found = tab.show_section(BONUS)
    assert isinstance(found, BonusPage)
    found.show_project(project)
    settle(qtbot)
    return found


def register(page: BonusPage, name: str, **more: str) -> None:
    page.project.register.click()
    fill(page.project.dialog, 姓名=name, 登记日期="2026-06-01", 依据="登记表", **more)


def two(page: BonusPage) -> None:
    for name in ("石大山", "郭晓峰"):
        register(page, name)
    page.project.agree.click()
    fill(page.project.dialog, 依据="分配协议")


def test_two_agree_on_halves_and_their_sum_is_shown_while_typing(page: BonusPage) -> None:
    register(page, "石大山")
    register(page, "郭晓峰")
    assert texts(page.project.share_rows)[0][1] == "50%（未商定）"
    page.project.agree.click()
    form = page.project.dialog
    assert form is not None
    one, other = (box for box in form.findChildren(QDoubleSpinBox))
    one.setValue(60)
    assert not form.go.isEnabled()
    other.setValue(40)
    assert "写明分配协议" in fill(form).fault.text()
    one.setValue(50)
    other.setValue(50)
    fill(form, 依据="分配协议")
    assert [row[1] for row in texts(page.project.share_rows)] == ["50%", "50%"]
    assert [row[3] for row in texts(page.project.share_rows)] == ["5万元", "5万元"]
    assert "= 100万元" in page.project.head.text()


def test_the_whole_way_from_claim_to_receipt(page: BonusPage, context: AppContext) -> None:
    two(page)
    bar = page.project.bar
    assert texts(page.project.stage_rows)[0][5:] == ["可申请", "申请"]
    bar.claim.click()
    fill(bar.dialog, 申请日期="2026-09-01")
    assert texts(page.project.stage_rows)[0][5] == "待审核"
    bar.check.click()
    assert "写明审核人" in fill(bar.dialog).fault.text()
    fill(bar.dialog, 审核人="李萍", 审核日期="2026-09-01", 公示开始="2026-09-02")
    assert "公示2026-09-02至2026-09-08" in page.project.told.text()
    bar.approve.click()
    assert "不能是审核人" in fill(bar.dialog, 批准人="李萍").fault.text()
    assert "期满以后" in fill(bar.dialog, 批准人="赵主任", 批准日期="2026-09-08").fault.text()
    fill(bar.dialog, 批准日期="2026-09-09")
    assert texts(page.project.stage_rows)[0][5:] == ["待支付", "支付2人"]
    bar.pay.click()
    assert "不能多于奖金" in fill(bar.dialog, 代扣税="6").fault.text()
    fill(bar.dialog, 代扣税="1")
    bar.pay.click()
    fill(bar.dialog, 签收="收据2号")
    assert texts(page.project.stage_rows)[0][4:] == ["10万元", "已支付", "补1人签收"]
    assert not bar.void.isEnabled(), "what was paid is not voided"
    bar.receipt.click()
    fill(bar.dialog, 签收="收据1号")
    assert texts(page.project.stage_rows)[0][6] == "已办结"
    assert "扣税1万元，收据1号" in page.project.told.text()


def test_a_claim_is_voided_with_a_reason(page: BonusPage) -> None:
    two(page)
    bar = page.project.bar
    bar.claim.click()
    fill(bar.dialog)
    bar.void.click()
    assert "原因" in fill(bar.dialog).fault.text()
    fill(bar.dialog, 原因="填错")
    assert texts(page.project.stage_rows)[0][5] == "可申请"


def test_a_doubtful_identity_is_let_pass_by_two_people(page: BonusPage) -> None:
    register(page, "吴志强", 身份="公职人员")
    assert texts(page.project.stage_rows)[0][5] == "暂不能申请"
    bar = page.project.bar
    bar.claim.click()
    assert "要求核实" in fill(bar.dialog).fault.text()
    page.project.waive.click()
    assert "同一个人" in fill(page.project.dialog, 经办人="李萍", 复核人="李萍", 理由="业余时间引荐").fault.text()
    fill(page.project.dialog, 复核人="赵主任")
    assert texts(page.project.stage_rows)[0][5] == "可申请"
    assert "已复核（李萍、赵主任：业余时间引荐）" in texts(page.project.share_rows)[0]


def test_an_identity_number_is_hidden_on_screen_and_when_copied(page: BonusPage) -> None:
    page.project.register.click()
    form = page.project.dialog
    assert form is not None
    (line,) = (one for one in form.findChildren(QLineEdit) if one.accessibleName() == "身份证号")
    assert line.echoMode() is QLineEdit.EchoMode.PasswordEchoOnEdit
    assert "末位校验" in fill(form, 姓名="石大山", 身份证号=NUMBER[:-1] + "1", 登记日期="2026-06-01").fault.text()
    fill(form, 身份证号=NUMBER)
    assert texts(page.project.share_rows)[0][6] == "110*************2X"
    page.project.shares.selectAll()
    page.project.shares.copy()
    assert NUMBER[6:14] not in QGuiApplication.clipboard().text()


def test_the_worklist_leads_from_claim_to_project(qtbot: QtBot, page: BonusPage) -> None:
    two(page)
    page.views.choose(WORKLIST)
    settle(qtbot)
    work = page.worklist
    assert [row[0] for row in texts(work.rows)] == ["可申请"]
    work.bar.claim.click()
    fill(work.bar.dialog)
    settle(qtbot)
    assert [row[0] for row in texts(work.rows)] == ["待审核"]
    work.step.setCurrentText("已支付")
    assert work.rows.rowCount() == 0
    work.step.setCurrentText("现在可办")
    assert work.rows.rowCount() == 1
    work.project.click()
    assert page.views.current() == PROJECT
    assert page.project.head.text().startswith("日化项目")


def pay_first(page: BonusPage) -> None:
    two(page)
    bar = page.project.bar
    bar.claim.click()
    fill(bar.dialog, 申请日期="2026-09-01")
    bar.check.click()
    fill(bar.dialog, 审核人="李萍", 审核日期="2026-09-01", 公示开始="2026-09-01")
    bar.approve.click()
    fill(bar.dialog, 批准人="赵主任", 批准日期="2026-09-09")
    bar.pay.click()
    fill(bar.dialog, 支付日期="2026-09-10", 签收="收据1号")


def test_the_lists_are_shown_exported_and_recovered(
    qtbot: QtBot,
    page: BonusPage,
    context: AppContext,
    project: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pay_first(page)
    page.views.choose(LISTS)
    lists = page.lists
    assert [(row[2], row[8]) for row in texts(lists.payment_rows)] == [("石大山", "2026-09-10"), ("郭晓峰", "待付")]
    lists.unpaid.setChecked(True)
    assert [row[2] for row in texts(lists.payment_rows)] == ["郭晓峰"]
    target = tmp_path / "支付.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    lists.export_button.click()
    settle(qtbot)
    assert "郭晓峰" in [cell.value for row in load_workbook(target).worksheets[0].rows for cell in row]
    assert lists.recovery_rows.rowCount() == 0
    add_stage(context.office, project, Stage.TERMINATED, dt.date(2026, 9, 20), evidence="虚假项目")
    context.data_changed.emit()
    settle(qtbot)
    assert [row[2:6] + row[7:] for row in texts(lists.recovery_rows)] == [
        ["石大山", "5万元", "0万元", "5万元", "虚假项目"]
    ]
    target = tmp_path / "追回.xlsx"
    lists.export_recoveries_button.click()
    settle(qtbot)
    assert 50_000 in [cell.value for row in load_workbook(target).worksheets[0].rows for cell in row]


def test_the_budget_is_set_and_shown_by_stage_and_quarter(qtbot: QtBot, page: BonusPage) -> None:
    pay_first(page)
    page.views.choose(BUDGET)
    settle(qtbot)
    budget = page.budget
    assert "预算未下达" in budget.told.text()
    budget.set_button.click()
    assert "金额要大于0" in fill(budget.dialog).fault.text()
    fill(budget.dialog, 金额="8", 文号="清财预1号")
    settle(qtbot)
    assert "还差2万元" in budget.short.text()
    assert texts(budget.rows)[0] == ["签约", "5万元", "5万元", "0万元"]
    assert texts(budget.rows)[-1] == ["合计", "5万元", "5万元", "90万元"]
    assert "全年已付5万元、应付未付5万元、预计90万元" in budget.chart.accessibleName()
    budget.by.choose(1)
    assert [row[:3] for row in texts(budget.rows)][2:4] == [["二季度", "0万元", "5万元"], ["三季度", "5万元", "0万元"]]


def test_what_a_paid_part_gains_is_offered_as_a_supplement(
    qtbot: QtBot, page: BonusPage, context: AppContext, project: int
) -> None:
    recognise(context.office, project, Stage.SIGNED, 9999, SIGNED)
    register_referrer(context.office, project, "石大山", on=SIGNED, today=SIGNED)
    paid_out(context.office, project, Stage.SIGNED, dt.date(2026, 9, 1))
    recognise(context.office, project, Stage.SIGNED, 20_000, dt.date(2026, 9, 10))
    context.data_changed.emit()
    settle(qtbot)
    rows = texts(page.project.stage_rows)
    assert [(row[0], row[3], row[4], row[5]) for row in rows[:2]] == [
        ("签约", "3.8996万元", "3.8996万元", "已支付"),
        ("签约补差", "5.0004万元", "0万元", "可申请"),
    ]
    page.project.stages.select_row(1)
    page.project.bar.claim.click()
    fill(page.project.bar.dialog)
    assert texts(page.project.stage_rows)[1][5] == "待审核"


def test_what_was_shown_before_is_cleared_where_nobody_is_found(page: BonusPage) -> None:
    two(page)
    shown = page.project
    shown.line.name.setText("没有的项目")
    shown.line.ask()
    assert shown.bonus is None
    assert not texts(shown.stage_rows)
    assert not texts(shown.share_rows)
    assert "输入一个项目" in shown.head.text()
    assert not shown.register.isEnabled()
    assert "没有的项目" in shown.line.strip.text()
