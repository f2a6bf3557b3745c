"""The way of a paper: 拟稿 → 核稿 → 签发 → 印发 → 办结, with sending back and withdrawing (domain.md §7)."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing

from app.models.change import Change
from app.models.office import Office
from app.models.tables import Dispatch, Paper
from app.rules.audience import Audience, Scope
from app.rules.errors import Refused
from app.rules.papers import Act, Status, is_frozen
from app.rules.periods import Period
from app.services.papers import steps, store
from app.services.papers.content import PaperContent, complete
from app.services.papers.dispatch import work_calendar
from app.services.papers.door import paper_pdf, pass_texts
from app.services.papers.profiles import in_profile
from app.services.supervision.measure_status import follow_paper

_SERIES = re.compile("[\u3400-\u9fff\U00020000-\U000323af]{1,20}")
"""A 机关代字: 汉字 only."""


def draft_paper(office: Office, content: PaperContent, comment: str = "") -> int:
    """Keep a new paper at 拟稿 and return its id. Raises `Refused` where it lacks something or says too much."""
    complete(content)
    with office.change(f"起草公文：{content.title}") as change:
        paper_pdf(steps.inside(change), content, None)
        return steps.add(change, content, office.who, comment).id


def edit_paper(office: Office, paper_id: int, version: int, content: PaperContent, comment: str = "") -> None:
    """Change the text of a paper at 拟稿; raises `Conflict` where somebody else was quicker."""
    with office.change(f"修改公文：{content.title}") as change:
        paper = change.get(Paper, paper_id, version)
        if is_frozen(Status(paper.status)):
            raise Refused(f"这件公文已经{paper.status}，文字不能再改。如有差错，请作废后另发。")
        complete(content)
        paper_pdf(steps.inside(change), content, None)
        paper.kind, paper.title, paper.audience, paper.day = content.kind, content.title, content.audience, content.day
        paper.body = content.to_json()
        steps.put_recipients(change, paper, content)
        steps.step(change, paper, Act.EDIT, office.who, comment)


def review(office: Office, paper_id: int, version: int, comment: str = "", by: str = "") -> None:
    """核稿: somebody has read the draft and agrees."""
    _step(office, paper_id, version, Act.REVIEW, comment, by)


def send_back(office: Office, paper_id: int, version: int, comment: str, by: str = "") -> None:
    """退回: back to 拟稿, with the reason."""
    _step(office, paper_id, version, Act.SEND_BACK, comment, by)


def sign(office: Office, paper_id: int, version: int, *, today: dt.date, comment: str = "", by: str = "") -> str:
    """签发: give the number and today's date, set the pages, freeze text, PDF and the ranking told of;
    return the number as printed.

    All in one transaction: where the pages cannot be set or kept, no number is used.
    """
    with office.change("签发公文") as change:
        paper = change.get(Paper, paper_id, version)
        content = in_profile(steps.inside(change), PaperContent.from_json(paper.body).on(today))
        steps.step(change, paper, Act.SIGN, by or office.who, comment)
        number = steps.give_number(change, paper, content)
        pdf = paper_pdf(steps.inside(change), content, number)
        steps.freeze(change, paper, content, store.keep(office, pdf))
        return content.number_text(number)


def issue(office: Office, paper_id: int, version: int, *, today: dt.date, comment: str = "", by: str = "") -> None:
    """印发: the paper goes to its recipients today; the days for the answer begin to run.

    Raises `Refused` where it has no recipients, or the year's holidays are not known yet.
    """
    with office.change("印发公文") as change:
        paper = change.get(Paper, paper_id, version)
        steps.step(change, paper, Act.ISSUE, by or office.who, comment)
        recipients = change.session.query(Dispatch).filter_by(paper_id=paper_id, void_reason=None).all()
        if not recipients:
            raise Refused("还没有收文单位，不能印发。请先在发文清单里添加。")
        calendar = work_calendar(steps.inside(change))
        for one in recipients:
            one.sent_on = today
            one.due_on = calendar.due(today, one.answer_days) if one.answer_days else None
        _follow_extension(change, paper, recipients, today)
        follow_paper(change, paper_id)


def _follow_extension(change: Change, paper: Paper, recipients: list[Dispatch], today: dt.date) -> None:
    """Record a letter on extending the chain with its unit, so that its yield can be told (domain.md §2)."""
    from app.services.chain.extension_tasks import put_letter

    kind, _, rest = paper.origin.partition(":")
    if kind != "extend":
        return
    period, _, unit = rest.rpartition(":")
    due = next((one.due_on for one in recipients if one.unit_id == int(unit)), None)
    put_letter(change, int(unit), Period.parse(period), sent_on=today, due_on=due, paper_id=paper.id)


def close(office: Office, paper_id: int, version: int, comment: str = "", by: str = "") -> None:
    """办结: all answers are in, or the comment says why the matter is done without."""
    with office.change("办结公文") as change:
        paper = change.get(Paper, paper_id, version)
        waiting = [
            one.recipient
            for one in change.session.query(Dispatch).filter_by(paper_id=paper_id, void_reason=None)
            if one.due_on and not one.answered_on
        ]
        if waiting and not comment.strip():
            raise Refused(f"还没有答复：{'、'.join(waiting[:5])}。如不再等，请写明原因后办结。")
        steps.step(change, paper, Act.CLOSE, by or office.who, comment)


def withdraw(office: Office, paper_id: int, version: int, comment: str, by: str = "") -> None:
    """作废: the paper holds no more; a number that it had stays taken and is recorded as withdrawn."""
    with office.change("作废公文", reason=comment) as change:
        paper = change.get(Paper, paper_id, version)
        steps.step(change, paper, Act.WITHDRAW, by or office.who, comment)
        paper.void_reason = comment.strip()
        follow_paper(change, paper_id)


def start_series(office: Office, series: str, year: int, used: int) -> None:
    """Record the last number that the office gave in a series and year before it used this program.

    Raises `Refused` for a series that is no 机关代字 (empty, too long, with marks or figures, a leader's name), for a
    year that is none, and where the series has numbers of its own here.
    """
    series = series.strip()
    if not _SERIES.fullmatch(series):
        raise Refused(f"“{series}”不像机关代字。请写1至20个汉字，如 清招办函，不带年份、括号和标点。")
    if not 2000 <= year <= 2100:
        raise Refused(f"“{year}”年不对，请写2000至2100之间的年份，如 2026。")
    with closing(office.read()) as connection:
        pass_texts(connection, Scope(Audience.ALL_OFFICIALS), [("机关代字", series)])
    with office.change(f"登记起始文号：{series}〔{year}〕") as change:
        steps.set_start(change, series, year, used)


def _step(office: Office, paper_id: int, version: int, act: Act, comment: str, by: str) -> None:
    with office.change(f"公文{act}") as change:
        paper = change.get(Paper, paper_id, version)
        steps.step(change, paper, act, by or office.who, comment)
