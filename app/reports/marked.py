"""Marked text made into an official paper: its head, its text by the marks of `marked_blocks`, its closing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from app.reports.gongwen.paper import Align, Paper
from app.reports.gongwen.profile import STANDARD, Profile
from app.reports.marked_blocks import PlainTable, blocks_of
from app.rules.errors import Refused
from app.rules.papers import CLASSES, URGENCIES

__all__ = ["Align", "Format", "MarkedPaper", "PlainTable", "check_head", "marked_paper"]

Format = Literal["file", "letter", "plain"]
MOST_SIGNERS = 8

_SECURITY = re.compile(rf"({'|'.join(CLASSES)})(★(长期|\d{{1,2}}年|\d{{1,2}}个月|\d{{4}}年\d{{1,2}}月\d{{1,2}}日))?")


@dataclass(frozen=True)
class MarkedPaper:
    """All that a paper says, as the drafting form holds it.

    `text` has one paragraph a line; `tables` are those that a line with nothing but their mark (【排名表】) stands
    for, by mark. `words` are names that the title must not split. `copy_number` to `signers` stand in the head (GB/T
    9704, 7.2.1 to 7.2.3 and 7.2.6); `sealed` leaves room for a seal over signature and day.
    `profile` holds the measures by which it is set.
    """

    title: str
    authority: str
    text: str
    day: dt.date
    format: Format = "file"
    number: str = ""
    addressees: str = ""
    tables: tuple[tuple[str, PlainTable], ...] = ()
    signature: str = ""
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    words: tuple[str, ...] = ()
    copy_number: str = ""
    security: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    sealed: bool = False
    profile: Profile = STANDARD


def marked_paper(marked: MarkedPaper) -> Paper:
    """Return the paper.

    Raises `Refused` with the line for a table that is not there, rows of unequal length and charts without figures,
    and as `check_head` does.
    """
    check_head(marked)
    body, attachments = blocks_of(marked.text, dict(marked.tables))
    return Paper(
        title=marked.title,
        authority=marked.authority,
        authority_suffix="文件" if marked.format == "file" else "",
        blocks=body,
        day=marked.day,
        number=marked.number,
        addressees=re.sub(r"[：:]?$", "", marked.addressees.strip()),
        attachments=attachments,
        signature=marked.signature,
        note=marked.note,
        copies_to=marked.copies_to,
        printed_by=marked.printed_by,
        printed_on=marked.day if marked.printed_by else None,
        format=marked.format,
        words=marked.words,
        copy_number=marked.copy_number,
        security=marked.security,
        urgency=marked.urgency,
        signers=marked.signers,
        sealed=marked.sealed,
        profile=marked.profile,
    )


def check_head(marked: MarkedPaper) -> None:
    """Raise `Refused` for a copy number, class, urgency or signers that the standard does not know or has no room for.

    Signers belong to papers that go upwards, which have the red head of a file; a paper without head has none of them.
    """
    if marked.copy_number and not re.fullmatch(r"\d{6}", marked.copy_number):
        raise Refused(f"份号“{marked.copy_number}”须是6位数字，如 000001；不编份号就留空。")
    if marked.security and not _SECURITY.fullmatch(marked.security):
        raise Refused(
            f"密级和保密期限“{marked.security}”不认得。密级写{'、'.join(CLASSES)}之一，期限用★隔开，"
            "如“机密★1年”“秘密★6个月”；不涉密就留空。"
        )
    if marked.urgency and marked.urgency not in URGENCIES:
        raise Refused(f"紧急程度“{marked.urgency}”不认得；可选：{'、'.join(URGENCIES)}，不急就留空。")
    if any(not name.strip() for name in marked.signers) or len(marked.signers) > MOST_SIGNERS:
        raise Refused(f"签发人写姓名，用顿号隔开，最多{MOST_SIGNERS}个；不是上行文就留空。")
    if marked.signers and marked.format != "file":
        raise Refused("签发人只写在上行文里，上行文用文件格式。请把格式改为“文件”，或删去签发人。")
    if marked.signers and not marked.number:
        raise Refused("写签发人的上行文须有发文字号。请编号，或删去签发人。")
    if marked.format == "plain" and (marked.copy_number or marked.security or marked.urgency):
        raise Refused("便笺没有版头，放不下份号、密级和紧急程度。请改用文件或函的格式，或删去这几项。")
