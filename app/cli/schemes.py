"""`schemes`: the scoring schemes listed, shown as YAML, added from a file, voided, tried beside the one in force."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from app.cli.chinese import Command, Group
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.periods import Period
from app.rules.scheme import plain_scheme
from app.rules.scoring import as_json
from app.services.ranking.comparing import Comparison
from app.services.ranking.ranking import GROUPS

FileArgument = Annotated[Path, typer.Argument(metavar="文件", help="考核办法文件（YAML 或 JSON）。")]


def schemes_group() -> typer.Typer:
    """Return `schemes` with its subcommands; alone it lists."""
    group = typer.Typer(
        cls=Group, invoke_without_command=True, rich_markup_mode=None, help="考核办法：列出、查看、采用、试算。"
    )
    group.callback()(list_schemes)
    group.command("list", cls=Command)(list_all)
    group.command("show", cls=Command)(show)
    group.command("add", cls=Command)(add)
    group.command("try", cls=Command)(try_)
    group.command("void", cls=Command)(void)
    return group


def list_schemes(context: typer.Context) -> None:
    """列出考核办法的各个版本。"""
    if not context.invoked_subcommand:
        list_all(context)


@refusing
def list_all(context: typer.Context) -> None:
    """列出考核办法的各个版本。"""
    from app.services.ranking.schemes import schemes

    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        known = schemes(connection)
        connection.close()
    if session.as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "name": one.scheme.name,
                    "from_day": one.scheme.from_day.isoformat(),
                    "groups": list(one.scheme.groups),
                    "indicators": [indicator.key for indicator in one.scheme.indicators],
                }
                for one in known
            ]
        )
        return
    print_table(
        ("编号", "名称", "生效", "考核组", "指标"),
        [
            (
                one.id,
                one.scheme.name,
                one.scheme.from_day,
                "、".join(GROUPS[group] for group in one.scheme.groups),
                "、".join(indicator.label for indicator in one.scheme.indicators),
            )
            for one in known
        ],
        right=(0,),
    )


@refusing
def show(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="编号或名称", help="哪一份办法。")],
) -> None:
    """以 YAML 写出一份办法，可另存后修改再采用。"""
    from app.services.ranking.schemes import find_scheme, scheme_yaml

    session = session_of(context)
    with session.reading() as office, closing(office.read()) as connection:
        scheme = find_scheme(connection, which).scheme
    if session.as_json:
        print_json({**plain_scheme(scheme), "from_day": scheme.from_day.isoformat()})
    else:
        print_line(scheme_yaml(scheme).rstrip("\n"))


@refusing
def add(context: typer.Context, file: FileArgument) -> None:
    """检查一份办法并采用，从它的生效日起用它排名。"""
    from app.services.ranking.schemes import check, save_scheme, scheme_from_file

    session = session_of(context)
    scheme = scheme_from_file(file)
    with session.writing() as office:
        connection = office.read()
        findings = check(connection, scheme)
        connection.close()
        scheme_id = save_scheme(office, scheme)
    doubts = [finding.text for finding in findings if not finding.wrong]
    if session.as_json:
        print_json({"id": scheme_id, "name": scheme.name, "from_day": scheme.from_day.isoformat(), "doubts": doubts})
        return
    print_line(f"已采用“{scheme.name}”，{scheme.from_day}起生效，编号 {scheme_id}。")
    for doubt in doubts:
        print_line(f"  请留意：{doubt}。")


@refusing
def void(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="编号或名称", help="哪一份办法。")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么作废。")],
) -> None:
    """作废一份采用错了的办法；已发布的排名不变。"""
    from app.services.ranking.schemes import find_scheme, void_scheme

    session = session_of(context)
    with session.writing() as office:
        with closing(office.read()) as connection:
            found = find_scheme(connection, which)
        void_scheme(office, found.id, found.version, reason)
    if session.as_json:
        print_json({"id": found.id, "name": found.scheme.name})
    else:
        print_line(f"已作废“{found.scheme.name}”（{found.scheme.from_day}起）。")


@refusing
def try_(
    context: typer.Context,
    file: FileArgument,
    period: Annotated[str, typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06。")],
    group: Annotated[str, typer.Option("--group", metavar="组", help="county、department 或 leader。")],
    monthly: Annotated[bool, typer.Option("--monthly", help="期间里的每个月分别试算。")] = False,
) -> None:
    """用一份尚未采用的办法试算过去的月份，与现行办法并排：谁升谁降，为什么。"""
    from app.services.ranking.comparing import try_scheme
    from app.services.ranking.schemes import check, scheme_from_file

    session = session_of(context)
    scheme = scheme_from_file(file)
    asked = Period.parse(period)
    with session.reading() as office, closing(office.read()) as connection:
        findings = check(connection, scheme)
        tried = try_scheme(connection, scheme, asked.each_month() if monthly else [asked], group, session.today)
    if session.as_json:
        print_json(
            {
                "scheme": scheme.name,
                "findings": [{"wrong": one.wrong, "indicator": one.key, "text": one.text} for one in findings],
                "periods": [{"period": str(one.after.period), "units": moves_json(one)} for one in tried],
            }
        )
        return
    for finding in findings:
        print_line(f"{'有错' if finding.wrong else '请留意'}：{finding.text}。")
    for one in tried:
        print_line(f"{one.after.period.label}：现行“{one.before.scheme.name}”，试算“{scheme.name}”")
        print_moves(one)


def moves_json(comparison: Comparison) -> list[dict[str, object]]:
    """Return how each unit moved, for programs."""
    return [
        {
            "unit": move.unit,
            "rank_before": move.rank_before,
            "rank_after": move.rank_after,
            **({"class_before": move.class_before} if move.class_before else {}),
            "score_before": as_json(move.score_before),
            "score_after": as_json(move.score_after),
            "why": move.why,
        }
        for move in comparison.moves
    ]


def print_moves(comparison: Comparison) -> None:
    """Print how each unit moved, for people."""
    print_table(
        ("单位", "原名次", "新名次", "升降", "原得分", "新得分", "原因"),
        [
            (
                move.unit,
                move.rank_before or "—",
                move.rank_after or "—",
                f"—（原{move.class_before}）" if move.class_before else _risen(move.risen),
                "—" if move.score_before is None else move.score_before,
                "—" if move.score_after is None else move.score_after,
                move.why,
            )
            for move in comparison.moves
        ],
        right=(1, 2, 4, 5),
    )


def _risen(places: int | None) -> str:
    if places is None:
        return "—"
    return f"{'升' if places > 0 else '降'}{abs(places)}" if places else "平"
