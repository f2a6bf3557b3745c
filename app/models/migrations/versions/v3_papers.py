"""The way of a paper: steps, numbers, dispatch, templates, holidays."""

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Nothing yet."""
