"""Dossiers in full: people, visits, problems, documents, offers, the way between units, saved filters."""

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Nothing yet."""
