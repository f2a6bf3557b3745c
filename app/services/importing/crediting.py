"""Sharing the credit of a row among the units that it names, group by group."""

from __future__ import annotations

from collections.abc import Callable

from app.rules.ledger.records import Record
from app.rules.ledger.shares import names_and_shares
from app.rules.money import share_out
from app.rules.names import split_list
from app.rules.reading import Unreadable
from app.services.importing.known import Details, Known
from app.services.importing.plans import ImportPlan, ProjectWork, Ref
from app.services.importing.units import GROUP_LABELS, Assume, Unclear, Units, without_titles

FULL_SHARE = 10_000
CREDITS = (("leader", "leader"), ("department", "department"), ("county", "county"))
"""The columns that name who brought a project, and the group of each."""


class Crediting:
    """Shares credit for the rows of one file. `doubt` is told of a row that names a unit in doubt."""

    def __init__(
        self,
        plan: ImportPlan,
        known: Known,
        units: Units,
        assume: Assume,
        doubt: Callable[[Record, Unclear], None],
    ) -> None:
        self._plan, self._known, self._units, self._assume, self._doubt = plan, known, units, assume, doubt
        self._shares: dict[tuple[str, tuple[str, ...]], dict[str, dict[Ref, int]]] = {}

    def fill(self, work: ProjectWork, record: Record, details: Details | None) -> None:
        """Share the credit inside each group that the row names: one unit in full, several equally."""
        shares: dict[str, dict[Ref, int]] = {}
        for key, group in CREDITS:
            if names := record.values.get(key):
                parts = self._shares.get((key, names))
                if parts is None:
                    try:
                        parts = self._shares[key, names] = self._share(key, group, names)
                    except Unclear as error:
                        self._doubt(record, error)
                        continue
                elif len(names) > 1:
                    self._tell_shared(key, group, names)
                for of, units in parts.items():
                    if of == group:
                        shares[of] = units
                    else:
                        shares.setdefault(of, units)
        if details is None:
            work.credits = [pair for wanted in shares.values() for pair in wanted.items()]
            return
        voided: list[int] = []
        added: list[tuple[Ref, int]] = []
        for group, wanted in shares.items():
            held = [credit for credit in details.credits if credit[2] == group]
            if held and self._plan.kind == "progress":
                continue
            kept = {unit for _, unit, _, share in held if wanted.get(unit) == share}
            voided += [credit for credit, unit, _, share in held if wanted.get(unit) != share]
            added += [(unit, share) for unit, share in wanted.items() if unit not in kept]
        work.voided_credits, work.credits = voided, added

    def _share(self, key: str, group: str, names: tuple[str, ...]) -> dict[str, dict[Ref, int]]:
        """Return the shares that a cell gives: in its own group, and to units of other groups that it names."""
        written = names
        names, stated = names_and_shares(names)
        if len(names) == 1:
            names = tuple(split_list(names[0], frozenset(self._known.units[group])))
        if stated is None:
            names = without_titles(names)
        label = self._plan.vocabulary.label(key)
        of_group: dict[str, dict[Ref, int]] = {}
        for name, share in zip(names, stated or [1] * len(names), strict=True):
            ref = self._units.find(group, name, label)
            weights = of_group.setdefault(self._units.label(ref)[0], {})
            weights[ref] = weights.get(ref, 0) + share if stated else 1
        if stated and len(of_group) > 1:
            raise Unreadable(f"“{'、'.join(written)}”不是同一组的责任主体，不能按比例分担，请分列填写")
        if len(names) > 1:
            self._tell_shared(key, group, written)
        return {
            of: dict(zip(weights, share_out(FULL_SHARE, list(weights.values())), strict=True))
            for of, weights in of_group.items()
        }

    def _tell_shared(self, key: str, group: str, names: tuple[str, ...]) -> None:
        label = self._plan.vocabulary.label(key)
        if names_and_shares(names)[1] is not None:
            self._assume(label, "、".join(names), "按表中所写的比例分担")
            return
        self._assume(label, "、".join(names), f"{len(names)}个{GROUP_LABELS[group]}平均分担")
