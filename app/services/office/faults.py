"""Faults of disk, lock and file, for the rooms above: the command line and the window tell them apart from defects."""

from __future__ import annotations

from app.models.faults import world_fault

__all__ = ["world_fault"]
