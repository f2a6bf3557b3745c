"""Papers of the policy: the measures, decision letters, lists of the bonus, reports (domain.md §4–§8)."""
