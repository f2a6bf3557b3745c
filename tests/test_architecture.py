"""Holds the import rules of docs/decisions/0003: who may import whom, where libraries stay, how long a file may be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pytest_archon import archrule

APP = Path(__file__).resolve().parents[1] / "app"
LONGEST = 400

LAYERS = {
    "rules": "rules",
    "models": "models rules",
    "reports": "reports rules",
    "services": "services models reports rules",
    "cli": "cli services rules",
    "ui": "ui services rules",
}
"""Which rooms of the house each room may enter; everything else is forbidden."""

LIBRARIES = {
    "PySide6 shiboken6 pyqtgraph": "app.ui",
    "reportlab rl_accel docx xlsxwriter": "app.reports",
    "python_calamine": "app.services.importing",
    "sqlalchemy alembic": "app.models app.services",
    "typer click": "app.cli",
}
"""Which rooms may use a library: a change of library ends at their doors."""

IMPURE = """
    os sys io pathlib shutil tempfile glob subprocess socket urllib http time random secrets threading multiprocessing
    asyncio logging importlib platformdirs filelock fontTools pypdfium2 numpy
"""
"""What rules could reach the disk, the clock or chance with."""


def with_parts(*names: str) -> list[str]:
    """Return patterns for modules and everything inside them."""
    return [pattern for name in names for pattern in (name, f"{name}.*")]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_those_below_it(layer: str) -> None:
    forbidden = [f"app.{name}" for name in LAYERS if name not in LAYERS[layer].split()]
    (
        archrule(f"{layer} imports {LAYERS[layer]} at most")
        .match(*with_parts(f"app.{layer}"))
        .should_not_import(*with_parts(*forbidden))
        .check("app", only_direct_imports=True)
    )


@pytest.mark.parametrize("libraries", LIBRARIES)
def test_a_library_stays_in_its_room(libraries: str) -> None:
    (
        archrule(f"{libraries} only in {LIBRARIES[libraries]}")
        .match("app*")
        .exclude(*with_parts(*LIBRARIES[libraries].split()))
        .should_not_import(*with_parts(*libraries.split()))
        .check("app", only_direct_imports=True)
    )


def test_rules_touch_no_file_and_no_system() -> None:
    (
        archrule("rules are pure")
        .match(*with_parts("app.rules"))
        .should_not_import(*with_parts(*IMPURE.split()))
        .check("app", only_direct_imports=True)
    )


def calls(room: str) -> list[tuple[str, str]]:
    """Return the last name of every call in a room of the house, and where it stands."""
    return [
        (getattr(node.func, "attr", getattr(node.func, "id", "")), f"{path.relative_to(APP)}:{node.lineno}")
        for path in sorted((APP / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]


def test_rules_read_no_clock_and_open_no_file() -> None:
    """`today` is a parameter, so that any day can be asked again and tested."""
    clock_and_files = {"today", "now", "utcnow", "open", "read_text", "read_bytes", "write_text", "input"}
    assert [place for name, place in calls("rules") if name in clock_and_files] == []


@pytest.mark.parametrize("room", ["ui", "cli", "reports"])
def test_sql_is_spoken_below(room: str) -> None:
    """A screen may hold a connection and hand it to a service, but asks nothing of it."""
    assert [place for name, place in calls(room) if name in {"execute", "executemany", "executescript"}] == []


def test_no_file_grows_into_a_hall() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in APP.rglob("*.py")}
    assert len(lengths) > len(LAYERS)
    assert {str(path.relative_to(APP)): lines for path, lines in lengths.items() if lines > LONGEST} == {}
