"""排名图表: the ranking of a group over a period, its chart, and how each score comes about."""

from app.ui.ranking.tab import RankingTab

__all__ = ["RankingTab"]
