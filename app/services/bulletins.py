"""月度通报: drafting the bulletin of a ranking, showing it as PDF, and recording it with its number."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sqlite3
from dataclasses import dataclass, fields
from pathlib import Path

from app.models.office import Office, read_names
from app.reports.bulletin import BulletinText, bulletin_paper
from app.rules.audience import Audience, widest_for
from app.rules.errors import Refused
from app.rules.periods import Period
from app.services.bulletin_text import TABLE_MARK, bulletin_lines, details_table, ranking_table
from app.services.ranking import GROUPS, RankingTable, rank

__all__ = ["TABLE_MARK", "BulletinDraft", "RecordedPaper", "bulletin_pdf", "draft_bulletin", "papers", "save_bulletin"]


@dataclass(frozen=True)
class BulletinDraft:
    """A bulletin before it is issued. All text may be edited; the tables and the audience follow the ranking."""

    title: str
    authority: str
    number_word: str
    year: int
    number: int
    addressees: str
    text: str
    signature: str
    day: dt.date
    note: str
    copies_to: str
    printed_by: str
    audience: Audience
    ranking: RankingTable

    @property
    def document_number(self) -> str:
        """清招办〔2026〕5号."""
        return f"{self.number_word}〔{self.year}〕{self.number}号"


@dataclass(frozen=True)
class RecordedPaper:
    """A paper that the office has made."""

    id: int
    kind: str
    number: str
    title: str
    audience: str
    day: dt.date


def draft_bulletin(
    connection: sqlite3.Connection, period: Period, group: str, as_of: dt.date, today: dt.date
) -> BulletinDraft:
    """Draft the bulletin of a group's ranking, with the figures put into words and the next free number.

    A bulletin of the same figures that was recorded before keeps its number. Raises `Refused` as `rank` does.
    """
    names = read_names(connection)
    ranking = rank(connection, period, group, as_of)
    audience = widest_for(group)
    inside = audience is Audience.STANDING_COMMITTEE
    scope = {"county": "全市", "department": "市直部门", "leader": "市领导"}[group]
    return BulletinDraft(
        title=f"关于{period.label}{scope}招商引资工作进展情况的通报",
        authority=names.authority,
        number_word=names.number_word,
        year=today.year,
        number=_number(connection, names.number_word, today.year, ranking),
        addressees="市委常委会各组成人员" if inside else "各县（区）人民政府，各开发区管委会，市直各单位",
        text=bulletin_lines(connection, ranking),
        signature=names.authority,
        day=today,
        note="本通报供市委常委会会议使用，会后收回" if inside else "",
        copies_to="" if inside else "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室。",
        printed_by=names.authority,
        audience=audience,
        ranking=ranking,
    )


def bulletin_pdf(draft: BulletinDraft) -> bytes:
    """Set the draft and return the PDF; raises `OfficeError` for a character that no font has."""
    from app.reports.fonts.resolver import resolve
    from app.reports.gongwen.writing import write_pdf

    target = io.BytesIO()
    write_pdf(bulletin_paper(_text(draft)), resolve(), target)
    return target.getvalue()


def save_bulletin(office: Office, draft: BulletinDraft, path: Path) -> Path:
    """Write the bulletin as PDF, record it with its number, and return the path.

    The number is given once: the same figures again keep theirs, and a number that another paper took meanwhile is
    refused. The file appears whole or not at all; where it cannot be written, nothing is recorded.
    """
    from app.models.faults import in_chinese
    from app.models.tables import Paper, Ranking
    from app.services.records import valid

    pdf = bulletin_pdf(draft)
    part = path.with_name(path.name + ".part")
    with office.change(f"印发通报：{draft.title}") as change:
        session = change.session
        digest = draft.ranking.sha256()
        frozen = valid(session, Ranking, sha256=digest)
        if not frozen:
            frozen = [
                Ranking(
                    period=str(draft.ranking.period),
                    group_key=draft.ranking.group,
                    as_of=draft.ranking.as_of,
                    scheme_id=draft.ranking.scheme_id,
                    body=json.dumps(draft.ranking.to_json(), ensure_ascii=False),
                    sha256=digest,
                )
            ]
            session.add(frozen[0])
            session.flush()
        body = json.dumps(_body(draft), ensure_ascii=False, default=str)
        taken = valid(session, Paper, series=draft.number_word, year=draft.year, number=draft.number)
        if taken and taken[0].ranking_id != frozen[0].id:
            raise Refused(f"{draft.document_number}已用于“{taken[0].title}”，请换一个文号。")
        if taken:
            taken[0].title, taken[0].day, taken[0].body = draft.title, draft.day, body
        else:
            session.add(
                Paper(
                    kind="通报",
                    series=draft.number_word,
                    year=draft.year,
                    number=draft.number,
                    title=draft.title,
                    audience=draft.audience.label,
                    day=draft.day,
                    body=body,
                    ranking_id=frozen[0].id,
                )
            )
        session.flush()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(pdf)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise in_chinese(error, f"写入“{path}”") from error
    return path


def papers(connection: sqlite3.Connection) -> tuple[RecordedPaper, ...]:
    """Return the papers recorded, the latest first."""
    rows = connection.execute(
        "SELECT id, kind, series, year, number, title, audience, day FROM paper WHERE void_reason IS NULL"
        " ORDER BY day DESC, id DESC"
    )
    return tuple(
        RecordedPaper(
            key, kind, f"{series}〔{year}〕{number}号" if number else "", title, audience, dt.date.fromisoformat(day)
        )
        for key, kind, series, year, number, title, audience, day in rows
    )


def _number(connection: sqlite3.Connection, series: str, year: int, ranking: RankingTable) -> int:
    known = connection.execute(
        "SELECT p.number FROM paper p JOIN ranking r ON r.id = p.ranking_id WHERE r.sha256 = ? AND p.series = ?"
        " AND p.year = ? AND p.void_reason IS NULL",
        (ranking.sha256(), series, year),
    ).fetchone()
    if known:
        return known[0]
    (last,) = connection.execute(
        "SELECT coalesce(max(number), 0) FROM paper WHERE series = ? AND year = ?", (series, year)
    ).fetchone()
    return last + 1


def _text(draft: BulletinDraft) -> BulletinText:
    ranking = draft.ranking
    return BulletinText(
        title=draft.title,
        authority=draft.authority,
        number=draft.document_number,
        addressees=re.sub(r"[：:]?$", "", draft.addressees.strip()),
        text=draft.text,
        table=ranking_table(ranking),
        details=details_table(ranking),
        signature=draft.signature,
        day=draft.day,
        note=draft.note,
        copies_to=draft.copies_to,
        printed_by=draft.printed_by,
        words=(draft.authority, "招商引资", "工作", "进展", "情况", "通报", *GROUPS.values()),
    )


def _body(draft: BulletinDraft) -> dict[str, object]:
    """Return what is frozen of the draft: its text, without the ranking, which is frozen beside it."""
    kept = (field.name for field in fields(draft) if field.name != "ranking")
    return {name: getattr(draft, name) for name in kept}
