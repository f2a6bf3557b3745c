"""Tasks and supervision: curves, manual figures, frozen rankings, measures against laggards."""

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Nothing yet."""
