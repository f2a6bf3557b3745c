"""Classes of units from a day on, judgements of leading industry by day, and measures that follow their paper."""

import sqlalchemy as sa
from alembic import op

revision = "9"
down_revision = "8"

VALID = sa.text("void_reason IS NULL")


def upgrade() -> None:
    op.create_table(
        "unit_class",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("class_key", sa.String(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_class_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_class")),
    )
    op.create_index("ux_unit_class", "unit_class", ["unit_id", "from_day"], unique=True, sqlite_where=VALID)
    op.drop_index("ux_leading_judgement", "leading_judgement")
    op.create_index("ux_leading_judgement", "leading_judgement", ["project_id", "day"], unique=True, sqlite_where=VALID)
    op.add_column("supervision_measure", sa.Column("by_hand", sa.String(), server_default="", nullable=False))
