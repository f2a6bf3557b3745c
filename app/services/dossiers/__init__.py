"""Dossiers (招商档案): keeping, seeing and checking all that is known of a project (domain.md §1)."""
