"""Extending the chain: what the enterprises here could draw, what letters ask, whether a target makes sense."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.rules.errors import Refused
from app.rules.industry.knowledge import Relation, Verdict
from app.rules.linkage import DERIVED, Extension, Judgement, judge
from app.rules.names import name_key
from app.rules.periods import Period
from app.services.chain.chain_facts import Chain, Origin, load_chain
from app.services.dossiers.keeping import ProjectDraft
from app.services.dossiers.projects import find_choice

MATCH, DRAW = "配套对接", "招商"
"""What to do with a candidate: match those who are here already, or look for one."""

DIRECTIONS, DISSUADED = 3, 2
"""How many directions, and how many warnings, a letter gives per project."""


_BASIS = re.compile(r"（(?:规则[^（）]+|按区位推断)）。$")
"""What closes a reason: the rule or the derivation that it rests on."""


@dataclass(frozen=True)
class Candidate:
    """One candidate because of one project that is here; codes of GB/T 4754-2017, score of 100 with its parts.

    `hint` says whether to draw or to match, `evidence` what the national table says, `origin.narrow` whether the
    project's own product told its industry.
    """

    origin: Origin
    origin_name: str
    candidate_name: str
    extension: Extension
    reason: str
    evidence: str

    @property
    def judgement(self) -> Judgement:
        """The verdict with what it rests on."""
        return self.extension.judgement

    @property
    def hint(self) -> str:
        """配套对接 where the industry is here already, else 招商."""
        return MATCH if self.extension.here else DRAW

    @property
    def condition(self) -> str:
        """The conditions in words, for a letter; empty where there are none."""
        return "；".join(
            f"{one.text}（{'已具备' if one.holds else '须核实' if one.holds is None else '尚不具备'}）"
            for one in self.judgement.conditions
            if not one.text.startswith("规则")
        )

    def to_json(self) -> dict[str, object]:
        """Return the candidate as the command line prints it for programs."""
        judged, origin = self.judgement, self.origin
        return {
            "origin": origin.enterprise,
            "origin_project": origin.code,
            "origin_industry": f"{self.extension.path[0]} {self.origin_name}",
            "origin_is_narrow": origin.narrow,
            "candidate": f"{judged.candidate} {self.candidate_name}",
            "relation": judged.relation.value,
            "good": judged.good,
            "rule": judged.rule,
            "conditions": [one.to_json() for one in judged.conditions],
            "verdict": judged.verdict.value,
            "reason": self.reason,
            "score": self.extension.score,
            "parts": self.extension.parts.to_json(),
            "hint": self.hint,
            "here": self.extension.here,
            "step": self.extension.step,
            "path": list(self.extension.path),
            "advice": judged.advice,
            "evidence": self.evidence,
        }


@dataclass(frozen=True)
class LetterProject:
    """One project in a letter: what was brought, where to look further, what not to chase."""

    project_id: int
    code: str
    name: str
    enterprise: str
    industry: str
    directions: tuple[Candidate, ...]
    avoid: tuple[Candidate, ...]


@dataclass(frozen=True)
class LetterDraft:
    """What the letter to one recruiting unit says; `group` is leader, department or county."""

    unit_id: int
    unit: str
    group: str
    projects: tuple[LetterProject, ...]


@dataclass(frozen=True)
class TargetJudgement:
    """What the knowledge says of a target before it is entered; `verdict` is None where it is silent."""

    code: str
    name: str
    verdict: Verdict | None
    reason: str
    rule: str = ""

    @property
    def needs_reason(self) -> bool:
        """True where somebody who goes on must say why."""
        return self.verdict is Verdict.REJECT


def candidates(
    connection: sqlite3.Connection,
    *,
    on: dt.date,
    enterprise: str = "",
    project: str = "",
    unit: str = "",
    include_rejected: bool = False,
    steps: int = 1,
) -> list[Candidate]:
    """Return what the enterprises here could draw as of a day, best first within each project.

    `enterprise` (name), `project` (code or name) and `unit` (name) narrow it. Two projects of one enterprise with
    the same industry are told once. Raises `Refused` where nothing verified answers to what was asked.
    """
    chain = load_chain(connection, on)
    origins = _narrowed(connection, chain.origins, enterprise, project, unit)
    seen: set[tuple[int, tuple[str, ...]]] = set()
    found: list[Candidate] = []
    for origin in origins:
        if (origin.enterprise_id, origin.codes) in seen:
            continue
        seen.add((origin.enterprise_id, origin.codes))
        found += _of(chain, origin, include_rejected, steps)
    return found


def candidates_of_project(chain: Chain, project_id: int, *, include_rejected: bool = True) -> list[Candidate]:
    """Return the candidates of one project of a loaded chain; empty where it is not verified yet or terminated."""
    return [
        candidate
        for origin in chain.origins
        if origin.project_id == project_id
        for candidate in _of(chain, origin, include_rejected, 1)
    ]


def candidates_of_origin(chain: Chain, origin: Origin, *, steps: int = 1) -> list[Candidate]:
    """Return all candidates of one project of a loaded chain, rejections last, up to `steps` ahead (1 to 3)."""
    return list(_of(chain, origin, True, steps))


def letters_for(connection: sqlite3.Connection, period: Period, on: dt.date | None = None) -> list[LetterDraft]:
    """Return what to write to each recruiting unit for the projects signed in a period, as of `on` (its last day).

    Project by project: what was brought, up to three directions each with reason and condition, and what not to
    chase and why. A project that draws nothing is left out, as is a unit without any.
    """
    day = on or period.last
    chain = load_chain(connection, day)
    brought = [one for one in chain.origins if one.signed_day and period.first <= one.signed_day <= period.last]
    told = {one.project_id: told for one in brought if (told := _letter_project(chain, one))}
    projects: dict[int, list[LetterProject]] = defaultdict(list)
    units: dict[int, tuple[str, str]] = {}
    for unit, name, group, project in _credits(connection, day):
        if project in told:
            units[unit] = name, group
            projects[unit].append(told[project])
    return [LetterDraft(unit, *units[unit], tuple(projects[unit])) for unit in units]


def judge_target(connection: sqlite3.Connection, draft: ProjectDraft, on: dt.date) -> TargetJudgement:
    """Say of a target what the industries here speak for it or against it, the best first.

    Rejected only where something here joins it and nothing draws it; going on then needs a recorded reason
    (`services.extension_tasks.record_override`).
    """
    chain = load_chain(connection, on)
    row = connection.execute("SELECT name, codes FROM industry WHERE id = ?", (draft.industry_id,)).fetchone()
    found = chain.finder.find(draft.name, draft.content, draft.enterprise, *(row or ("", "")))
    if not found.codes:
        return TargetJudgement("", "", None, "看不出这个项目属于哪个行业：请选择产业，或在名称、内容里写明产品。")
    verdicts = [
        (judged, origin)
        for candidate in found.codes
        for origin in _one_per_industry(chain.origins, draft.enterprise)
        for code in origin.codes
        if code != candidate and (judged := judge(chain.knowledge, chain.city, code, candidate)).strength
    ]
    code, name = found.codes[0], chain.knowledge.name(found.codes[0])
    if not verdicts:
        return TargetJudgement(code, name, None, f"产业资料里没有{name}与本市现有行业的往来，既不支持也不反对。")
    order = (Verdict.REJECT, Verdict.POSSIBLE, Verdict.RECOMMEND)
    judged, origin = max(
        verdicts, key=lambda one: (order.index(one[0].verdict), one[0].rule != DERIVED, one[0].strength)
    )
    reason = judged.reason(_subject(chain, origin, judged.industry))
    return TargetJudgement(
        judged.candidate, chain.knowledge.name(judged.candidate), judged.verdict, reason, judged.rule
    )


def _of(chain: Chain, origin: Origin, include_rejected: bool, steps: int) -> Iterator[Candidate]:
    for extension in chain.extensions(origin.codes, steps):
        if include_rejected or extension.judgement.verdict is not Verdict.REJECT:
            yield _candidate(chain, origin, extension)


def _candidate(chain: Chain, origin: Origin, extension: Extension) -> Candidate:
    judged = extension.judgement
    if extension.step == 1:
        subject = _subject(chain, origin, judged.industry)
    else:
        way = "、".join(chain.knowledge.name(code) for code in extension.path[1:])
        subject = f"{origin.enterprise}在本市，如先招来{way}"
    return Candidate(
        origin,
        chain.knowledge.name(extension.path[0]),
        chain.knowledge.name(judged.candidate),
        extension,
        judged.reason(subject),
        _evidence(chain, judged),
    )


def _subject(chain: Chain, origin: Origin, industry: str) -> str:
    known = "" if origin.narrow else "，只按大类判断"
    return f"{origin.enterprise}（{chain.knowledge.name(industry)}{known}）在本市"


def _evidence(chain: Chain, judged: Judgement) -> str:
    """Say what the rule and the national table say of the pair; its sectors are coarse, so it never decides."""
    told = next((rule.evidence for rule in chain.knowledge.rules if rule.number == judged.rule), "")
    if told:
        return f"2020年全国投入产出表中，{told}（部门较粗，只作旁证）。"
    pair = judged.industry, judged.candidate
    supplier, buyer = pair if judged.relation in (Relation.BUYS, Relation.BYPRODUCT) else pair[::-1]
    share = chain.knowledge.sectors.share(supplier, buyer)
    if share is None or judged.relation is Relation.SHARED:
        return ""
    return f"2020年全国投入产出表中，{share.supplier}占{share.buyer}投入的{share.percent:g}%（部门较粗，只作旁证）。"


def _letter_project(chain: Chain, origin: Origin) -> LetterProject | None:
    all_ = list(_of(chain, origin, True, 1))
    drawn = [one for one in all_ if one.judgement.verdict is not Verdict.REJECT]
    rejected = [one for one in all_ if one.judgement.verdict is Verdict.REJECT and one.judgement.strength]
    tempting = sorted(rejected, key=lambda one: (one.judgement.rule == DERIVED, -one.judgement.strength))
    if not drawn:
        return None
    industry = "、".join(chain.knowledge.name(code) for code in origin.codes)
    others = [one for one in tempting if one.judgement.candidate not in origin.codes]
    return LetterProject(
        origin.project_id,
        origin.code,
        origin.name,
        origin.enterprise,
        industry,
        tuple(map(_for_letter, drawn[:DIRECTIONS])),
        tuple(map(_for_letter, others[:DISSUADED])),
    )


def _for_letter(candidate: Candidate) -> Candidate:
    """Return a candidate whose reason a unit can read: without the numbers of rules, which are the office's own."""
    clauses = _BASIS.sub("。", candidate.reason).split("；")
    kept = [clause.rstrip("。") for clause in clauses if not clause.startswith("规则")]
    return replace(candidate, reason="；".join(kept) + "。")


