"""推介项目 (§1): the sites and packaged projects that the city offers, and the list of them for one investor."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.models.office import Office
from app.reports.xlsx import Column, write_sheet
from app.rules.audience import Door, NamedUnit, Scope
from app.rules.errors import Refused
from app.rules.money import WAN

KINDS = ("包装项目", "地块", "标准厂房", "载体楼宇")

_COLUMNS = (
    Column("序号", 6),
    Column("名称", 30),
    Column("类别", 10),
    Column("所在县区", 10),
    Column("产业方向", 12),
    Column("位置（地块）", 26),
    Column("面积（亩）", 10, "#,##0.00"),
    Column("参考投资（万元）", 14, "#,##0.00"),
    Column("内容", 40),
    Column("条件与配套", 40),
    Column("联系人", 20),
)


@dataclass(frozen=True)
class OfferDraft:
    """What a form says of an offer. Area in 1/100 亩, investment in 分."""

    name: str
    kind: str = "包装项目"
    county_id: int | None = None
    industry_id: int | None = None
    site: str = ""
    area_cmu: int | None = None
    investment_fen: int | None = None
    content: str = ""
    conditions: str = ""
    contact: str = ""


@dataclass(frozen=True)
class OfferLine(OfferDraft):
    """An offer that is kept; `taken_on` once it is no longer free."""

    id: int = 0
    version: int = 0
    county: str = ""
    industry: str = ""
    taken_on: dt.date | None = None


def offers(
    connection: sqlite3.Connection,
    *,
    county: int | None = None,
    industry: int | None = None,
    free_only: bool = False,
) -> list[OfferLine]:
    """Return the offers, free ones first; those for no industry in particular suit every industry."""
    where, values = ["o.void_reason IS NULL"], list[object]()
    if county is not None:
        where.append("o.county_id = ?")
        values.append(county)
    if industry is not None:
        where.append("(o.industry_id = ? OR o.industry_id IS NULL)")
        values.append(industry)
    if free_only:
        where.append("o.taken_on IS NULL")
    rows = connection.execute(
        "SELECT o.name, o.kind, o.county_id, o.industry_id, o.site, o.area_cmu, o.investment_fen, o.content,"
        " o.conditions, o.contact, o.id, o.version, coalesce(u.name, ''), coalesce(i.name, ''), o.taken_on FROM offer o"
        " LEFT JOIN unit u ON u.id = o.county_id LEFT JOIN industry i ON i.id = o.industry_id"
        f" WHERE {' AND '.join(where)} ORDER BY o.taken_on IS NOT NULL, o.industry_id IS NULL, u.position, o.id",
        values,
    )
    names = tuple(OfferLine.__dataclass_fields__)
    found = []
    for row in rows:
        values_of = dict(zip(names, row, strict=True))
        taken = values_of.pop("taken_on")
        found.append(OfferLine(**values_of, taken_on=dt.date.fromisoformat(taken) if taken else None))
    return found


def save_offer(office: Office, draft: OfferDraft, *, offer_id: int | None = None, version: int = 0) -> int:
    """Add an offer, or save over the one read at `version`; return its id. Raises `Refused` naming the field."""
    from app.models.tables import Offer

    name = draft.name.strip()
    if not name:
        raise Refused("请填写推介项目的名称。")
    for label, amount in (("面积", draft.area_cmu), ("参考投资", draft.investment_fen)):
        if amount is not None and amount <= 0:
            raise Refused(f"{label}要大于 0；还不知道就留空。")
    with office.change(f"{'新增' if offer_id is None else '修改'}推介项目：{name}") as change:
        offer = Offer() if offer_id is None else change.get(Offer, offer_id, version)
        for key, value in draft.__dict__.items():
            if key in OfferDraft.__dataclass_fields__:
                setattr(offer, key, value.strip() if isinstance(value, str) else value)
        change.session.add(offer)
        change.session.flush()
        return offer.id


def set_taken(office: Office, offer_id: int, version: int, on: dt.date | None) -> None:
    """Note since when an offer is no longer free, or with None that it is free again."""
    from app.models.tables import Offer

    with office.change("推介项目已落实" if on else "推介项目恢复推介") as change:
        change.get(Offer, offer_id, version).taken_on = on


def void_offer(office: Office, offer_id: int, version: int, reason: str) -> None:
    """Void an offer with the reason."""
    from app.models.tables import Offer
    from app.services.dossiers.records import voiding_reason

    with office.change("作废推介项目", reason=reason) as change:
        change.get(Offer, offer_id, version).void_reason = voiding_reason(reason)


def export_offers(
    lines: Sequence[OfferLine], path: Path, *, investor: str, city: str, today: dt.date, units: Sequence[NamedUnit]
) -> None:
    """Write the list of offers for one investor to an .xlsx file; raises `OfficeError` where it cannot be written.

    Only what is free belongs into it: offers that are taken are left out. The investor is a single recipient: one of
    `units` that it must not see is `Refused` wherever it is named.
    """
    free = [line for line in lines if line.taken_on is None]
    if not free:
        raise Refused("没有可以推介的项目，清单没有生成。")
    title = f"{city}推介项目清单" + (f"（致{investor.strip()}）" if investor.strip() else "")
    rows = (
        (
            number,
            line.name,
            line.kind,
            line.county,
            line.industry or "不限",
            line.site,
            line.area_cmu / 100 if line.area_cmu is not None else None,
            line.investment_fen / WAN if line.investment_fen is not None else None,
            line.content,
            line.conditions,
            line.contact,
        )
        for number, line in enumerate(free, start=1)
    )
    door = Door(Scope(None), units)
    write_sheet(path, title, _COLUMNS, rows, door=door, note=f"{today:%Y年}{today.month}月{today.day}日")
