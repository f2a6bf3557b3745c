"""The forms of what a clause grants or demands: a tax schedule, a subsidy, land, a service, a duty."""

from __future__ import annotations

from app.rules.facts import FACTS, Kind
from app.rules.policy.benefits import Form, Start, schedule_name
from app.ui.policy.editing.fields import FieldsForm, Plain
from app.ui.policy.editing.values import MoneyValue
from app.ui.widgets.layout import label

MOST_YEARS = 10

FIRST: dict[str, Plain] = {
    "schedule": {
        "kind": "schedule",
        "tax": "企业所得税",
        "share": "市级留成部分",
        "full": 3,
        "half": 2,
        "start": "投产",
    },
    "subsidy": {"kind": "subsidy", "of": "设备投资", "rate": "5%", "ceiling": "300万元"},
    "land": {"kind": "land", "text": ""},
    "service": {"kind": "service", "text": ""},
    "duty": {"kind": "duty", "text": ""},
    "referral": {
        "kind": "referral",
        "tax": "企业所得税",
        "share": "市级留成部分",
        "map": [{"full": 3, "half": 2, "gives_full": 1, "gives_half": 1}],
    },
}
"""What each kind of benefit begins with."""


class ScheduleForm(FieldsForm):
    """So many years in full and so many at half, of which tax and share, in what form, from when on."""

    def __init__(self) -> None:
        super().__init__()
        self.full = self.add_number("full", "全额年数", MOST_YEARS, "年")
        self.half = self.add_number("half", "减半年数", MOST_YEARS, "年")
        self.called = label("", "accent")
        self.rows.addRow(label("称为", "muted"), self.called)
        self.add_text("tax", "税种", "如 企业所得税")
        self.add_text("share", "哪一部分", "如 市级留成部分")
        self.add_choice("start", "起算", {f"{one.value}所在年度": one.value for one in Start}, Start.PRODUCING.value)
        self.add_choice("form", "形式", {one.value: one.value for one in Form}, Form.PAID_BACK.value)
        self.edited.connect(self._call)

    def show_data(self, data: Plain) -> None:
        super().show_data(data)
        self._call()

    def _call(self) -> None:
        self.called.setText(schedule_name(self.full.value(), self.half.value()) or "免、减都是0年，等于没有扶持")


class SubsidyForm(FieldsForm):
    """A rate of an expense, up to a ceiling."""

    def __init__(self) -> None:
        super().__init__()
        money = {name: name for name, fact in FACTS.items() if fact.kind is Kind.MONEY}
        self.add_choice("of", "按哪项金额", money, None)
        self.rate = self.add_text("rate", "比率", "如 5% 或 3‰")
        self.rate.setMaximumWidth(140)
        self.add_value("ceiling", "单个项目上限", MoneyValue())


class WordsForm(FieldsForm):
    """Something in kind, or a duty, in words."""

    def __init__(self) -> None:
        super().__init__()
        self.add_words("text", "内容", "一句话，写进告知书和核对结果")
