"""The global options, which may stand anywhere in a call. Standard library only: the window starts through here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

VALUED = ("--office", "--today", "--pack")
FLAGS = ("--json",)


@dataclass(frozen=True)
class WindowCall:
    """A call that opens the window: on which folder, on which day (None: the usual), with which meeting pack."""

    office: Path | None
    today: dt.date | None
    pack: Path | None = None


def split_globals(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return the global options, and the rest of the call."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in VALUED:
            front.append(argument)
            front += [value for value in [next(waiting, None)] if value is not None]
        elif argument in FLAGS or argument.startswith(tuple(f"{name}=" for name in VALUED)):
            front.append(argument)
        else:
            rest.append(argument)
    return front, rest


def window_call(arguments: list[str]) -> WindowCall | None:
    """Return how to open the window, or None for a call with a subcommand or with something wrong in it."""
    front, rest = split_globals(arguments)
    if rest or "--json" in front:
        return None
    values: dict[str, str] = {}
    waiting = iter(front)
    for option in waiting:
        name, equals, value = option.partition("=")
        values[name] = value if equals else next(waiting, "")
    try:
        today = dt.date.fromisoformat(values["--today"]) if "--today" in values else None
    except ValueError:
        return None
    if "" in (values.get("--office", "x"), values.get("--pack", "x")):
        return None
    office, pack = (Path(values[name]) if name in values else None for name in ("--office", "--pack"))
    return WindowCall(office, today, pack)
