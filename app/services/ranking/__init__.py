"""Tasks and ranking: targets, schemes, figures, scores, and what changed between two days (domain.md §3)."""