def _credits(connection: sqlite3.Connection, on: dt.date) -> Iterable[tuple[int, str, str, int]]:
    day = on.isoformat()
    return connection.execute(
        "SELECT u.id, u.name, u.group_key, c.project_id FROM credit c JOIN unit u ON u.id = c.unit_id"
        " WHERE c.void_reason IS NULL AND u.void_reason IS NULL AND c.indicator = ''"
        " AND (c.from_day IS NULL OR c.from_day <= ?) AND (c.to_day IS NULL OR c.to_day >= ?)"
        " ORDER BY u.group_key, u.position, u.id, c.project_id",
        (day, day),
    )


def _one_per_industry(origins: Sequence[Origin], but: str) -> list[Origin]:
    """Return the first project of each industry, leaving out the enterprise that the target is of."""
    own = name_key(but)
    found: dict[tuple[str, ...], Origin] = {}
    for origin in origins:
        if name_key(origin.enterprise) != own:
            found.setdefault(origin.codes, origin)
    return list(found.values())


def _narrowed(
    connection: sqlite3.Connection, origins: Sequence[Origin], enterprise: str, project: str, unit: str
) -> list[Origin]:
    found = list(origins)
    if enterprise:
        key = name_key(enterprise)
        exact = [one for one in found if name_key(one.enterprise) == key]
        found = exact or [one for one in found if key in name_key(one.enterprise)]
    if project:
        key = name_key(project)
        exact = [one for one in found if one.code == project.strip() or name_key(one.name) == key]
        found = exact or [one for one in found if key in name_key(one.name)]
    if unit:
        credited = {
            row[0]
            for row in connection.execute(
                "SELECT project_id FROM credit WHERE unit_id = ? AND void_reason IS NULL",
                (find_choice(connection, unit),),
            )
        }
        found = [one for one in found if one.project_id in credited]
    if not found and (enterprise or project or unit):
        asked = "、".join(f"“{one}”" for one in (enterprise, project, unit) if one)
        raise Refused(f"{asked}没有已认定签约、未终止的项目，谈不上延伸。请核对名称，或先办理签约认定。")
    return found
