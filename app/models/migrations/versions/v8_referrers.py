"""Who brought a project, for the bonus: the identity number of a person and the paper of the registration."""

import sqlalchemy as sa
from alembic import op

revision = "8"
down_revision = "7"


def upgrade() -> None:
    op.add_column("person", sa.Column("id_number", sa.String(), server_default="", nullable=False))
    op.add_column("referral", sa.Column("paper", sa.String(), server_default="", nullable=False))
