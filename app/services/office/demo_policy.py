"""What the demo office did under its measures: referrers and their claims, facts, grants, who brought whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from typing import Any

from app.models.office import Office
from app.rules.money import read_money
from app.rules.stages import Stage
from app.services.dossiers.keeping import add_stage
from app.services.office.places import RESOURCES
from app.services.policy import bonus_claims
from app.services.policy.bonus_lists import claim_version, set_budget
from app.services.policy.grants import grant
from app.services.policy.policy_facts import record_fact
from app.services.policy.referral_benefits import grant_referral, justify_tie
from app.services.policy.subjects import Subject, find_enterprise, find_project

Step = dict[str, Any]


def play_policy(office: Office, today: dt.date) -> None:
    """Take the steps of `resources/demo/policy.yaml` whose days have come by `today`, in their order.

    Raises `Refused` where a step does not fit the demo's projects.
    """
    import yaml

    plan = yaml.safe_load((RESOURCES / "demo" / "policy.yaml").read_text(encoding="utf-8"))
    for step in plan["steps"]:
        if step["day"] <= today:
            _STEPS[step["do"]](office, step)


def _register(office: Office, step: Step) -> None:
    bonus_claims.register_referrer(
        office,
        _project(office, step).id,
        step["name"],
        on=step["day"],
        today=step["day"],
        identity=step.get("identity", ""),
        id_number=step.get("number", ""),
        paper=step["paper"],
    )


def _share(office: Office, step: Step) -> None:
    project = _project(office, step).id
    shares = [(_referral(office, project, name), share) for name, share in step["shares"].items()]
    bonus_claims.agree_shares(office, project, shares, paper=step["paper"])


def _claim(office: Office, step: Step) -> None:
    bonus_claims.claim(
        office, _project(office, step).id, Stage.from_label(step["stage"]), on=step["day"], today=step["day"]
    )


def _check(office: Office, step: Step) -> None:
    number, version = _claim_of(office, step)
    bonus_claims.check(
        office, number, version, by=step["by"], on=step["day"], today=step["day"], notice_from=step["day"]
    )


def _approve(office: Office, step: Step) -> None:
    number, version = _claim_of(office, step)
    bonus_claims.approve(office, number, version, by=step["by"], on=step["day"], today=step["day"])


def _pay(office: Office, step: Step) -> None:
    number, _ = _claim_of(office, step)
    referral = _referral(office, _project(office, step).id, step["name"])
    tax = read_money(step["tax"], None) or 0
    bonus_claims.pay(
        office, number, referral, on=step["day"], today=step["day"], tax_fen=tax, receipt=step.get("receipt", "")
    )


def _brought(office: Office, step: Step) -> None:
    """Record an enterprise as the one that brought a project."""
    from app.models.tables import Referral

    enterprise, project = _enterprise(office, step).id, _project(office, step).id
    with office.change("登记引荐企业", reason=step["paper"]) as change:
        change.session.add(Referral(project_id=project, enterprise_id=enterprise, paper=step["paper"]))


def _terminate(office: Office, step: Step) -> None:
    """End a project that turned out false: what was paid for it is to be recovered."""
    add_stage(office, _project(office, step).id, Stage.TERMINATED, step["day"], evidence=step["reason"])


def _tie(office: Office, step: Step) -> None:
    enterprise, project = _enterprise(office, step).id, _project(office, step).id
    justify_tie(office, enterprise, project, reason=step["reason"], by=step["by"], day=step["day"])


def _fact(office: Office, step: Step) -> None:
    value = read_money(step["value"], None) or 0
    record_fact(office, _project(office, step).id, step["fact"], value, day=step["day"], source=step["paper"])


def _grant(office: Office, step: Step) -> None:
    grant(office, _project(office, step).id, step["clause"], paper=step["paper"], on=step["day"], today=step["day"])


def _refer_grant(office: Office, step: Step) -> None:
    grant_referral(
        office,
        _enterprise(office, step),
        _project(office, step).id,
        paper=step["paper"],
        on=step["day"],
        today=step["day"],
    )


def _budget(office: Office, step: Step) -> None:
    set_budget(office, step["year"], read_money(step["amount"], None) or 0, paper=step["paper"])


_STEPS: dict[str, Callable[[Office, Step], None]] = {
    "register": _register,
    "share": _share,
    "claim": _claim,
    "check": _check,
    "approve": _approve,
    "pay": _pay,
    "brought": _brought,
    "terminate": _terminate,
    "tie": _tie,
    "fact": _fact,
    "grant": _grant,
    "refer-grant": _refer_grant,
    "budget": _budget,
}


def _project(office: Office, step: Step) -> Subject:
    with closing(office.read()) as connection:
        return find_project(connection, step["project"])


def _enterprise(office: Office, step: Step) -> Subject:
    with closing(office.read()) as connection:
        return find_enterprise(connection, step["enterprise"])


def _referral(office: Office, project: int, name: str) -> int:
    with closing(office.read()) as connection:
        (key,) = connection.execute(
            "SELECT r.id FROM referral r JOIN person w ON w.id = r.person_id"
            " WHERE r.project_id = ? AND w.name = ? AND r.void_reason IS NULL",
            (project, name),
        ).fetchone()
        return key


def _claim_of(office: Office, step: Step) -> tuple[int, int]:
    """Return the id and version of the claim that a step goes on with."""
    with closing(office.read()) as connection:
        (key,) = connection.execute(
            "SELECT c.id FROM bonus_claim c JOIN project p ON p.id = c.project_id"
            " WHERE p.code = ? AND c.stage = ? AND c.void_reason IS NULL",
            (step["project"], int(Stage.from_label(step["stage"]))),
        ).fetchone()
        return key, claim_version(connection, key)
