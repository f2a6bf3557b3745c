"""Ten years of earlier projects for the demo office: believable, invented, and the same every time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.rules.money import WAN
from app.rules.stages import Stage
from app.rules.uscc import check_character

_PLACES = (
    "东莞",
    "温州",
    "无锡",
    "厦门",
    "福州",
    "台州",
    "中山",
    "常州",
    "泉州",
    "汕头",
    "义乌",
    "昆山",
    "顺德",
    "长沙",
)
_WORDS = (
    "永兴",
    "金泰",
    "正元",
    "华盛",
    "百川",
    "恒丰",
    "三江",
    "新禾",
    "天工",
    "巨力",
    "锦程",
    "万和",
    "东方",
    "顺达",
)
_FORMS = ("有限公司", "实业有限公司", "科技有限公司", "集团有限公司")
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SMALL = (300, 500, 800, 1000, 1200, 1500, 2000, 2600, 3200, 4500, 5000, 6800, 8000)
_LARGE = (10_000, 12_000, 15_000, 18_000, 26_000, 35_000, 52_000)


@dataclass(frozen=True)
class EarlierProject:
    """One invented project; `leader` is empty where those of today were not yet in office. Money in 分."""

    name: str
    enterprise: str
    uscc: str
    industry: str
    county: str
    department: str
    leader: str
    investment_fen: int
    days: dict[Stage, dt.date]
    funds: tuple[tuple[dt.date, int], ...]


def earlier_projects(city: dict, until: dt.date) -> Iterator[EarlierProject]:
    """Yield the projects signed before `until`, in order of signing, from the plan in `resources/demo/city.yaml`.

    Their stages run on until `until` as well; about one in nine is terminated on the way.
    """
    chance = random.Random(20160101)
    goods = {one["name"]: one["goods"] for one in city["industries"]}
    weights = [one["weight"] for one in city["industries"]]
    counties, departments = ([one["name"] for one in city["units"][group]] for group in ("county", "department"))
    leaders = city["units"]["leader"]
    locals_left = [dict(one) for one in city["local_enterprises"]]
    seen: set[str] = set()
    homes: dict[str, str] = {}
    for offset, count in enumerate(city["history"]["signed_by_year"]):
        year = city["history"]["first_year"] + offset
        last = min(dt.date(year, 12, 28), until - dt.timedelta(days=3))
        for day in sorted(_days(chance, dt.date(year, 1, 5), last, count)):
            industry = chance.choices(list(goods), weights)[0]
            firm = f"{chance.choice(_PLACES)}{chance.choice(_WORDS)}"
            enterprise = f"{firm}{chance.choice(_FORMS)}"
            if locals_left and locals_left[0]["year"] <= year:
                local = locals_left.pop(0)
                enterprise, industry = local["name"], local["industry"]
                firm = enterprise.removesuffix("有限公司")
            name = f"{firm}{chance.choice(goods[industry])}项目"
            while name in seen:
                name = f"{firm}年产{chance.randint(2, 90)}万件{chance.choice(goods[industry])}项目"
            seen.add(name)
            large = chance.random() < city["history"]["over_yi_share"]
            wan = chance.choice(_LARGE if large else _SMALL)
            days = _stages(chance, day, until)
            appointed = [one["name"] for one in leaders if one["from"] <= day]
            yield EarlierProject(
                name=name,
                enterprise=enterprise,
                uscc=_uscc(chance),
                industry=industry,
                county=homes.setdefault(enterprise, chance.choice(counties)),
                department=chance.choice(departments),
                leader=chance.choice(appointed) if appointed else "",
                investment_fen=wan * WAN,
                days=days,
                funds=_funds(chance, days, wan, until),
            )


def _days(chance: random.Random, first: dt.date, last: dt.date, count: int) -> list[dt.date]:
    return [first + dt.timedelta(days=chance.randint(0, (last - first).days)) for _ in range(count)]


def _stages(chance: random.Random, signed: dt.date, until: dt.date) -> dict[Stage, dt.date]:
    days = {Stage.SIGNED: signed}
    day = signed
    for stage, least, most in (
        (Stage.STARTED, 30, 170),
        (Stage.COMPLETED, 200, 520),
        (Stage.IN_PRODUCTION, 30, 150),
        (Stage.YIELDING, 180, 420),
    ):
        if chance.random() < 0.035:
            day += dt.timedelta(days=chance.randint(200, 400))
            if day < until:
                days[Stage.TERMINATED] = day
            break
        day += dt.timedelta(days=chance.randint(least, most))
        if day >= until:
            break
        days[stage] = day
    return days


def _funds(
    chance: random.Random, days: dict[Stage, dt.date], wan: int, until: dt.date
) -> tuple[tuple[dt.date, int], ...]:
    """Money arrives in up to four parts from signing on; all of it once production began."""
    reached = max(stage for stage in days if stage is not Stage.TERMINATED)
    parts = min(int(reached) - int(Stage.SIGNED) + chance.randint(0, 1), 4)
    arrivals = []
    for part in range(parts):
        day = days[Stage.SIGNED] + dt.timedelta(days=40 + part * chance.randint(80, 160))
        if day < until:
            arrivals.append((day, wan * WAN // 4))
    return tuple(arrivals)


def _uscc(chance: random.Random) -> str:
    body = "91" + "".join(chance.choice("0123456789") for _ in range(6))
    body += "".join(chance.choice(_USCC_LETTERS) for _ in range(9))
    return body + check_character(body)
