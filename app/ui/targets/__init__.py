"""任务: the table of a year's tasks edited in place, split, changed within the year, and their curves."""

from app.ui.targets.page import TargetsPage

__all__ = ["TargetsPage"]
