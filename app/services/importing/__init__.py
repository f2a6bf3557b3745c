"""Importing ledgers: `examine` says what a file would do, `apply` does it, `remember_mapping` keeps its headings.

The names are loaded when they are asked for, so that the child process that reads workbooks starts in 20 ms.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.services.importing.applying import apply
    from app.services.importing.child import read_in_child
    from app.services.importing.examining import examine
    from app.services.importing.memory import remember_mapping
    from app.services.importing.plans import ImportPlan, ImportResult

__all__ = ["ImportPlan", "ImportResult", "apply", "examine", "read_in_child", "remember_mapping"]

_HOMES = {
    "apply": "applying",
    "examine": "examining",
    "read_in_child": "child",
    "remember_mapping": "memory",
    "ImportPlan": "plans",
    "ImportResult": "plans",
}


def __getattr__(name: str) -> Any:
    """Load a public name of this package from its module (`Any`: it may be any of them)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
