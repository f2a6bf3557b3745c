"""The three kinds of knowledge of domain.md §2: where an industry settles, who supplies whom, who follows whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from app.rules.industry.codes import ANY, SAME, Codebook, covers
from app.rules.industry.conditions import Condition

T = TypeVar("T")


class Location(StrEnum):
    """Where an industry settles, in the terms of location theory."""

    MATERIAL = "原料指向"
    MARKET = "市场指向"
    POWER = "动力指向"
    LABOUR = "劳动力指向"
    TECHNOLOGY = "技术指向"
    FREE = "自由"


class Relation(StrEnum):
    """How a candidate stands to the industry that is here."""

    SUPPLIES = "supplies"
    BUYS = "buys"
    BYPRODUCT = "byproduct"
    SHARED = "shared"

    @property
    def label(self) -> str:
        """The word of the tables."""
        return _RELATIONS[self]


_RELATIONS = {
    Relation.SUPPLIES: "供应",
    Relation.BUYS: "采购",
    Relation.BYPRODUCT: "副产",
    Relation.SHARED: "共用",
}


class Verdict(StrEnum):
    """What the knowledge says of drawing a candidate."""

    RECOMMEND = "recommend"
    POSSIBLE = "possible"
    REJECT = "reject"

    @property
    def label(self) -> str:
        """The word for it: 宜招, 可论证, 不宜."""
        return _VERDICTS[self]


_VERDICTS = {Verdict.RECOMMEND: "宜招", Verdict.POSSIBLE: "可论证", Verdict.REJECT: "不宜"}

REASONS: Mapping[str, str] = {
    "R1": "抛货、低值重货靠近用户",
    "R2": "失重靠近原料",
    "R3": "易腐、同步供货",
    "R4": "危险品、管道输送",
    "R5": "汽、水、治污共用",
    "R6": "工件往返协作",
    "R7": "副产物利用",
    "R8": "检测、代工共用",
    "R9": "劳动力",
    "R10": "集货拼车",
    "N1": "方向反了",
    "N2": "客户不在本地",
    "N3": "不可移动",
    "N4": "规模不够",
    "N5": "货值高、运费轻",
    "N6": "集团决定",
    "N7": "能耗、环保、产能限制",
    "N8": "同业相争",
    "N9": "对政策不敏感",
}


@dataclass(frozen=True)
class Industry:
    """An industry with its location and why, and how much a preference sways it (1 hardly to 5 much).

    `index` is Weber's material index; `freight` is what it costs to bring in and to send out. One of them or
    `reason` says why.
    """

    code: str
    name: str
    location: Location
    sensitivity: int
    index: float | None = None
    freight: tuple[float, float] | None = None
    reason: str = ""
    source: str = ""


@dataclass(frozen=True)
class Link:
    """Industry `supplier` supplies `buyer` with `good`; `main` where the buyer settles by that input (主要原料)."""

    supplier: str
    buyer: str
    good: str
    strength: int
    main: bool = False
    source: str = ""


@dataclass(frozen=True)
class PullRule:
    """Anchor draws follower, or does not: with reason codes, a sentence, conditions and exceptions.

    `relation` is the follower's to the anchor. `premise` is what people must check, `advice` what to do instead.
    """

    number: str
    anchors: tuple[str, ...]
    followers: tuple[str, ...]
    verdict: Verdict
    relation: Relation
    good: str
    reasons: tuple[str, ...]
    strength: int
    sentence: str
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Condition, ...] = ()
    premise: str = ""
    advice: str = ""
    evidence: str = ""
    source: str = ""

    def rank(self, industry: str, candidate: str) -> int | None:
        """Return how specific the rule is for a pair (digits matched), or None where it does not match.

        An industry is not its own supplier: a rule on a whole group leaves out the pair of one class with itself.
        """
        if industry == candidate and SAME not in self.followers and self.relation is not Relation.SHARED:
            return None
        anchor = max((len(one.strip(ANY)) for one in self.anchors if covers(one, industry)), default=None)
        follower = max((len(one.strip(ANY + SAME)) for one in self._followers(industry, candidate)), default=None)
        return None if anchor is None or follower is None else anchor + follower

    def _followers(self, industry: str, candidate: str) -> Iterator[str]:
        for one in self.followers:
            if (one == SAME and candidate == industry) or (one != SAME and covers(one, candidate)):
                yield one


@dataclass(frozen=True)
class Share:
    """A share of the national input-output table: what a buyer's sector spends on a supplier's, in percent."""

    supplier: str
    buyer: str
    percent: float


@dataclass(frozen=True)
class Sectors:
    """The national table's sectors, mapped to codes by hand, and its shares; evidence in words only."""

    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def share(self, supplier: str, buyer: str) -> Share | None:
        """Return the share that speaks of a pair of codes, or None where the table is silent."""
        one, other = self._sector(supplier), self._sector(buyer)
        percent = self.shares.get((one, other))
        return None if percent is None else Share(self.names[one], self.names[other], percent)

    def _sector(self, code: str) -> str:
        fits = [
            (len(prefix), sector)
            for sector, prefixes in self.codes.items()
            for prefix in prefixes
            if code.startswith(prefix)
        ]
        return max(fits, default=(0, ""))[1]


@dataclass(frozen=True)
class Knowledge:
    """All that is known, indexed for asking."""

    codes: Codebook
    industries: Mapping[str, Industry]
    links: tuple[Link, ...]
    rules: tuple[PullRule, ...]
    sectors: Sectors = field(default_factory=Sectors)

    def industry(self, code: str) -> Industry | None:
        """Return what is known of a code: its own entry or that of the nearest broader code."""
        for length in range(len(code), 1, -1):
            if found := self.industries.get(code[:length]):
                return found
        return None

    def name(self, code: str) -> str:
        """Return what people call an industry: the table's short name of just this code, else the standard's."""
        found = self.industries.get(code)
        return found.name if found else self.codes.name(code)

    def rules_of(self, industry: str) -> tuple[PullRule, ...]:
        """Return the rules whose anchor covers the industry."""
        return _gathered(self._rules_by_anchor, industry)

    def supplied_by(self, industry: str) -> tuple[Link, ...]:
        """Return the links in which the industry supplies others."""
        return _gathered(self._links_by_supplier, industry)

    def supplying(self, industry: str) -> tuple[Link, ...]:
        """Return the links in which the industry buys from others."""
        return _gathered(self._links_by_buyer, industry)

    @cached_property
    def _rules_by_anchor(self) -> dict[str, list[PullRule]]:
        index: dict[str, list[PullRule]] = defaultdict(list)
        for rule in self.rules:
            for anchor in rule.anchors:
                index[anchor].append(rule)
        return index

    @cached_property
    def _links_by_supplier(self) -> dict[str, list[Link]]:
        index: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            index[link.supplier].append(link)
        return index

    @cached_property
    def _links_by_buyer(self) -> dict[str, list[Link]]:
        index: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            index[link.buyer].append(link)
        return index


def _gathered(index: Mapping[str, list[T]], code: str) -> tuple[T, ...]:
    """Return what stands under the code, its fronts and the wildcard, each once and in order."""
    fronts = [ANY, *(code[:length] for length in range(2, len(code) + 1))]
    return tuple(dict.fromkeys(one for front in fronts for one in index.get(front, ())))
