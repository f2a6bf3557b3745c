"""`office profile`: the office's own measures of papers, shown, set from a day on, and given back to the standard."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.output import print_json, print_line, print_table
from app.cli.session import Session, refusing, session_of
from app.rules.errors import Refused
from app.services.papers.profiles import (
    MEASURES,
    Measure,
    OwnProfile,
    Value,
    full_values,
    profile_as_yaml,
    profile_from_file,
    profile_on,
    profiles,
    reset_profile,
    set_profile,
    standard_value,
)

Since = Annotated[str, typer.Option("--since", metavar="日期", help="从哪天起用，如 2026-07-01；不写则今天。")]


def profile_group() -> typer.Typer:
    """Return `office profile` with its subcommands; alone it shows."""
    group = typer.Typer(
        cls=Group, invoke_without_command=True, rich_markup_mode=None, help="公文版式：显示、设置、恢复国标。"
    )
    group.callback()(show_alone)
    group.command("show", cls=Command)(show)
    group.command("set", cls=Command)(set_)
    group.command("reset", cls=Command)(reset)
    return group


@refusing
def show_alone(context: typer.Context) -> None:
    """显示今天起作用的公文版式。"""
    if context.invoked_subcommand is None:
        _show(session_of(context), session_of(context).today, as_file=False)


@refusing
def show(
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", metavar="日期", help="哪天起作用的版式；不写则今天。")] = "",
    as_file: Annotated[bool, typer.Option("--yaml", help="写成文件的样子，可以存成 .yaml 再改。")] = False,
) -> None:
    """显示公文版式的每一项和国标，并列出各次更改。"""
    session = session_of(context)
    _show(session, _day(on, session.today), as_file=as_file)


@refusing
def set_(
    context: typer.Context,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="字段=值…", help="如 line_pitch=28 number_place=middle；字段见 office profile show。"),
    ] = None,
    name: Annotated[str, typer.Option("--name", metavar="名称", help="版式的名称；不写则用城市名。")] = "",
    since: Since = "",
    file: Annotated[Path | None, typer.Option("--file", metavar="文件.yaml", help="从文件读版式。")] = None,
) -> None:
    """设置本单位的公文版式：写了的改，没写的照旧；与国标相同的不必写。"""
    from app.services.office.offices import read_names

    session = session_of(context)
    if bool(file) == bool(numbers):
        raise Refused("请写要改的字段（如 line_pitch=28），或用 --file 给一个 .yaml 文件，二者选一。")
    with session.writing() as office:
        connection = office.read()
        day = _day(since, session.today)
        if file is not None:
            read = profile_from_file(file)
            values = {"name": name or read.name, "since": day if since else read.since, **dict(read.numbers)}
        else:
            held = profile_on(connection, day)
            called = name or ("" if held.is_standard else held.name) or read_names(connection).city
            given = dict(_field(one) for one in numbers or ())
            values = {"name": called, "since": day, **dict(held.numbers), **given}
        connection.close()
        _tell(session, set_profile(office, values))


@refusing
def reset(context: typer.Context, since: Since = "") -> None:
    """恢复国标（从某天起）。"""
    session = session_of(context)
    with session.writing() as office:
        _tell(session, reset_profile(office, _day(since, session.today)))


def _show(session: Session, day: dt.date, *, as_file: bool) -> None:
    with session.reading() as office:
        connection = office.read()
        held, all_of_them = profile_on(connection, day), profiles(connection)
        connection.close()
    if session.as_json:
        print_json({**_as_dict(held), "on": day.isoformat(), "all": [_as_dict(one) for one in all_of_them]})
        return
    if as_file:
        print_line(profile_as_yaml(held).rstrip("\n"))
        return
    values, own = full_values(held), dict(held.numbers)
    print_line(f"{day.isoformat()} 的公文版式：{held.told}")
    print_table(
        ("字段", "名称", "值", "国标", "单位", "范围"),
        [
            (
                one.key,
                one.label,
                _shown(one, values[one.key]) + ("（本单位）" if one.key in own else ""),
                _shown(one, standard_value(one.key)),
                one.unit,
                f"{one.low:g}–{one.high:g}" if one.high else " / ".join(kept for kept, _ in one.choices) or "是 / 否",
            )
            for one in MEASURES
        ],
    )
    if all_of_them:
        print_line(f"各次更改：{'；'.join(one.told for one in all_of_them)}。")


def _shown(measure: Measure, value: Value) -> str:
    if measure.kind == "switch":
        return "是" if value else "否"
    if measure.kind == "choice":
        return dict(measure.choices)[str(value)]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _as_dict(profile: OwnProfile) -> dict[str, object]:
    return {"name": profile.name, "since": profile.since.isoformat(), "numbers": dict(profile.numbers)}


def _tell(session: Session, profile: OwnProfile) -> None:
    if session.as_json:
        print_json(_as_dict(profile))
    elif profile.is_standard:
        print_line(f"已恢复国标，{profile.since.isoformat()} 起的公文按国标排；已签发的不变。")
    else:
        print_line(f"已设置公文版式：{profile.told}。这天起的公文按它排；已签发的不变。可以撤销。")


def _field(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise Refused(f"“{text}”不是 字段=值 的样子。请写成 line_pitch=28。")
    return key.strip(), value.strip()


def _day(text: str, today: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else today
    except ValueError as error:
        raise Refused(f"“{text}”不是日期，请写成 2026-06-30。") from error
