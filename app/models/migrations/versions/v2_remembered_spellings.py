"""Remember how ledgers spell units, industries and headings."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    op.create_table(
        "alias",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('unit', 'industry')", name=op.f("ck_alias_kind")),
        sa.PrimaryKeyConstraint("kind", "text", name=op.f("pk_alias")),
    )
    op.create_table(
        "heading_memory",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "signature", name=op.f("pk_heading_memory")),
    )
