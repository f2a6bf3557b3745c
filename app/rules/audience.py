"""印发范围: who may see a paper that names units of a group (domain.md §3)."""

from __future__ import annotations

from enum import IntEnum

from app.rules.errors import Refused


class Audience(IntEnum):
    """The audiences from the narrowest; each is part of the next."""

    STANDING_COMMITTEE = 1
    CITY_LEADERS = 2
    ALL_OFFICIALS = 3
    PUBLIC = 4

    @property
    def label(self) -> str:
        """What papers call it."""
        return {1: "市委常委会", 2: "市级领导", 3: "全市领导干部大会", 4: "公开"}[self]


def widest_for(group: str) -> Audience:
    """Return the widest audience that may see the ranks of a group; fails closed for one that is not known."""
    try:
        return {
            "leader": Audience.STANDING_COMMITTEE,
            "department": Audience.ALL_OFFICIALS,
            "county": Audience.ALL_OFFICIALS,
        }[group]
    except KeyError:
        raise Refused(f"“{group}”没有规定印发范围，不能成文。") from None
