"""The office's own measures of papers, each from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "10"
down_revision = "9"


def upgrade() -> None:
    op.create_table(
        "paper_profile",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("numbers", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_profile")),
    )
    op.create_index(
        "ux_paper_profile", "paper_profile", ["from_day"], unique=True, sqlite_where=sa.text("void_reason IS NULL")
    )
