"""以商招商: what an enterprise here gets for those it brought, from the records; and justifications of a relation."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

from app.models.office import Office
from app.rules import facts as names
from app.rules.acts import refuse_ahead
from app.rules.errors import Refused
from app.rules.facts import FACTS, Facts, Kind, Known
from app.rules.industry.knowledge import Knowledge, Verdict
from app.rules.policy.benefits import ReferralMap, Schedule, Start, first_year
from app.rules.policy.conditions import State
from app.rules.policy.document import Measures
from app.rules.policy.matching import ClauseMatch, match, project_facts, worth
from app.rules.policy.referral import BroughtProject, Passed, Tie, clause_lines, passed_on
from app.services.chain.knowledge import knowledge
from app.services.policy.grants import Granted, grants_of
from app.services.policy.policies import version_on
from app.services.policy.policy_facts import facts_of
from app.services.policy.subjects import Subject, enterprise_subject


def referral_of(
    connection: sqlite3.Connection,
    subject: Subject,
    measures: Measures,
    on: dt.date,
    grants: Sequence[Granted] | None = None,
) -> Sequence[Passed]:
    """Return what an enterprise gets by a day for each project that it brought; empty where it brought none.

    `grants` are what it was granted; None looks up those of the day.
    """
    clause = measures.referral
    brought = _brought(connection, subject.id)
    if clause is None or clause.rule is None or not isinstance(clause.benefit, ReferralMap) or not brought:
        return ()
    own_facts = facts_of(connection, subject.projects, on)
    gathered = facts_of(connection, brought, on)
    codes = _codes(own_facts.values())
    ties = _recorded(connection, subject.id, on)
    known = knowledge(connection)
    projects = [
        _project(key, brought[key], facts, _tie(known, codes, _codes([facts]), ties.get(key)), measures, on)
        for key, facts in gathered.items()
    ]
    kept = grants_of(connection, subject, on) if grants is None else grants
    return passed_on(
        clause.benefit,
        projects,
        [year for one in kept if one.referred_project_id is None for year in one.schedule],
        clause=clause_lines(clause.rule, _merged(connection, subject, own_facts, codes), on),
        granted={one.referred_project_id: one.schedule for one in kept if one.referred_project_id is not None},
    )


def referrers(connection: sqlite3.Connection, on: dt.date) -> list[tuple[Subject, Sequence[Passed]]]:
    """Return every enterprise that brought a project, with what it gets: who brought whom."""
    measures = version_on(connection, on)
    found = connection.execute(
        "SELECT DISTINCT e.id, e.name, e.uscc FROM referral r JOIN enterprise e ON e.id = r.enterprise_id"
        " WHERE r.void_reason IS NULL ORDER BY e.name"
    ).fetchall()
    subjects = [enterprise_subject(connection, *row) for row in found]
    return [(one, referral_of(connection, one, measures, on)) for one in subjects]


def justify_tie(office: Office, enterprise_id: int, project_id: int, *, reason: str, by: str, day: dt.date) -> int:
    """Record why a project is related to its referrer's industry where no link or rule says so; return its id."""
    from app.models.tables import Enterprise, Project, ReferralTie

    if not reason.strip() or not by.strip():
        raise Refused("产业关联的论证要写明理由和论证人。")
    with office.change("论证产业关联", reason=reason) as change:
        change.get(Enterprise, enterprise_id)
        change.get(Project, project_id)
        tie = ReferralTie(
            enterprise_id=enterprise_id, project_id=project_id, reason=reason.strip(), by=by.strip(), day=day
        )
        change.session.add(tie)
        change.session.flush()
        return tie.id


