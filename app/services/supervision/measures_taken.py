"""督促 as it was decided: recording the decision, following a measure until done, and the history of each unit.

For screens: `decide` records what a person decided on a proposal of `services.supervision`; `follow` moves a measure
on; `open_measures` lists what waits for something; `history` all measures of a unit, `measures_of` of a period.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from app.models.office import Office
from app.rules.errors import Refused
from app.rules.periods import Period
from app.rules.supervision import OPEN, Status, check_day, check_due, check_move, check_words

if TYPE_CHECKING:
    from app.services.supervision.worklist import Proposal


@dataclass(frozen=True)
class MeasureRow:
    """A measure as it was decided, and how far it and its paper have come; `by_hand` says why it does not follow."""

    id: int
    version: int
    unit_id: int
    unit: str
    group: str
    period: str
    step: str
    kind: str
    audience: str
    grounds: str
    months_running: int
    status: Status
    decided_by: str
    decided_on: dt.date
    decision: str
    due_on: dt.date | None
    sent_on: dt.date | None
    answered_on: dt.date | None
    answer: str
    closed_on: dt.date | None
    closing: str
    paper_id: int | None
    by_hand: str
    paper_status: str


def decide(
    office: Office,
    proposal: Proposal,
    period: Period,
    *,
    by: str,
    on: dt.date,
    take: bool = True,
    decision: str = "",
    due_on: dt.date | None = None,
    text: str = "",
) -> int:
    """Record what a person decided on a proposal and return the measure's id.

    Not taking it needs a reason in `decision`. `text` replaces the grounds; words that are not the office's to
    give are refused, as are a day of answer before the decision and a second decision for one unit and period.
    """
    from app.models.tables import SupervisionMeasure
    from app.services.dossiers.records import valid

    wording = text.strip() or proposal.grounds
    check_words(wording)
    check_words(decision)
    check_due(on, due_on)
    if not by.strip():
        raise Refused("请填写由谁决定。")
    if not take and not decision.strip():
        raise Refused("不采取措施也要写明理由。")
    with office.change(f"督促：{proposal.unit}（{proposal.measure}）", reason=decision.strip()) as change:
        if valid(change.session, SupervisionMeasure, unit_id=proposal.unit_id, period=str(period)):
            raise Refused(f"{proposal.unit}{period.label}已经决定过。请在督促记录里继续跟进。")
        row = SupervisionMeasure(
            unit_id=proposal.unit_id,
            period=str(period),
            step=str(proposal.step),
            kind=proposal.measure,
            audience=proposal.audience.label,
            grounds=wording,
            months_running=proposal.months_running,
            status=str(Status.DECIDED if take else Status.DROPPED),
            decided_by=by.strip(),
            decided_on=on,
            decision=decision.strip(),
            due_on=due_on,
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def follow(
    office: Office,
    measure_id: int,
    version: int,
    to: Status,
    *,
    on: dt.date,
    today: dt.date,
    text: str = "",
    paper_id: int | None = None,
) -> None:
    """Move a measure on by hand: delivered (with how), answered (with the answer), done or relieved (with why).

    Its paper moves it by itself (`services.measure_status`); a status set by hand stays. `paper_id` links a paper:
    one that was issued already says itself when the measure was delivered. Raises `Refused` for a move that its
    status does not allow, a missing text, a day after `today` or before the decision, the delivery or the answer;
    `Conflict` where it has moved on.
    """
    from app.models.tables import SupervisionMeasure
    from app.services.supervision.measure_status import follow_paper

    check_words(text)
    said = text.strip()
    if to is not Status.SENT and not said:
        raise Refused(f"改为“{to}”要写明内容或理由。")
    with office.change(f"督促跟进：{to}", reason=said) as change:
        row = change.get(SupervisionMeasure, measure_id, version)
        check_move(Status(row.status), to)
        check_day(on, today, (("决定", row.decided_on), ("送达", row.sent_on), ("反馈", row.answered_on)))
        if paper_id is not None:
            row.paper_id = paper_id
        if to is Status.SENT:
            if not said and row.paper_id is not None:
                follow_paper(change, row.paper_id)
            if row.status == Status.DECIDED:
                if not said:
                    raise Refused("公文印发后，自动记为已送达。已用别的方式送达的，请写明怎样送达。")
                row.status, row.sent_on, row.by_hand = str(to), on, said
            return
        row.status = str(to)
        if to is Status.ANSWERED:
            row.answered_on, row.answer, row.by_hand = on, said, f"手工登记反馈：{said}"
        else:
            row.closed_on, row.closing = on, said


def open_measures(connection: sqlite3.Connection, group: str = "") -> tuple[MeasureRow, ...]:
    """Return the measures that wait for something, those due first."""
    marks = ", ".join("?" for _ in OPEN)
    found = _measures(connection, f"m.status IN ({marks}) AND ? IN ('', u.group_key)", (*map(str, OPEN), group))
    return tuple(sorted(found, key=lambda row: (row.due_on or dt.date.max, row.id)))


def measure_of(connection: sqlite3.Connection, measure_id: int) -> MeasureRow:
    """Return one measure; raise `Refused` where there is none of that id."""
    found = _measures(connection, "m.id = ?", (measure_id,))
    if not found:
        raise Refused(f"没有编号为 {measure_id} 的督促措施。")
    return found[0]


def history(connection: sqlite3.Connection, unit_id: int) -> tuple[MeasureRow, ...]:
    """Return all measures of a unit, the latest first."""
    return _measures(connection, "m.unit_id = ?", (unit_id,))


def measures_of(connection: sqlite3.Connection, period: Period) -> tuple[MeasureRow, ...]:
    """Return what was decided for a period, of all units."""
    return _measures(connection, "m.period = ?", (str(period),))


def _measures(connection: sqlite3.Connection, where: str, values: tuple[object, ...]) -> tuple[MeasureRow, ...]:
    rows = connection.execute(
        "SELECT m.id, m.version, m.unit_id, u.name, u.group_key, m.period, m.step, m.kind, m.audience, m.grounds,"
        " m.months_running, m.status, m.decided_by, m.decided_on, m.decision, m.due_on, m.sent_on, m.answered_on,"
        " m.answer, m.closed_on, m.closing, m.paper_id, m.by_hand, coalesce(p.status, '') FROM supervision_measure m"
        " JOIN unit u ON u.id = m.unit_id LEFT JOIN paper p ON p.id = m.paper_id"
        f" WHERE {where} AND m.void_reason IS NULL ORDER BY m.decided_on DESC, m.id DESC",
        values,
    )
    names = [field.name for field in fields(MeasureRow)]
    return tuple(
        MeasureRow(**{name: _read(name, value) for name, value in zip(names, row, strict=True)}) for row in rows
    )


def _read(name: str, value: Any) -> Any:
    if name == "status":
        return Status(value)
    return dt.date.fromisoformat(value) if name.endswith("_on") and value is not None else value
