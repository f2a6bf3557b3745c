"""The way of a bonus in the window: worklist, project, lists, budget, and the forms of each step (domain.md §6)."""
