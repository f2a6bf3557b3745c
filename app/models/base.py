"""What every table shares: the naming of constraints, the version counter, voiding instead of deleting."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The declarative base; its metadata is what the migrations must arrive at."""

    metadata = MetaData(naming_convention=NAMING)


class Kept(Base):
    """A record that people edit: never deleted, and refused when somebody else was quicker.

    `version` counts the changes (optimistic locking); `void_reason` is empty while the record holds, and says
    why once it is voided.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    void_reason: Mapped[str | None]

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}
