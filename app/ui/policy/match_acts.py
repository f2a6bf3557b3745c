"""The forms of the page 核对: facts, grants and their end, judgement of leading industry, justification of a tie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from app.rules.errors import Refused
from app.rules.facts import ENTERED, FACTS, Kind
from app.rules.money import WAN, in_words, read_money
from app.rules.reading import Unreadable
from app.services.policy.grants import Granted, end_grant, grant
from app.services.policy.policy_facts import judge_leading, record_fact
from app.services.policy.referral_benefits import grant_referral, justify_tie
from app.services.policy.subjects import Subject
from app.ui.context import AppContext
from app.ui.policy.act_dialog import ActDialog


def fact_form(
    context: AppContext, parent: QWidget, project_id: int, project: str, day: dt.date, fact: str = ""
) -> ActDialog:
    """Return the form that records a fact of a project that its dossier lacks."""
    form = ActDialog(context, parent, "登记事实", project, "登记")
    which = QComboBox()
    which.addItems(ENTERED)
    which.setCurrentText(fact if fact in ENTERED else ENTERED[0])
    form.add("事实", which)
    value = form.line("数值")

    def hint() -> None:
        known = FACTS[which.currentText()]
        is_money = known.kind is Kind.MONEY
        value.setPlaceholderText("如 680万元；不写单位按万元" if is_money else f"整数，单位：{known.unit or '个'}")

    which.currentTextChanged.connect(lambda _text: hint())
    hint()
    since = form.day("自哪天起", day)
    source = form.line("依据", "发票、纳税证明、测算说明的名称或文号")

    def act() -> str:
        name = which.currentText()
        number = _value(name, value.text())
        record_fact(context.office, project_id, name, number, day=since(), source=source.text())
        return f"已登记{project}的{name}"

    form.act = act
    value.setFocus()
    return form


def grant_form(
    context: AppContext, parent: QWidget, project_id: int, about: str, day: dt.date, clause_key: str
) -> ActDialog:
    """Return the form that grants a project what a clause gives it."""
    told = f"{about}\n兑现后照旧执行至期满，办法修订不影响。"

    def record(paper: str, on: dt.date) -> str:
        grant(context.office, project_id, clause_key, paper=paper, on=on, today=context.today())
        return f"已按{paper.strip()}兑现"

    return _granting(context, parent, "兑现扶持", told, day, record)


def grant_referral_form(
    context: AppContext, parent: QWidget, enterprise: Subject, project_id: int, about: str, day: dt.date
) -> ActDialog:
    """Return the form that grants an enterprise what it gets for a project that it brought."""

    def record(paper: str, on: dt.date) -> str:
        grant_referral(context.office, enterprise, project_id, paper=paper, on=on, today=context.today())
        return f"已按{paper.strip()}兑现{enterprise.name}的引荐扶持"

    return _granting(context, parent, "兑现引荐扶持", f"{enterprise.name}：{about}", day, record)


def _granting(
    context: AppContext, parent: QWidget, title: str, about: str, day: dt.date, record: Callable[[str, dt.date], str]
) -> ActDialog:
    """Return a form that asks for the paper and the day of a grant; `record` grants and says what was done."""
    form = ActDialog(context, parent, title, about, "兑现")
    paper = form.line("文号", "批复、合同或告知书的文号")
    on = form.day("兑现日期", day)
    form.act = lambda: record(paper.text(), on())
    return form


def end_form(
    context: AppContext, parent: QWidget, grants: Sequence[Granted], day: dt.date, chosen: int = 0
) -> ActDialog:
    """Return the form that ends one of the running grants from a stated day."""
    about = "自所写日期的次年起不再享受；已经享受的年度不变。"
    form = ActDialog(context, parent, "终止扶持", about, "终止")
    which = QComboBox()
    which.addItems([f"{one.policy}版{one.number}　{one.paper}" for one in grants])
    which.setCurrentIndex(chosen)
    form.add("哪一项", which)
    on = form.day("停止日期", day)
    reason = form.line("原因", "如 项目迁出、情况不实")

    def act() -> str:
        one = grants[which.currentIndex()]
        end_grant(context.office, one.id, one.row_version, on=on(), reason=reason.text())
        return f"已终止{one.number}的扶持"

    form.act = act
    return form


def judge_form(context: AppContext, parent: QWidget, project_id: int, project: str, day: dt.date) -> ActDialog:
    """Return the form that judges by hand whether a project is of a leading industry."""
    form = ActDialog(context, parent, "个别认定主导产业", project, "认定")
    leading = QComboBox()
    leading.addItems(["属于主导产业", "不属于主导产业"])
    form.add("认定为", leading)
    by = form.line("认定人")
    on = form.day("认定日期", day)
    reason = form.line("理由", "为什么与按代码归类不同")

    def act() -> str:
        judge_leading(
            context.office,
            project_id,
            leading=leading.currentIndex() == 0,
            by=by.text(),
            reason=reason.text(),
            day=on(),
        )
        return f"已认定{project}{leading.currentText()}"

    form.act = act
    return form


def tie_form(
    context: AppContext, parent: QWidget, enterprise: Subject, project_id: int, project: str, day: dt.date
) -> ActDialog:
    """Return the form that justifies why a project is related to its referrer's industry."""
    form = ActDialog(context, parent, "论证产业关联", f"{enterprise.name} 引荐 {project}", "登记论证")
    by = form.line("论证人", "单位或姓名")
    on = form.day("论证日期", day)
    reason = form.line("理由", "两者怎样关联，如 供货协议、配套工序")

    def act() -> str:
        justify_tie(context.office, enterprise.id, project_id, reason=reason.text(), by=by.text(), day=on())
        return f"已登记{enterprise.name}与{project}的关联论证"

    form.act = act
    return form


def estimate_words(low: int, high: int) -> str:
    """Return a range of 分 in words."""
    return in_words(low) if low == high else f"{in_words(low)}—{in_words(high)}"


def _value(fact: str, text: str) -> int:
    """Read the value of a fact: money in 分 (without a unit 万元), or a whole number."""
    known = FACTS[fact]
    try:
        if known.kind is Kind.MONEY:
            found = read_money(text, WAN)
        else:
            found = int(text.strip()) if text.strip().isdecimal() else None
    except Unreadable as error:
        raise Refused(f"{fact}：{error.message}。") from error
    if found is None:
        raise Refused(
            f"请填写{fact}" + ("，如 680万元。" if known.kind is Kind.MONEY else f"，整数，单位{known.unit}。")
        )
    return found
