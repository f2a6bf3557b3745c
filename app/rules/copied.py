"""Whether a city that copied our measures keeps to the condition: not to go for the same industries (domain.md §4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class CopyState(StrEnum):
    """How a copied set of measures stands to its condition; the value is what people read."""

    KEPT = "未违反"
    UNCLEAR = "须核对"
    BROKEN = "已违反"


def copy_state(condition: str, leading: Sequence[str], shared: Sequence[str]) -> CopyState:
    """Return how a copy stands: `leading` are our leading industries, `shared` those of them that the city pursues too.

    A condition that names some of our leading industries is broken by pursuing one of those, and has to be looked at
    where others are pursued. A condition that names none is taken as it is meant in §4: any shared industry breaks it.
    """
    if not shared:
        return CopyState.KEPT
    named = {one for one in leading if one in condition}
    return CopyState.BROKEN if not named or named.intersection(shared) else CopyState.UNCLEAR
