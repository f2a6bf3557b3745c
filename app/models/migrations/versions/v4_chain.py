"""Dossiers in full and what industries draw: people, visits, problems, documents, links, rules, leads."""

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Nothing yet."""
