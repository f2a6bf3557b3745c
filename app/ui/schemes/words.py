"""What the parts of a scheme are called, and the fields that each form of indicator has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from app.rules.scheme_faults import CALLED

MEASURES: Final = {
    "signed": "签约项目个数",
    "signed_amount": "签约金额",
    "started": "开工项目个数",
    "completed": "完工项目个数",
    "in_production": "投产项目个数",
    "yielding": "见效项目个数",
    "funds": "到位资金",
    "stale": "签约超期未开工个数",
    "leading_share": "主导产业项目占比",
    "tax": "税收（手工录入）",
    "manual": "手工录入的数",
}

FORMS: Final = {
    "completion": "按完成率",
    "step": "分档计分",
    "floor": "保底数量",
    "counted": "按个计分",
    "deduction": "扣分",
    "relative": "与最好的比",
    "efficacy": "功效系数",
}

Kind = Literal["number", "share", "flag", "basis", "steps", "shares", "required", "bands"]


@dataclass(frozen=True)
class FormField:
    """A field of a form: its name in `rules.scheme_forms`, what it is called, how it is typed."""

    name: str
    kind: Kind
    hint: str = ""

    @property
    def label(self) -> str:
        """What the field is called."""
        return CALLED[self.name]


FIELDS: Final[dict[str, tuple[FormField, ...]]] = {
    "completion": (
        FormField("cap", "share", "如 120%；不填则不封顶"),
        FormField("threshold", "share", "低于它得 0 分，如 60%；不填则没有"),
        FormField("above_per_percent", "number", "分"),
        FormField("above_per_unit", "number", "分"),
        FormField("above_limit", "number", "分"),
        FormField("above_by_task", "bands", "任务数:每百分点,每个,上限；如 10:0.1,0,5；20:0.2,0,8"),
        FormField("due", "flag"),
        FormField("mix", "shares", "如 签约项目=50%，签约额=50%"),
    ),
    "step": (
        FormField("steps", "steps", "完成率=分，如 100%=20，80%=15，60%=10"),
        FormField("only_if", "shares", "别的指标须达到的完成率，如 签约额=60%"),
    ),
    "floor": (FormField("required", "required", "指标:数量:缺一个扣几分；数量不填则为它的任务，如 亿元以上项目:2:3"),),
    "counted": (
        FormField("points_each", "number", "分"),
        FormField("limit", "number", "不填则没有上限"),
    ),
    "deduction": (FormField("less_each", "number", "分"),),
    "relative": (
        FormField("basis", "basis"),
        FormField("parts", "shares", "每个折几分，如 签约项目=1，亿元以上项目=3"),
    ),
    "efficacy": (
        FormField("base", "number", "默认 60"),
        FormField("basis", "basis"),
        FormField("parts", "shares", "每个折几分，如 签约项目=1，亿元以上项目=3"),
    ),
}
EMPTY_IS_NONE: Final = frozenset({"cap", "threshold", "limit"})
"""Fields whose emptiness is a value of its own (no cap), not the usual value."""

BASES: Final = {"actual": "完成数", "completion": "完成率"}

FIRST_RULE: Final[dict[str, dict[str, object]]] = {
    "completion": {"form": "completion", "cap": 1.2},
    "step": {"form": "step", "steps": {1: 10}},
    "floor": {"form": "floor", "required": []},
    "counted": {"form": "counted", "points_each": 1},
    "deduction": {"form": "deduction", "less_each": 1},
    "relative": {"form": "relative"},
    "efficacy": {"form": "efficacy"},
}
"""What a form begins with where it is newly chosen."""
