"""What all commands share: the office folder, today, and the form of the answer."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import typer

from app.cli.output import print_error, print_json
from app.rules.errors import OfficeError, Refused
from app.rules.meeting_pack import MeetingPack
from app.rules.periods import Period
from app.services.office.faults import world_fault
from app.services.office.offices import Office, open_office
from app.services.office.places import default_office
from app.services.ranking.ranking import GROUPS

P = ParamSpec("P")
R = TypeVar("R")

REFUSED = 1


@dataclass
class Session:
    """The global options of one call."""

    office: Path
    today: dt.date
    as_json: bool
    draw_chart: Callable[[], str] | None = None
    write_meeting: Callable[[Path, MeetingPack], None] | None = None

    @contextmanager
    def writing(self) -> Iterator[Office]:
        """Open the office for writing."""
        with open_office(self.office, who=user(), today=self.today) as office:
            yield office

    @contextmanager
    def reading(self) -> Iterator[Office]:
        """Open the office for reading; another program may hold it meanwhile."""
        with open_office(self.office, who=user(), today=self.today, read_only=True) as office:
            yield office


def user() -> str:
    """Return the name under which changes are recorded: the user's at this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "本机用户"


def session_of(context: typer.Context) -> Session:
    """Return the call's session."""
    return context.find_root().obj


def make_session(
    office: Path | None,
    today: str | None,
    as_json: bool,
    draw_chart: Callable[[], str] | None,
    write_meeting: Callable[[Path, MeetingPack], None] | None = None,
) -> Session:
    """Make the session of a call from its global options; raise `typer.BadParameter` for a day that is none."""
    try:
        day = dt.date.fromisoformat(today) if today else dt.datetime.now().astimezone().date()
    except ValueError as error:
        raise typer.BadParameter(f"“{today}”不是日期，请写成 2026-06-30。", param_hint="--today") from error
    return Session(office or default_office(), day, as_json, draw_chart, write_meeting)


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command that prints why it was refused and exits with status 1."""

    @wraps(command)
    def wrapped(*args: P.args, **options: P.kwargs) -> R:
        _check_use(options)
        context = options.get("context")
        session = session_of(cast(typer.Context, context)) if context is not None else None
        try:
            _check_day(options, session)
            return command(*args, **options)
        except Exception as error:
            refusal = error if isinstance(error, OfficeError) else _world_fault(error, session)
            if refusal is None:
                raise
            if session is not None and session.as_json:
                print_json({"error": refusal.message})
            print_error(refusal.message)
            sys.exit(REFUSED)

    return wrapped


def _check_use(options: Mapping[str, object]) -> None:
    """Raise `typer.BadParameter` for a `--period` or `--group` that is none, whatever the office holds."""
    period, group = options.get("period"), options.get("group")
    if isinstance(period, str) and period:
        try:
            Period.parse(period)
        except Refused as error:
            raise typer.BadParameter(error.message, param_hint="--period") from error
    if isinstance(group, str) and group and group not in GROUPS:
        raise typer.BadParameter(
            f"没有“{group}”这一组；可选 county（县区）、department（市直部门）、leader（市领导）。",
            param_hint="--group",
        )


def _check_day(options: Mapping[str, object], session: Session | None) -> None:
    """Refuse figures as of a day to come: nothing is known of it. A day that is none is left to the command."""
    text = options.get("as_of")
    if session is None or not isinstance(text, str) or not text:
        return
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return
    if day > session.today:
        raise Refused(f"截至日期 {day} 还没有到（今天是 {session.today}）。请写今天或以前的日期。")


def _world_fault(error: Exception, session: Session | None) -> OfficeError | None:
    """Return what disk, lock or a damaged file did, or None for a defect of ours."""
    return world_fault(error, f"读写“{session.office}”" if session is not None else "读写办公数据")
