"""The chain (产业链): candidates, tasks and letters on what the enterprises here could draw (domain.md §2)."""
