"""Which project a row is: the one in the dossiers, one that looks like it, or a new one."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from app.rules.ledger.twins import OTHER_FIRM_NAMES, Identity, Twin, compare
from app.rules.stages import Stage
from app.services.importing.known import Known

_FEW = 4_000_000
"""Up to so many pairs of names, each row is compared with every project; beyond, with those of like firm or start."""
_PREFIX = 6
_BLOCK = 40


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is: `project` surely; or like project `like` or the earlier row `like_row`, for the reason `twin`."""

    project: int | None = None
    like: int | None = None
    like_row: int | None = None
    twin: Twin | None = None


class Matcher:
    """Compares rows with the projects of the office and with the rows before them. One for each import."""

    def __init__(self, known: Known, rows: int) -> None:
        self._known = known
        self._exhaustive = rows * len(known.projects) <= _FEW
        self._names = {project: identity.name for project, identity in known.identities.items()}
        self._prefixes: dict[str, list[int]] = {}
        if not self._exhaustive:
            for project, name in self._names.items():
                self._prefixes.setdefault(name[:_PREFIX], []).append(project)
        self._rows: dict[int, Identity] = {}
        self._row_blocks: dict[str, list[int]] = {}

    def surely(self, code: str, identity: Identity) -> int | None:
        """Return the project that a row is beyond doubt: by its code, by USCC and name, by name, firm and amount.

        A lead of the same firm and name is the same project whatever the amount: it is what became of it.
        """
        known = self._known
        if code and (project := known.by_code.get(code)) is not None:
            return project
        for project in known.by_name.get(identity.name, ()):
            other = known.identities[project]
            if identity.uscc and identity.uscc == other.uscc:
                return project
            if identity.firm != other.firm or (identity.uscc and other.uscc):
                continue
            same_amount = identity.investment is None or identity.investment == other.investment
            if same_amount or other.investment is None or known.projects[project].stage < Stage.SIGNED:
                return project
        return None

    def by_name_alone(self, identity: Identity) -> list[int]:
        """Return the projects of a name, for reports that name no enterprise."""
        found = self._known.by_name.get(identity.name, [])
        if identity.enterprise and len(found) > 1:
            found = [project for project in found if self._known.identities[project].firm == identity.firm] or found
        return found

    def alike(self, identity: Identity) -> Match | None:
        """Return the project, or the earlier row, that looks most like a row; None where there is none."""
        best: Match | None = None
        earlier = self._earlier(identity)
        for project in self._candidates(identity):
            twin = compare(identity, self._known.identities[project])
            if twin and (best is None or best.twin is None or twin.likeness > best.twin.likeness):
                best = Match(like=project, twin=twin)
        for row in earlier:
            twin = compare(identity, self._rows[row])
            if twin and (best is None or best.twin is None or twin.likeness > best.twin.likeness):
                best = Match(like_row=row, twin=twin)
        return best

    def remember(self, row: int, identity: Identity) -> None:
        """Keep a row that becomes a new project, for the rows after it."""
        self._rows[row] = identity
        for block in _blocks(identity):
            rows = self._row_blocks.get(block)
            if rows is None:
                self._row_blocks[block] = [row]
            elif len(rows) < _BLOCK:
                rows.append(row)

    def _candidates(self, identity: Identity) -> list[int]:
        known = self._known
        if not known.projects:
            return []
        found = dict.fromkeys(known.by_name.get(identity.name, ())[:_BLOCK])
        found.update(dict.fromkeys(known.by_core.get(identity.firm, ())[:_BLOCK]))
        if identity.uscc and (enterprise := known.by_uscc.get(identity.uscc)) is not None:
            found.update(dict.fromkeys(known.projects_of(enterprise)[:_BLOCK]))
        if self._exhaustive:
            near = process.extract(
                identity.name, self._names, scorer=fuzz.ratio, score_cutoff=OTHER_FIRM_NAMES, limit=10
            )
            found.update(dict.fromkeys(project for _, _, project in near))
        else:
            found.update(dict.fromkeys(self._prefixes.get(identity.name[:_PREFIX], ())[:_BLOCK]))
        return list(found)

    def _earlier(self, identity: Identity) -> list[int]:
        blocks = self._row_blocks
        return list({row: None for block in _blocks(identity) for row in blocks.get(block, ())})


def _blocks(identity: Identity) -> tuple[str, ...]:
    """Return the keys under which rows that could be twins meet: code, firm, and the name's beginning."""
    firm = f"f{identity.firm}"
    prefix = f"p{identity.name[:_PREFIX]}"
    return (f"u{identity.uscc}", firm, prefix) if identity.uscc else (firm, prefix)
