"""Measures what is promised: `python -m bench [--quick] [--json] [NAME ...]`; status 1 if a figure is missed."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
from pathlib import Path

from bench.harness import Row, table

TOOLS = {"harness", "__main__"}


def names() -> list[str]:
    """Return the benches there are: the modules of this package that have a function `measure`."""
    folder = Path(__file__).parent
    found = (module.name for module in pkgutil.iter_modules([str(folder)]))
    return sorted(name for name in found if name not in TOOLS and hasattr(load(name), "measure"))


def load(name: str) -> object:
    """Import one bench."""
    return importlib.import_module(f"bench.{name}")


def measure(chosen: list[str], *, quick: bool) -> list[Row]:
    """Run benches one after the other and return their rows; progress goes to the error stream."""
    rows: list[Row] = []
    for name in chosen:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        rows += load(name).measure(quick)  # pyright: ignore[reportAttributeAccessIssue]
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return 0 if every figure is reached, 1 if not, 2 for a bench that does not exist."""
    parser = argparse.ArgumentParser("python -m bench", description="Measure each figure beside its peer.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="benches to run (all)")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, to see that the benches work")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    there = names()
    if unknown := [name for name in asked.names if name not in there]:
        parser.error(f"no bench {', '.join(unknown)}; there are: {', '.join(there) or 'none'}")
    rows = measure(asked.names or there, quick=asked.quick)
    if asked.json:
        print(json.dumps([row.as_dict() for row in rows], ensure_ascii=False, indent=2))
    else:
        print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
        print(table(rows))
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
