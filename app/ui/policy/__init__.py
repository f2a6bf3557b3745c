"""政策匹配: the clauses of the measures, to read and to copy; matching comes with a later version."""

from app.ui.policy.tab import PolicyTab

__all__ = ["PolicyTab"]
