"""The forms of the steps of a bonus: who brought the project, shares, identity; refused by the service's reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QWidget

from app.rules.bonus import WHOLE
from app.rules.errors import Refused
from app.rules.stages import Stage
from app.services.policy import bonus_claims
from app.services.policy.bonuses import Bonus, Referrer
from app.ui.context import AppContext
from app.ui.policy.act_dialog import ActDialog
from app.ui.widgets.layout import label

_USUAL = ("", "商会会员", "退休人员", "企业人员", "公职人员", "投资方人员", "合作方人员")


def register_form(context: AppContext, parent: QWidget, project_id: int, project: str, day: dt.date) -> ActDialog:
    """Return the form that registers who brought a project; the identity number is hidden once the field is left."""
    form = ActDialog(context, parent, "登记引荐人", project, "登记")
    name = form.line("姓名", "引荐人姓名；引荐企业写全称，身份和身份证号不填")
    identity = QComboBox()
    identity.setEditable(True)
    identity.addItems(_USUAL)
    form.add("身份", identity)
    number = form.line("身份证号", "18位；只在本办公文件夹内保存，显示、打印和复制时一律遮蔽")
    number.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
    paper = form.line("依据", "引荐人登记表、引荐函的名称或编号")
    on = form.day("登记日期", day)

    def act() -> str:
        bonus_claims.register_referrer(
            context.office,
            project_id,
            name.text(),
            on=on(),
            today=day,
            identity=identity.currentText(),
            id_number=number.text(),
            paper=paper.text(),
        )
        return f"已登记{name.text().strip()}为引荐人"

    form.act = act
    return form


def shares_form(context: AppContext, parent: QWidget, bonus: Bonus) -> ActDialog:
    """Return the form on which the referrers' shares are agreed; their sum is shown while it is typed."""
    form = ActDialog(context, parent, "商定分配比例", bonus.subject.name, "登记比例")
    fields: list[tuple[Referrer, QDoubleSpinBox]] = []
    for one in bonus.referrers:
        field = QDoubleSpinBox()
        field.setRange(0, 100)
        field.setDecimals(2)
        field.setSuffix(" %")
        field.setValue(one.percent)
        form.add(one.name, field)
        fields.append((one, field))
    total = label("")
    form.add("合计", total)
    paper = form.line("依据", "分配协议的名称或文号")

    def shares() -> list[tuple[int, int]]:
        return [(one.referral_id, round(field.value() * 100)) for one, field in fields]

    def tell() -> None:
        found = sum(share for _, share in shares())
        short = "" if found == WHOLE else f"，还{'差' if found < WHOLE else '多'}{abs(WHOLE - found) / 100:g}%"
        total.setText(f"{found / 100:g}%{short}")
        total.setProperty("tone", "" if found == WHOLE else "red")
        total.style().unpolish(total)
        total.style().polish(total)
        form.go.setEnabled(found == WHOLE and context.writable)

    for _, field in fields:
        field.valueChanged.connect(lambda _value: tell())
    tell()

    def act() -> str:
        bonus_claims.agree_shares(context.office, bonus.subject.id, shares(), paper=paper.text())
        return f"已登记{bonus.subject.name}的分配比例"

    form.act = act
    return form


def waive_form(context: AppContext, parent: QWidget, referrers: Sequence[Referrer], day: dt.date) -> ActDialog:
    """Return the form by which two people let a referrer of a doubtful identity be paid all the same."""
    form = ActDialog(context, parent, "复核身份", "身份需要核实的，由经办人和另一人复核，并写明理由。", "复核通过")
    who = QComboBox()
    who.addItems([f"{one.name}（{one.identity or '身份未登记'}）" for one in referrers])
    form.add("引荐人", who)
    by, second = form.line("经办人"), form.line("复核人", "不能是经办人本人")
    reason = form.line("理由", "为什么可以兑现")
    on = form.day("复核日期", day)

    def act() -> str:
        one = referrers[who.currentIndex()]
        bonus_claims.waive_identity(
            context.office,
            one.referral_id,
            by=by.text(),
            second=second.text(),
            reason=reason.text(),
            day=on(),
            today=day,
        )
        return f"已复核{one.name}的身份"

    form.act = act
    return form


def claim_form(
    context: AppContext, parent: QWidget, project_id: int, project: str, stages: Sequence[Stage], day: dt.date
) -> ActDialog:
    """Return the form that claims the part of a stage."""
    form = ActDialog(context, parent, "申请兑现", project, "申请")
    stage = QComboBox()
    stage.addItems([one.label for one in stages])
    form.add("阶段", stage)
    on = form.day("申请日期", day)

    def act() -> str:
        if not stages:
            raise Refused("没有可以申请的阶段：先认定阶段，再申请。")
        chosen = stages[stage.currentIndex()]
        bonus_claims.claim(context.office, project_id, chosen, on=on(), today=day)
        return f"已申请{project}的{chosen.label}奖金"

    form.act = act
    return form
