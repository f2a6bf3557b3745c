"""公文起草: the month's bulletin drafted, edited, previewed, printed and saved; and the papers recorded so far."""

from app.ui.papers.tab import PapersTab

__all__ = ["PapersTab"]
