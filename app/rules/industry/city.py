"""What a city has of each industry on a day: enterprises, verified investment, leading industries, reservations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.rules.industry.codes import covers


@dataclass(frozen=True)
class Group:
    """Projects with the same codes: the enterprises that carry them and their verified investment in 分."""

    codes: tuple[str, ...]
    enterprises: frozenset[int]
    fen: int


@dataclass(frozen=True)
class Reservation:
    """An industry that a neighbouring city has reserved, by prefixes."""

    city: str
    industry: str
    codes: tuple[str, ...]


@dataclass
class City:
    """The city on a day, asked by codes. Answers are remembered, since many rules ask the same."""

    groups: Sequence[Group] = ()
    leading: tuple[str, ...] = ()
    reserved: tuple[Reservation, ...] = ()
    _amounts: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict, repr=False)

    def amounts(self, codes: tuple[str, ...]) -> tuple[int, int]:
        """Return how many enterprises the city has under any of the codes, and their investment in 分.

        A project known only by a broader code is not counted: it may be something else.
        """
        if codes not in self._amounts:
            fitting = [
                group for group in self.groups if any(code.startswith(asked) for code in group.codes for asked in codes)
            ]
            enterprises = frozenset[int]().union(*(group.enterprises for group in fitting))
            self._amounts[codes] = len(enterprises), sum(group.fen for group in fitting)
        return self._amounts[codes]

    def enterprises(self, code: str) -> int:
        """Return how many enterprises of an industry are here."""
        return self.amounts((code,))[0]

    def is_leading(self, code: str) -> bool:
        """Tell whether an industry is one of the city's leading industries."""
        return any(covers(prefix, code) for prefix in self.leading)

    def reserved_by(self, code: str) -> Reservation | None:
        """Return the neighbour's reservation that covers an industry."""
        return next((one for one in self.reserved if any(covers(prefix, code) for prefix in one.codes)), None)
