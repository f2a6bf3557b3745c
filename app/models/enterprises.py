"""Industries, enterprises and persons: who invests, in what, and who brought them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Kept


class Industry(Kept):
    """An industry as the city names it, with the GB/T 4754-2017 codes that it covers (prefixes, by '/')."""

    __tablename__ = "industry"

    name: Mapped[str] = mapped_column(unique=True)
    codes: Mapped[str] = mapped_column(default="", server_default="")


class LeadingIndustry(Kept):
    """主导产业: an industry that the city has chosen, from a day to a day."""

    __tablename__ = "leading_industry"

    industry_id: Mapped[int] = mapped_column(ForeignKey("industry.id"), index=True)
    from_day: Mapped[dt.date]
    to_day: Mapped[dt.date | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")


class Enterprise(Kept):
    """企业: an investor or a local company. `uscc` is checked by GB 32100 before it gets here, or empty."""

    __tablename__ = "enterprise"
    __table_args__ = (
        Index("ix_enterprise_uscc", "uscc", unique=True, sqlite_where=text("uscc <> '' AND void_reason IS NULL")),
    )

    name: Mapped[str] = mapped_column(index=True)
    uscc: Mapped[str] = mapped_column(default="", server_default="")
    is_local: Mapped[bool] = mapped_column(default=False, server_default="0")
    note: Mapped[str] = mapped_column(default="", server_default="")


class Person(Kept):
    """A person who brings projects (引荐人); `identity` says what they are, for the rules on bonus.

    `id_number` (身份证号) stays in the office: whatever leaves it or is shown is masked (`rules.identity`).
    """

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(index=True)
    identity: Mapped[str] = mapped_column(default="", server_default="")
    id_number: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")
