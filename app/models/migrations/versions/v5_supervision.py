"""Tasks and supervision: curves, manual figures, frozen rankings, measures against laggards."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"

VALID = sa.text("void_reason IS NULL")


def upgrade() -> None:
    _targets()
    _by_hand()
    _published()
    _supervision()
    _units_and_province()


def _table(name: str, *parts: sa.Column | sa.Constraint) -> None:
    """Make a table of kept records: their own columns, then those that every such table has."""
    op.create_table(
        name,
        *parts,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _text(name: str, *, empty: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(), server_default="" if empty else None, nullable=False)


def _whole(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=null)


def _day(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=null)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _targets() -> None:
    op.add_column("target", _day("from_day", null=True))
    _table(
        "target_change",
        _whole("target_id"),
        _day("from_day"),
        _whole("value", null=True),
        _text("reason"),
        _text("paper", empty=True),
        _refers("target_change", "target_id", "target"),
    )
    op.create_index(op.f("ix_target_change_target_id"), "target_change", ["target_id"])
    _table("progress_curve", _whole("year"), _text("indicator"), _text("shares"))
    op.create_index("ux_progress_curve", "progress_curve", ["year", "indicator"], unique=True, sqlite_where=VALID)


def _by_hand() -> None:
    _table(
        "manual_figure",
        _whole("unit_id"),
        _text("indicator"),
        _day("day"),
        _text("value"),
        _text("reason"),
        _text("evidence", empty=True),
        _refers("manual_figure", "unit_id", "unit"),
    )
    op.create_index("ix_manual_figure_day", "manual_figure", ["indicator", "day"])
    _table(
        "manual_points",
        _whole("unit_id"),
        _day("day"),
        _text("points"),
        _text("reason"),
        _text("evidence", empty=True),
        _refers("manual_points", "unit_id", "unit"),
    )
    op.create_index(op.f("ix_manual_points_unit_id"), "manual_points", ["unit_id"])


def _published() -> None:
    op.add_column("ranking", sa.Column("edition", sa.Integer(), server_default="1", nullable=False))
    op.execute(  # Alembic cannot add a column with its reference to SQLite; SQLite itself can
        "ALTER TABLE ranking ADD COLUMN corrects_id INTEGER CONSTRAINT fk_ranking_corrects_id REFERENCES ranking (id)"
    )
    for column in (_text("correction", empty=True), _day("published_on", null=True)):
        op.add_column("ranking", column)
    for column in (_text("published_by", empty=True), _text("records", empty=True)):
        op.add_column("ranking", column)


def _supervision() -> None:
    _table(
        "supervision_measure",
        _whole("unit_id"),
        *(_text(name) for name in ("period", "step", "kind", "audience", "grounds")),
        _whole("months_running"),
        _text("status"),
        _text("decided_by"),
        _day("decided_on"),
        _text("decision", empty=True),
        *(_day(name, null=True) for name in ("due_on", "sent_on", "answered_on")),
        _text("answer", empty=True),
        _day("closed_on", null=True),
        _text("closing", empty=True),
        _whole("paper_id", null=True),
        _refers("supervision_measure", "unit_id", "unit"),
        _refers("supervision_measure", "paper_id", "paper"),
    )
    op.create_index(
        "ux_supervision_measure", "supervision_measure", ["unit_id", "period"], unique=True, sqlite_where=VALID
    )
    _table(
        "exemption",
        _whole("unit_id"),
        sa.Column("kind", sa.String(), server_default="不可抗力", nullable=False),
        _day("from_day"),
        _day("to_day", null=True),
        _text("reason"),
        _text("evidence", empty=True),
        _refers("exemption", "unit_id", "unit"),
    )
    op.create_index(op.f("ix_exemption_unit_id"), "exemption", ["unit_id"])


def _units_and_province() -> None:
    _table(
        "unit_succession",
        _whole("old_id"),
        _whole("new_id"),
        _day("day"),
        sa.Column("share_bp", sa.Integer(), server_default="10000", nullable=False),
        _text("reason"),
        sa.CheckConstraint("share_bp BETWEEN 1 AND 10000", name=op.f("ck_unit_succession_share")),
        sa.CheckConstraint("old_id <> new_id", name=op.f("ck_unit_succession_two")),
        _refers("unit_succession", "old_id", "unit"),
        _refers("unit_succession", "new_id", "unit"),
    )
    op.create_index(op.f("ix_unit_succession_old_id"), "unit_succession", ["old_id"])
    _table(
        "province_standing",
        _text("month"),
        _text("city"),
        _whole("rank", null=True),
        sa.Column("score", sa.String(), nullable=True),
        *(_whole(name, null=True) for name in ("signed", "over", "amount_fen")),
        _text("source", empty=True),
    )
    op.create_index("ux_province_standing", "province_standing", ["month", "city"], unique=True, sqlite_where=VALID)
