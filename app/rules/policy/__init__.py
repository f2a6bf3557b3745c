"""The city's measures as rules: conditions, benefits, documents, matching, overlaps, 以商招商 (domain.md §5)."""
