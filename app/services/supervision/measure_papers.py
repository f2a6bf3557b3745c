"""The draft paper of a decided measure: made from the office's templates, kept at 拟稿, and linked to the measure."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from app.models.office import Office, read_names
from app.rules.audience import narrowest
from app.rules.errors import OfficeError, Refused
from app.rules.papers import Act
from app.rules.papers import Status as PaperStatus
from app.rules.periods import Period
from app.rules.supervision import OPEN, Status
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.drafting import draft_from_template
from app.services.papers.fields import common
from app.services.papers.templates import fill, inputs_of, template
from app.services.supervision.lag_letters import lag_letters
from app.services.supervision.measures_taken import MeasureRow, measure_of, measures_of

TALK_TEMPLATE = "约谈通知"
TOGETHER = {"通报": "督促通报", "口头通报": "口头通报稿", "呈阅件": "督促呈阅件"}
"""By the kind of measure, the template of a paper that names all units of a period."""


@dataclass(frozen=True)
class _Kept:
    """A draft in the register that further units of the period can still be named in."""

    id: int
    version: int
    measures: tuple[MeasureRow, ...]


def draft_measure(office: Office, measure_id: int, *, as_of: dt.date, today: dt.date) -> int:
    """Draft the paper of a measure, link it to the measure, and return the paper's id.

    提醒函 and 约谈 go to the unit alone; a 提醒函 that is in the register already is linked. 通报 (and for leaders
    呈阅件, 口头通报) name all units of the period on which the same was decided: a further one is added to the
    draft as long as nobody has changed it by hand. The audience is the narrowest of those named. Raises `Refused`
    for a measure that is not open, has its paper already, or whose template cannot be filled.
    """
    with closing(office.read()) as connection:
        measure = measure_of(connection, measure_id)
        _refuse_another(connection, measure)
        kept = None
        if measure.kind in TOGETHER:
            kept = _unchanged(office, connection, measure)
            content = _together(office, connection, (*(kept.measures if kept else ()), measure), today)
        elif measure.kind == "约谈":
            content = _talk(office, connection, measure, today)
        else:
            content = _reminder(office, connection, measure, as_of, today)
    return _keep(office, measure, content, kept)


def draft_told(office: Office, measure_id: int, kind: str, *, as_of: dt.date, today: dt.date) -> str:
    """Draft the paper of a measure, in any thread, and return what to tell.

    A paper that cannot be made takes nothing from the decision, so its fault is only told.
    """
    try:
        draft_measure(office, measure_id, as_of=as_of, today=today)
    except OfficeError as error:
        return f"{kind}没有起草：{error.message}"
    return f"{kind}已起草，在“公文起草”的登记里。"


def _keep(office: Office, measure: MeasureRow, content: PaperContent, kept: _Kept | None) -> int:
    from app.models.tables import Paper, SupervisionMeasure
    from app.services.papers import steps
    from app.services.papers.content import complete
    from app.services.papers.door import paper_pdf
    from app.services.supervision.measure_status import follow_paper

    if known := _with_origin(office, content.origin) if kept is None else None:
        with office.change(f"督促措施对应公文：{content.title}") as change:
            change.get(SupervisionMeasure, measure.id, measure.version).paper_id = known
            follow_paper(change, known)
        return known
    comment = f"督促：{Period.parse(measure.period).label}{measure.unit}（{measure.kind}）"
    with office.change(f"起草公文：{content.title}") as change:
        row = change.get(SupervisionMeasure, measure.id, measure.version)
        paper_pdf(steps.inside(change), content, None)
        if kept is None:
            paper = steps.add(change, content, office.who, comment)
        else:
            complete(content)
            paper = change.get(Paper, kept.id, kept.version)
            paper.body, paper.day, paper.audience = content.to_json(), content.day, content.audience
            paper.origin = content.origin
            steps.step(change, paper, Act.EDIT, office.who, comment)
        row.paper_id = paper.id
        return paper.id


def _with_origin(office: Office, origin: str) -> int | None:
    """Return the paper that was made of the same before: a letter drafted in the batch of its month."""
    with closing(office.read()) as connection:
        found = connection.execute(
            "SELECT id FROM paper WHERE origin = ? AND status <> ? AND void_reason IS NULL",
            (origin, PaperStatus.WITHDRAWN.value),
        ).fetchone()
    return found[0] if found else None


def _refuse_another(connection: sqlite3.Connection, measure: MeasureRow) -> None:
    if measure.status not in OPEN:
        raise Refused(f"对{measure.unit}的{measure.kind}已经{measure.status}，不再起草公文。")
    known = connection.execute(
        "SELECT status FROM paper WHERE id = ? AND status <> ?", (measure.paper_id, PaperStatus.WITHDRAWN.value)
    ).fetchone()
    if known:
        raise Refused(f"对{measure.unit}的{measure.kind}已经有公文（{known[0]}），请在“公文登记”里办理。")


def _reminder(
    office: Office, connection: sqlite3.Connection, measure: MeasureRow, as_of: dt.date, today: dt.date
) -> PaperContent:
    batch = lag_letters(office, connection, Period.parse(measure.period), as_of=as_of, today=today)
    for content in batch.contents:
        if any(to.unit_id == measure.unit_id for to in content.recipients):
            return content
    raise Refused(f"按现在的数据{measure.unit}已不在落后之列，请在“公文起草”里起草提醒函。")


def _talk(office: Office, connection: sqlite3.Connection, measure: MeasureRow, today: dt.date) -> PaperContent:
    given = {"事由": _one_line(measure.grounds).removeprefix(measure.unit).rstrip("。"), "约谈人": "市政府分管负责同志"}
    asked = {one.name for one in inputs_of(template(office.folder, TALK_TEMPLATE).source)}
    inputs = {name: text for name, text in given.items() if name in asked}
    content = draft_from_template(office, connection, TALK_TEMPLATE, measure.unit, inputs, today=today)
    return replace(content, origin=f"measure:{measure.id}")


def _together(
    office: Office, connection: sqlite3.Connection, measures: Sequence[MeasureRow], today: dt.date
) -> PaperContent:
    first = measures[0]
    name = TOGETHER[first.kind]
    source = template(office.folder, name).source
    asked = {one.name: one.unfilled for one in inputs_of(source)}
    ours = {
        "期间": Period.parse(first.period).label,
        "情况": "\n".join(_one_line(one.grounds) for one in measures),
    }
    content = fill(
        source,
        common(read_names(connection), today, None, {**asked, **ours}),
        today,
        name=name,
        origin=f"{_origin(first)}{first.id}",
    )
    return replace(
        content,
        audience=narrowest(one.audience for one in measures),
        recipients=tuple(Recipient(one) for one in content.addressees.split("，") if one),
        words=tuple(one.unit for one in measures),
    )


def _unchanged(office: Office, connection: sqlite3.Connection, measure: MeasureRow) -> _Kept | None:
    """Return the period's draft of the same kind, as long as it reads as it was drafted."""
    found = connection.execute(
        "SELECT id, version, body FROM paper WHERE origin LIKE ? || '%' AND status = ? AND void_reason IS NULL"
        " ORDER BY id DESC LIMIT 1",
        (_origin(measure), PaperStatus.DRAFT.value),
    ).fetchone()
    if found is None:
        return None
    key, version, body = found
    named = sorted(
        (one for one in measures_of(connection, Period.parse(measure.period)) if one.paper_id == key),
        key=lambda one: one.id,
    )
    content = PaperContent.from_json(body)
    if not named or content != _together(office, connection, named, content.day):
        return None
    return _Kept(key, version, tuple(one for one in named if one.status is Status.DECIDED))


def _origin(measure: MeasureRow) -> str:
    return f"measure:{measure.kind}:{measure.period}:"


def _one_line(text: str) -> str:
    return "".join(text.split())
