"""The measures and the bonus: documents, grants, claims, payments, neighbours."""

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Nothing yet."""
