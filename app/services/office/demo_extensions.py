"""What the demo office did with its candidates: tasks, letters, an answer, a lead that remembers its origin."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import Any

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.chain.extending import Candidate, candidates
from app.services.chain.extension_letters import lead_of_code
from app.services.chain.extension_tasks import accept_candidate, link_lead, record_answer, record_letter


def extend_demo(office: Office, plan: list[dict[str, Any]], today: dt.date) -> None:
    """Take up the candidates of the plan in `resources/demo/city.yaml`, as far as their days have come by `today`.

    The origins and leads are projects of the ledgers. Raises `Refused` where the plan does not fit them.
    """
    for one in plan:
        if one["accepted"] > today:
            continue
        unit, candidate, lead = _read(office, one)
        task = accept_candidate(office, unit, candidate, on=one["accepted"], by="招商办主任")
        if "letter" not in one or one["letter"]["sent"] > today:
            continue
        sent = one["letter"]
        letter = record_letter(
            office, unit, Period.parse(sent["period"]), sent_on=sent["sent"], due_on=sent["due"], paper_id=None
        )
        if "answer" in one and one["answer"]["day"] <= today:
            record_answer(office, letter, on=one["answer"]["day"], answer=one["answer"]["text"])
        if lead is not None and one["lead"]["day"] <= today:
            link_lead(office, lead, task, on=one["lead"]["day"])


def _read(office: Office, one: dict[str, Any]) -> tuple[int, Candidate, int | None]:
    """Return the unit, the candidate and the lead of one line of the plan."""
    with closing(office.read()) as connection:
        (unit,) = connection.execute("SELECT id FROM unit WHERE name = ?", (one["unit"],)).fetchone()
        found = [
            candidate
            for candidate in candidates(connection, on=one["accepted"])
            if candidate.origin.name == one["origin"] and candidate.judgement.candidate == one["candidate"]
        ]
        if not found:
            raise Refused(f"演示数据里“{one['origin']}”不能延伸出{one['candidate']}。")
        return unit, found[0], lead_of_code(connection, one["lead"]["project"]) if "lead" in one else None
