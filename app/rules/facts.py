"""The facts that measures may ask about: their names, kinds, and whether time and work can still change them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from app.rules.money import in_words
from app.rules.stages import Stage

Value: TypeAlias = int | str | bool | dt.date | Stage | tuple[str, ...]
"""Money is in 分; codes of GB/T 4754-2017 come as a tuple, since a project may carry several."""


class Kind(Enum):
    """What sort of value a fact has."""

    MONEY = "金额"
    NUMBER = "数"
    DAY = "日期"
    STAGE = "阶段"
    FLAG = "是否"
    TEXT = "文字"
    CODES = "行业代码"


@dataclass(frozen=True)
class Fact:
    """A named fact; `grows` where a project that falls short may still get there, `unit` for numbers."""

    name: str
    kind: Kind
    grows: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Known:
    """The value of a fact for one subject and where it comes from (档案, a paper, an entry)."""

    value: Value
    source: str


Facts: TypeAlias = Mapping[str, Known]
"""What is known of one subject, by the fact's name; a fact that is not there is unknown."""

LEADING = "主导产业"
CODES = "行业代码"
INDUSTRY = "产业"
COUNTY = "县区"
KIND = "项目类型"
INVESTMENT = "认定投资额"
FIXED = "固定资产投资"
EQUIPMENT = "设备投资"
FUNDS = "到位资金"
TAX = "年度税收"
LAND = "用地面积"
DENSITY = "每亩投资"
STAGE = "项目阶段"
SIGNED_ON = "签约日期"
STARTED_ON = "开工日期"
PRODUCING_ON = "投产日期"
LOCAL = "本地企业"
TERMINATED = "已终止"
PROFIT_YEAR = "首个盈利年度"
EXPECTED_YEAR = "预计投产年度"
TAX_LOW, TAX_HIGH = "预计年留成税额下限", "预计年留成税额上限"
STAFF = "用工人数"

FACTS: Mapping[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact(LEADING, Kind.FLAG),
        Fact(CODES, Kind.CODES),
        Fact(INDUSTRY, Kind.TEXT),
        Fact(COUNTY, Kind.TEXT),
        Fact(KIND, Kind.TEXT),
        Fact(INVESTMENT, Kind.MONEY, grows=True),
        Fact(FIXED, Kind.MONEY, grows=True),
        Fact(EQUIPMENT, Kind.MONEY, grows=True),
        Fact(FUNDS, Kind.MONEY, grows=True),
        Fact(TAX, Kind.MONEY, grows=True),
        Fact(LAND, Kind.NUMBER, unit="亩"),
        Fact(DENSITY, Kind.MONEY, grows=True),
        Fact(STAGE, Kind.STAGE, grows=True),
        Fact(SIGNED_ON, Kind.DAY),
        Fact(STARTED_ON, Kind.DAY),
        Fact(PRODUCING_ON, Kind.DAY),
        Fact(LOCAL, Kind.FLAG),
        Fact(TERMINATED, Kind.FLAG),
        Fact(PROFIT_YEAR, Kind.NUMBER, unit="年"),
        Fact(EXPECTED_YEAR, Kind.NUMBER, unit="年"),
        Fact(TAX_LOW, Kind.MONEY),
        Fact(TAX_HIGH, Kind.MONEY),
        Fact(STAFF, Kind.NUMBER, grows=True, unit="人"),
    )
}

ENTERED = (EQUIPMENT, TAX, LAND, PROFIT_YEAR, EXPECTED_YEAR, TAX_LOW, TAX_HIGH, STAFF)
"""The facts that the dossier does not hold by itself: the office enters them with their paper."""


def waiting(name: str) -> str:
    """Return under which name stands a day that is on record and not verified yet: it does not count, but may."""
    return f"{name}（待认定）"


def in_text(fact: Fact, value: Value) -> str:
    """Return a value as people write it: 3.2亿元, 2026-06-01, 投产, 是, 268、2681."""
    if isinstance(value, Stage):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, int) and fact.kind is Kind.MONEY:
        return in_words(value)
    return f"{value}{fact.unit}"
