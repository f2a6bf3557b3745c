"""政策匹配: the measures clause by clause, what they give a project or enterprise, and the bonus of a project."""

from app.ui.policy.tab import PolicyTab

__all__ = ["PolicyTab"]
