"""What a paper says, as it is drafted, kept and frozen; and the same as an official paper to be set."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from app.reports.gongwen.own import STANDARD_PROFILE, OwnProfile
from app.reports.gongwen.profile import STANDARD
from app.reports.marked import Format, MarkedPaper, PlainTable, check_head
from app.rules.audience import Scope
from app.rules.errors import Refused
from app.rules.papers import document_number

Numbering = Literal["own", "blank", "none"]
"""own: numbered here at 签发; blank: another body numbers it, the place is left free; none: has no number."""

BLANK = "＿＿"
"""Stands where a number is still to come."""


_LATER = ("copy_number", "security", "urgency", "signers", "sealed", "figures", "one_page", "profile")
"""Kept only where they say something: the hash of papers that were signed before there were such fields holds."""

_LATER_OF_TABLES = ("aligns", "turned")

TO_FILL = "【待填："
"""Begins the mark of something that is still to be filled in; a paper that holds one is not signed."""


@dataclass(frozen=True)
class Recipient:
    """Whom a paper goes to: a unit, or somebody named in words (`unit_id` None)."""

    name: str
    unit_id: int | None = None


@dataclass(frozen=True)
class PaperContent:
    """A paper as people draft it. `text` has one paragraph a line (docs/templates.md); tables stand beside it.

    `series` is the word of its number (清招办函). `answer_days` are working days. `origin` says what it was made of.
    `copy_number` (000001), `security` (机密★1年), `urgency` (特急) and `signers` (of a paper that goes upwards) stand
    in the head; `sealed` leaves room for a seal. `figures` are the ranking behind a bulletin, as JSON, until 签发
    freezes it on its own. A paper of `one_page` is set in the largest type that lets it stand on one page.
    `profile` is None until 签发: a draft is set in the one that holds on its day.
    """

    kind: str
    title: str
    authority: str
    text: str
    day: dt.date
    audience: str
    series: str = ""
    numbering: Numbering = "own"
    format: Format = "letter"
    addressees: str = ""
    tables: tuple[tuple[str, PlainTable], ...] = ()
    signature: str = ""
    note: str = ""
    copies_to: str = ""
    printed_by: str = ""
    recipients: tuple[Recipient, ...] = ()
    answer_days: int | None = None
    template: str = ""
    origin: str = ""
    words: tuple[str, ...] = ()
    copy_number: str = ""
    security: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    sealed: bool = False
    figures: str = ""
    one_page: bool = False
    profile: OwnProfile | None = None

    @property
    def scope(self) -> Scope:
        """Its audience; raises `Refused` for a label that is not known."""
        return Scope.read(self.audience, (one.unit_id for one in self.recipients if one.unit_id is not None))

    def number_text(self, number: int | None, year: int | None = None) -> str:
        """Return what stands at the place of the number; a place to be filled while there is none."""
        if self.numbering == "none":
            return ""
        year = year or self.day.year
        if self.numbering == "own" and number:
            return document_number(self.series, year, number)
        return f"{self.series}〔{year}〕{BLANK}号"

    def marked(self, number: int | None) -> MarkedPaper:
        """Return it with its number, ready to be set."""
        return MarkedPaper(
            title=self.title,
            authority=self.authority,
            text=self.text,
            day=self.day,
            format=self.format,
            number=self.number_text(number),
            addressees=self.addressees,
            tables=self.tables,
            signature=self.signature,
            note=self.note,
            copies_to=self.copies_to,
            printed_by=self.printed_by,
            words=(self.authority, *self.words),
            copy_number=self.copy_number,
            security=self.security,
            urgency=self.urgency,
            signers=self.signers,
            sealed=self.sealed,
            profile=self.profile.profile() if self.profile is not None else STANDARD,
        )

    def to_json(self) -> str:
        """Return it as kept in the office."""
        values = {key: value for key, value in asdict(self).items() if value or key not in _LATER}
        if self.profile is None or self.profile.is_standard:
            values.pop("profile", None)
        values["tables"] = [
            (mark, {key: value for key, value in table.items() if value or key not in _LATER_OF_TABLES})
            for mark, table in values["tables"]
        ]
        return json.dumps(values, ensure_ascii=False, default=str, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> PaperContent:
        """Read what `to_json` wrote; raise `Refused` for a paper that an older version recorded otherwise."""
        values: dict[str, Any] = json.loads(text)
        if not {field.name for field in fields(cls)} >= values.keys():
            raise Refused("这件公文是旧版本登记的，只有登记事项，没有可以重印的正文。请用当时存下的文件。")
        values["day"] = dt.date.fromisoformat(values["day"])
        values["tables"] = tuple((mark, _table(table)) for mark, table in values["tables"])
        values["recipients"] = tuple(Recipient(**one) for one in values["recipients"])
        values["words"] = tuple(values["words"])
        values["signers"] = tuple(values.get("signers", ()))
        if profile := values.get("profile"):
            numbers = tuple((key, value) for key, value in profile["numbers"])
            values["profile"] = OwnProfile(profile["name"], dt.date.fromisoformat(profile["since"]), numbers)
        return cls(**values)

    def sha256(self) -> str:
        """Return the hash of the text, by which it is known to be unchanged."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def on(self, day: dt.date) -> PaperContent:
        """Return it dated otherwise, to be set in the profile of that day."""
        return replace(self, day=day, profile=None)

    def as_signed(self) -> PaperContent:
        """Return a signed paper with its profile said aloud: what holds on its day by now is not asked."""
        return replace(self, profile=self.profile or STANDARD_PROFILE)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a line, which 、 or a comma separates."""
    return tuple(name.strip() for name in re.split("[、，,；;]", text) if name.strip())


def _table(values: dict[str, Any]) -> PlainTable:
    return PlainTable(
        values["title"],
        tuple(values["heads"]),
        tuple(tuple(row) for row in values["rows"]),
        values["note"],
        tuple(values.get("aligns", ())),
        values.get("turned", False),
    )


def complete(content: PaperContent) -> None:
    """Raise `Refused` where a paper lacks what it cannot go without."""
    missing = [
        name
        for name, value in (("标题", content.title), ("正文", content.text), ("落款", content.authority))
        if not value.strip()
    ]
    if missing:
        raise Refused(f"{'、'.join(missing)}不能为空，请填写。")
    if content.numbering == "own" and not content.series.strip():
        raise Refused("文号里的机关代字不能为空，请填写。")
    if content.format == "letter" and not content.addressees.strip():
        raise Refused("函须有主送机关，请填写。")
    if any(not one.name.strip() for one in content.recipients):
        raise Refused("收文单位里有一个空的名字，请填写或删去。")
    check_head(content.marked(None))


def lacking(content: PaperContent) -> str:
    """Return what `complete` would say against a paper; empty where it lacks nothing."""
    try:
        complete(content)
    except Refused as refused:
        return refused.message
    return ""


def filled_in(content: PaperContent) -> None:
    """Raise `Refused` where something is still to be filled in, naming it."""
    texts = (content.title, content.text, content.addressees, content.signature, content.note, content.copies_to)
    left = [part.partition("】")[0] for text in texts for part in text.split(TO_FILL)[1:]]
    if left:
        raise Refused(f"还有 {len(left)} 处没有填写，不能签发：{'、'.join(left[:5])}。请先改稿。")
