"""发文清单: the recipients of papers as a paper of its own, to be signed for when letters are handed out."""

from __future__ import annotations

import datetime as dt
import sqlite3

from app.models.office import read_names
from app.reports.marked import PlainTable
from app.rules.audience import SINGLE, goes_to, narrowest
from app.rules.errors import Refused
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.dispatch import recipients_of
from app.services.papers.door import named_units, paper_pdf
from app.services.papers.register import paper_view

_MARK = "【发文清单】"


def recipients_pdf(connection: sqlite3.Connection, paper_ids: list[int], today: dt.date) -> bytes:
    """Return the list of all recipients of the papers as PDF; its audience is the narrowest of theirs.

    A list of letters to several, one of them a leader, is for nobody but 市委常委会: each may read of itself alone.
    Raises `Refused` where nobody receives them.
    """
    views = [paper_view(connection, key) for key in paper_ids]
    rows = [(view, row) for view in views for row in recipients_of(connection, view.row.id)]
    if not rows:
        raise Refused("还没有收文单位，没有可打印的发文清单。")
    texts = [text for view, row in rows for text in (row.recipient, view.row.title)]
    together = [goes_to(named_units(connection), texts).label] if len(rows) > 1 else []
    audience = narrowest([*(view.row.audience for view in views), *together])
    table = PlainTable(
        title="",
        heads=("序号", "收文单位", "文号", "标题", "答复期限", "签收人和日期"),
        rows=tuple(
            (
                str(number),
                row.recipient,
                view.row.number or "—",
                view.row.title,
                f"{row.due.due:%Y-%m-%d}" if row.due.due else (f"{row.answer_days}个工作日" if row.answer_days else ""),
                "",
            )
            for number, (view, row) in enumerate(rows, start=1)
        ),
    )
    content = PaperContent(
        kind="发文清单",
        title="发文清单",
        authority=read_names(connection).authority,
        text=f"共{len(rows)}个收文单位。\n{_MARK}",
        day=today,
        audience=audience,
        numbering="none",
        format="plain",
        tables=((_MARK, table),),
        recipients=tuple(Recipient(row.recipient, row.unit_id) for _, row in rows) if audience == SINGLE else (),
    )
    return paper_pdf(connection, content, None)
