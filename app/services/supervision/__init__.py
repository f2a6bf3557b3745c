"""督促: the worklist, the measures decided, and their papers (domain.md §3)."""
