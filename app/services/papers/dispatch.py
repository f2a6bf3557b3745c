"""发文: the recipients of a paper, days for the answer by the calendar of working days, answers, overdue, reminders."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.office import Office
from app.rules.audience import SINGLE, Scope
from app.rules.errors import OfficeError, Refused
from app.rules.papers import Act, Due, Status, document_number, is_frozen
from app.rules.workdays import Holiday, WorkCalendar, read_holidays
from app.services.papers.content import Recipient
from app.services.papers.door import pass_texts

if TYPE_CHECKING:
    from app.models.tables import Dispatch


@dataclass(frozen=True)
class DispatchRow:
    """One recipient of one paper, with the answer due and the answer."""

    id: int
    version: int
    paper_id: int
    number: str
    title: str
    recipient: str
    unit_id: int | None
    answer_days: int | None
    sent_on: dt.date | None
    due: Due
    answer: str
    reminded_on: dt.date | None


def recipients_of(connection: sqlite3.Connection, paper_id: int) -> tuple[DispatchRow, ...]:
    """Return the dispatch list of a paper."""
    return _rows(connection, "d.paper_id = ? ORDER BY d.id", (paper_id,))


def waiting(connection: sqlite3.Connection, today: dt.date, *, overdue_only: bool = False) -> tuple[DispatchRow, ...]:
    """Return the answers still to come, those longest due first; `overdue_only` leaves out what is not due yet."""
    rows = _rows(
        connection,
        "d.due_on IS NOT NULL AND d.answered_on IS NULL AND p.status IN ('印发') ORDER BY d.due_on, d.id",
        (),
    )
    return tuple(row for row in rows if not overdue_only or row.due.overdue(today))


def add_recipient(office: Office, paper_id: int, recipient: Recipient, answer_days: int | None) -> None:
    """Add a recipient to a paper that was not issued yet; raises `Refused` for one whom its audience must not name."""
    from app.models.tables import Dispatch, Paper
    from app.services.papers.steps import inside

    with office.change(f"发文清单添加：{recipient.name}") as change:
        paper = change.get(Paper, paper_id)
        _still_open(Status(paper.status), str(paper.audience))
        if not recipient.name.strip():
            raise Refused("收文单位的名字不能为空，请填写。")
        receiving = () if recipient.unit_id is None else (recipient.unit_id,)
        pass_texts(inside(change), Scope.read(paper.audience, receiving), [("收文单位", recipient.name)])
        change.session.add(
            Dispatch(
                paper_id=paper_id, unit_id=recipient.unit_id, recipient=recipient.name.strip(), answer_days=answer_days
            )
        )


def remove_recipient(office: Office, dispatch_id: int, version: int) -> None:
    """Take a recipient off the list of a paper that was not issued yet."""
    from app.models.tables import Dispatch, Paper

    with office.change("发文清单删去一个收文单位") as change:
        row = change.get(Dispatch, dispatch_id, version)
        paper = change.get(Paper, row.paper_id)
        _still_open(Status(paper.status), str(paper.audience))
        row.void_reason = "从发文清单删去"


def record_answer(office: Office, dispatch_id: int, version: int, on: dt.date, answer: str) -> None:
    """Record what a recipient answered, and when; raises `Refused` for a day before the paper was sent."""
    from app.models.tables import Dispatch
    from app.services.supervision.measure_status import follow_paper

    with office.change("登记答复") as change:
        row = change.get(Dispatch, dispatch_id, version)
        if row.sent_on is None:
            raise Refused("这件公文还没有印发，不能登记答复。")
        if on < row.sent_on:
            raise Refused(f"答复日期 {on} 早于印发日期 {row.sent_on}，请核对。")
        if not answer.strip():
            raise Refused("答复内容不能为空，请填写。")
        row.answered_on, row.answer = on, answer.strip()
        follow_paper(change, row.paper_id)


def remind(office: Office, dispatch_ids: list[int], today: dt.date, by: str = "") -> tuple[str, ...]:
    """Record that the recipients were reminded today; return whom. Those who answered are passed over.

    Raises `Refused`, telling why, where none of them owes an answer: nothing is recorded then.
    """
    from app.models.tables import Dispatch, Paper
    from app.services.papers.steps import note

    with office.change("催办") as change:
        told: dict[int, list[str]] = {}
        rows = [change.get(Dispatch, key) for key in dispatch_ids]
        if reason := _nobody_owes(rows):
            raise Refused(f"没有可以催办的：{reason}")
        for row in rows:
            if row.sent_on is None or row.due_on is None or row.answered_on is not None:
                continue
            row.reminded_on = today
            told.setdefault(row.paper_id, []).append(row.recipient)
        for paper_id, names in told.items():
            note(change, change.get(Paper, paper_id), Act.REMIND, by or office.who, "、".join(names))
        return tuple(name for names in told.values() for name in names)


def _nobody_owes(rows: Sequence[Dispatch]) -> str:
    """Return why no recipient can be reminded; empty where one of them can."""
    if not rows:
        return "这件公文没有收文单位。"
    sent = [row for row in rows if row.sent_on is not None]
    if not sent:
        return "这件公文还没有印发。"
    asked = [row for row in sent if row.due_on is not None]
    if not asked:
        return "这件公文不要求答复。"
    return "" if any(row.answered_on is None for row in asked) else "收文单位都已经答复。"


def work_calendar(connection: sqlite3.Connection) -> WorkCalendar:
    """Return the calendar of working days: the published arrangements, with the office's own file over them."""
    own = tuple(
        Holiday(dt.date.fromisoformat(day), kind == "休", note)
        for day, kind, note in connection.execute("SELECT day, kind, note FROM holiday ORDER BY day")
    )
    return _published().updated(own)


