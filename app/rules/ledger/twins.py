"""Near-duplicates: when two projects look like one, and why (domain.md §9: nothing is added twice)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.rules.names import core_of_key, name_key

SAME_FIRM_NAMES = 80.0
"""Likeness (0–100) of project names from which two projects of one enterprise are suspect."""
OTHER_FIRM_NAMES = 88.0
LIKE_FIRMS = 85.0

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a project is known by. `investment` in 分; `uscc` and `county` "" where unknown, `signed` None."""

    name: str
    enterprise: str
    firm: str
    uscc: str
    investment: int | None
    signed: dt.date | None = None
    county: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        enterprise: str,
        uscc: str,
        investment: int | None,
        signed: dt.date | None = None,
        county: str = "",
    ) -> Identity:
        """Make the identity from names as written."""
        firm = name_key(enterprise)
        return cls(name_key(name), firm, core_of_key(firm), uscc, investment, signed, county_key(county))


def county_key(county: str) -> str:
    """Return the key by which two spellings of a county are equal: 定国 and 定国县."""
    key = name_key(county)
    return key[:-1] if len(key) > 2 and key[-1] in "县区市旗" else key


@dataclass(frozen=True)
class Twin:
    """Why two projects look like one, and how alike they are (0–100)."""

    reason: str
    likeness: float


def compare(one: Identity, other: Identity) -> Twin | None:
    """Say whether two projects that are not surely the same look like the same; None where they do not."""
    codes_differ = bool(one.uscc and other.uscc and one.uscc != other.uscc)
    same_code = bool(one.uscc and one.uscc == other.uscc)
    same_amount = one.investment is not None and one.investment == other.investment
    names = 100.0 if one.name == other.name else fuzz.ratio(one.name, other.name)
    if not one.enterprise:
        alike = names >= OTHER_FIRM_NAMES and _DIGITS.findall(one.name) == _DIGITS.findall(other.name)
        reason = "有几个同名项目" if names == 100.0 else "项目名称相近"
        return Twin(reason, round(names, 1)) if alike else None
    same_firm = same_code or one.firm == other.firm
    if same_firm and names >= SAME_FIRM_NAMES:
        if names == 100.0:
            reason = "同名同企业，统一社会信用代码不同" if codes_differ else "同名同企业，总投资不同"
            return Twin(reason, 100.0)
        if codes_differ:
            return None
        if same_amount or _DIGITS.findall(one.name) == _DIGITS.findall(other.name):
            return Twin("同一企业，项目名称相近", round(names, 1))
        return None
    if same_firm and same_amount and not codes_differ and _signed_together(one, other):
        return Twin("同一企业、同一天签约、总投资相同，项目名称不同", round(names, 1))
    if codes_differ:
        return Twin("项目名称和总投资相同，企业不同", 100.0) if names == 100.0 and same_amount else None
    firms = fuzz.ratio(one.enterprise, other.enterprise)
    if names == 100.0 and (same_amount or firms >= 70.0):
        return Twin("项目同名，企业写法不同", round((names + firms) / 2, 1))
    alike = names >= OTHER_FIRM_NAMES and firms >= LIKE_FIRMS
    if alike and _DIGITS.findall(one.name) == _DIGITS.findall(other.name):
        return Twin("项目名称和企业名称都相近", round((names + firms) / 2, 1))
    return None


def _signed_together(one: Identity, other: Identity) -> bool:
    """Tell whether two projects were signed on one day, and not in two counties."""
    if one.signed is None or one.signed != other.signed:
        return False
    return not (one.county and other.county and one.county != other.county)