def grant_referral(
    office: Office, enterprise: Subject, project_id: int, *, paper: str, on: dt.date, today: dt.date
) -> int:
    """Grant an enterprise what it gets for a project that it brought, as it is on a day; return the grant's id.

    Raises `Refused` where it gets nothing for that project, was granted it already, no paper is named, or the
    day is yet to come.
    """
    from app.models.tables import PolicyGrant
    from app.services.dossiers.records import valid

    if not paper.strip():
        raise Refused("兑现扶持要写明文号（批复、合同或告知书）。")
    refuse_ahead("兑现", on, today)
    with closing(office.read()) as connection:
        measures = version_on(connection, on)
        grants = grants_of(connection, enterprise, on, later=True)
        if any(one.referred_project_id == project_id and one.ended_on is None for one in grants):
            raise Refused("这个项目的引荐扶持已经兑现过了。")
        found = referral_of(connection, enterprise, measures, on, grants)
        passed = next((one for one in found if one.key == project_id), None)
    clause = measures.referral
    if passed is None or clause is None:
        raise Refused(f"{enterprise.name}没有引荐这个项目，不享受引荐扶持。")
    if passed.state is not State.YES or not passed.schedule:
        lacking = "；".join(line.short for line in passed.conditions if line.short)
        raise Refused(f"不能兑现引荐扶持：{lacking or passed.note}。")
    with office.change(f"兑现{clause.number}", reason=paper.strip()) as change:
        if valid(change.session, PolicyGrant, enterprise_id=enterprise.id, referred_project_id=project_id):
            raise Refused("这个项目的引荐扶持已经兑现过了。")
        body = {
            "number": clause.number,
            "benefit": passed.benefit,
            "schedule": [[one.year, one.rate] for one in passed.schedule],
        }
        row = PolicyGrant(
            enterprise_id=enterprise.id,
            referred_project_id=project_id,
            policy=measures.valid_from,
            clause=clause.key,
            body=json.dumps(body, ensure_ascii=False),
            first_year=passed.schedule[0].year,
            paper=paper.strip(),
            granted_on=on,
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def related(known: Knowledge, one: Iterable[str], other: Iterable[str]) -> Tie | None:
    """Return the link or rule of §2 that joins two industries, whichever way; None where there is none."""
    others = tuple(other)
    for code in one:
        for candidate in others:
            for this, that in ((code, candidate), (candidate, code)):
                for link in known.supplying(this):
                    if that.startswith(link.supplier):
                        words = f"{known.name(that)}供应{known.name(this)}（{link.good}）"
                        return Tie(words, "产业资料·供应关系")
                for rule in known.rules_of(this):
                    if rule.verdict is not Verdict.REJECT and rule.rank(this, that) is not None:
                        return Tie(f"{known.name(this)}带动{known.name(that)}", f"产业资料·规则{rule.number}")
    return None


def _brought(connection: sqlite3.Connection, enterprise: int) -> dict[int, str]:
    return dict(
        connection.execute(
            "SELECT p.id, p.name FROM referral r CROSS JOIN project p ON p.id = r.project_id"
            " WHERE r.enterprise_id = ? AND r.void_reason IS NULL AND p.void_reason IS NULL ORDER BY p.id",
            (enterprise,),
        )
    )


def _recorded(connection: sqlite3.Connection, enterprise: int, on: dt.date) -> dict[int, Tie]:
    return {
        project: Tie(f"书面论证：{reason}", f"{by}{day}论证")
        for project, reason, by, day in connection.execute(
            "SELECT t.project_id, t.reason, t.by, t.day FROM referral_tie t"
            " WHERE t.enterprise_id = ? AND t.void_reason IS NULL AND t.day <= ?",
            (enterprise, on.isoformat()),
        )
    }


def _tie(known: Knowledge, codes: tuple[str, ...], other: tuple[str, ...], recorded: Tie | None) -> Tie | None:
    return related(known, codes, other) or recorded


def _codes(all_facts: Iterable[Facts]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for facts in all_facts:
        value = facts[names.CODES].value if names.CODES in facts else ()
        found.update((code, None) for code in (value if isinstance(value, tuple) else ()))
    return tuple(found)


def _project(key: int, name: str, facts: Facts, tie: Tie | None, measures: Measures, on: dt.date) -> BroughtProject:
    best = _own_schedule(match(measures, facts, on))
    leading = facts.get(names.LEADING)
    ended = facts[names.TERMINATED]
    terminated = dt.date.fromisoformat(ended.source.removesuffix("终止")) if ended.value else None
    if terminated is not None:  # what it would get had it gone on: the years before its end were granted on that
        alive = {**facts, names.TERMINATED: Known(value=False, source="")}
        best = _own_schedule(match(measures, alive, on))
    benefit = best.clause.benefit if best else None
    industry = facts[names.INDUSTRY].value if names.INDUSTRY in facts else "产业未登记"
    return BroughtProject(
        name=name,
        signed_on=_day(facts, names.SIGNED_ON),
        supported=bool(leading and leading.value),
        supported_text=f"{industry}，{_standing(leading)}",
        tie=tie,
        schedule=benefit if isinstance(benefit, Schedule) else None,
        schedule_clause=best.clause.number if best else "",
        schedule_missing="；".join(best.missing) if best else "",
        producing_on=_day(facts, names.PRODUCING_ON),
        first_year=first_year(Start.PRODUCING, facts, on).year,
        terminated_on=terminated,
        key=key,
    )


def _standing(leading: Known | None) -> str:
    if leading is None:
        return "主导产业目录未登记"
    return "属于主导产业" if leading.value else "不在主导产业目录内"


def _own_schedule(found: Sequence[ClauseMatch]) -> ClauseMatch | None:
    """Return the tax schedule that a project gets or could get: the best that applies, else the best possible one."""
    fitting = [
        one
        for one in found
        if isinstance(one.clause.benefit, Schedule) and one.state is not State.NO and one.promised and not one.yields_to
    ]
    return max(fitting, key=lambda one: (one.state, worth(one)), default=None)


def _merged(
    connection: sqlite3.Connection, subject: Subject, own: Mapping[int, Facts], codes: tuple[str, ...]
) -> dict[str, Known]:
    """Return what is known of the enterprise itself, over all its projects that were not terminated.

    Amounts and counts are summed, its codes are all of theirs, its stage is the furthest; whatever else is known only
    where all its projects agree on it. An enterprise that has a project here that is in production is a local one too.
    """
    alive = [facts for facts in own.values() if not facts[names.TERMINATED].value]
    merged: dict[str, Known] = {}
    for name, fact in FACTS.items():
        found = [facts[name] for facts in alive if name in facts]
        values = [one.value for one in found]
        source = "、".join(dict.fromkeys(one.source for one in found))
        if found and name in _SUMMED:
            merged[name] = Known(sum(value for value in values if isinstance(value, int)), source)
        elif found and fact.kind is Kind.STAGE:
            merged[name] = max(found, key=lambda one: int(one.value) if isinstance(one.value, int) else 0)
        elif found and len(found) == len(alive) and len(set(values)) == 1:
            merged[name] = Known(values[0], source)
    (local,) = connection.execute("SELECT is_local FROM enterprise WHERE id = ?", (subject.id,)).fetchone()
    producing = any(names.PRODUCING_ON in facts for facts in own.values())
    merged[names.LOCAL] = Known(bool(local) or producing, "企业档案" if local else "本地投产项目")
    merged.pop(names.CODES, None)
    if codes:
        merged[names.CODES] = Known(codes, "企业的项目")
    return project_facts(merged)


_SUMMED = (
    names.INVESTMENT,
    names.FIXED,
    names.EQUIPMENT,
    names.FUNDS,
    names.TAX,
    names.LAND,
    names.STAFF,
)
"""What the projects of an enterprise add up to."""


def _day(facts: Facts, name: str) -> dt.date | None:
    value = facts[name].value if name in facts else None
    return value if isinstance(value, dt.date) else None