def import_holidays(office: Office, path: Path, today: dt.date) -> tuple[Holiday, ...]:
    """Take holidays from a CSV file (日期,休或班,名称) and return them; days that were known are replaced."""
    from app.models.faults import in_chinese
    from app.models.tables import Holiday as Row

    try:
        data = path.read_bytes()
    except OSError as error:
        raise in_chinese(error, f"读取“{path}”") from error
    if len(data) > 1_000_000:
        raise OfficeError(f"“{path}”超过1MB，不像节假日文件。请检查是不是选错了文件。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    holidays = read_holidays(text, today)
    with office.change(f"导入节假日：{path.name}") as change:
        for one in holidays:
            change.session.merge(Row(day=one.day, kind="休" if one.off else "班", note=one.note))
    return holidays


@cache
def _published() -> WorkCalendar:
    from chinese_calendar import constants

    off, work = dict.fromkeys(constants.holidays, True), dict.fromkeys(constants.workdays, False)
    return WorkCalendar({**off, **work}, frozenset(day.year for day in constants.holidays))


def _still_open(status: Status, audience: str) -> None:
    if status in (Status.ISSUED, Status.DONE, Status.WITHDRAWN):
        raise Refused(f"这件公文已经{status}，发文清单不能再改。")
    if is_frozen(status) and audience == SINGLE:
        raise Refused("这件公文只发给单个收文单位，签发后发文清单不能再改。")


def _rows(connection: sqlite3.Connection, where: str, values: tuple[object, ...]) -> tuple[DispatchRow, ...]:
    rows = connection.execute(
        "SELECT d.id, d.version, d.paper_id, p.title, d.recipient, d.unit_id, d.answer_days, d.answer,"
        " p.series, p.year, p.number, d.sent_on, d.due_on, d.answered_on, d.reminded_on"
        " FROM dispatch d JOIN paper p ON p.id = d.paper_id"
        f" WHERE d.void_reason IS NULL AND p.void_reason IS NULL AND {where}",
        values,
    )
    return tuple(
        DispatchRow(
            id=key,
            version=version,
            paper_id=paper,
            number=document_number(*rest[:3]),
            title=title,
            recipient=recipient,
            unit_id=unit,
            answer_days=days,
            sent_on=_day(rest[3]),
            due=Due(_day(rest[4]), _day(rest[5])),
            answer=answer,
            reminded_on=_day(rest[6]),
        )
        for key, version, paper, title, recipient, unit, days, answer, *rest in rows
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
