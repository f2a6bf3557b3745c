"""More than one claim of a stage: a bonus is made up when the recognised investment rises."""

import sqlalchemy as sa
from alembic import op

revision = "11"
down_revision = "10"


def upgrade() -> None:
    op.drop_index("ux_bonus_claim", "bonus_claim")
    op.create_index(
        "ix_bonus_claim", "bonus_claim", ["project_id", "stage"], sqlite_where=sa.text("void_reason IS NULL")
    )
