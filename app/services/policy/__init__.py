"""The measures (管理办法): matching, 以商招商, bonus, leading industries, neighbours, effects (domain.md §4–§6, §8)."""
