"""The command line: every subcommand of main.py, registered in the order in which --help lists them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app import __version__
from app.cli import (
    bonuses,
    briefing,
    by_hand,
    checking,
    extending,
    importing,
    leading,
    listing,
    matching,
    measures,
    neighbours,
    offices,
    paper_more,
    paper_way,
    papers,
    pressing,
    provinces,
    schemes,
    seeing,
    selftest,
    supervising,
    targets,
    unfolding,
    units,
)
from app.cli.arguments import split_globals
from app.cli.chinese import Command, Group
from app.cli.output import print_json, print_line
from app.cli.session import make_session, session_of
from app.rules.meeting_pack import MeetingPack

_EPILOG = (
    "全局选项可以写在命令前后。退出状态：0 完成，1 因故未办（说明原因），2 用法不对。"
    "不带命令运行，打开窗口；不带命令加 --pack 文件，直接放映会议包。"
)


def build(
    draw_chart: Callable[[], str] | None = None, write_meeting: Callable[[Path, MeetingPack], None] | None = None
) -> typer.Typer:
    """Return the command line.

    What needs Qt is handed in: `draw_chart` draws a chart for the self-test and says what it drew; `write_meeting`
    writes the slides of a meeting pack as a PDF.
    """
    application = typer.Typer(
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="招商台：招商档案、排名、公文。",
        epilog=_EPILOG,
    )

    @application.callback()
    def main(
        context: typer.Context,
        office: Annotated[
            Path | None, typer.Option("--office", metavar="文件夹", help="办公文件夹；不写则用“文档/招商台”。")
        ] = None,
        today: Annotated[
            str | None, typer.Option("--today", metavar="日期", help="把哪天当作今天，如 2026-06-30。")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序读取。")] = False,
    ) -> None:
        context.obj = make_session(office, today, as_json, draw_chart, write_meeting)

    for name, command in (
        ("init", offices.init),
        ("demo", offices.demo),
        ("import", importing.import_),
        ("today", seeing.today),
        ("find", seeing.find),
        ("projects", listing.projects),
        ("side", seeing.side_),
        ("rank", listing.rank_),
        ("unfold", unfolding.unfold),
        ("publish", supervising.publish),
        ("editions", unfolding.editions),
        ("compare", supervising.compare),
        ("what-if", supervising.what_if_),
        ("province", provinces.province),
        ("pack", supervising.pack_),
        ("extend", extending.extend),
        ("match", matching.match_),
        ("brought", matching.brought),
        ("bonus", bonuses.bonus),
        ("leading", leading.leading),
        ("effects", leading.effects_),
        ("brief", briefing.brief),
        ("bulletin", papers.bulletin),
        ("letters", papers.letters),
        ("papers", papers.papers),
        ("holidays", papers.holidays),
        ("check-paper", checking.check_paper),
        ("self-test", selftest.self_test),
        ("version", version),
    ):
        application.command(name, cls=Command)(command)
    application.add_typer(offices.office_group(), name="office")
    application.add_typer(pressing.supervise_group(), name="supervise")
    application.add_typer(units.units_group(), name="units")
    application.add_typer(targets.targets_group(), name="targets")
    application.add_typer(by_hand.figures_group(), name="figures")
    application.add_typer(by_hand.points_group(), name="points")
    application.add_typer(schemes.schemes_group(), name="schemes")
    application.add_typer(paper_more.add_to(paper_way.paper_group()), name="paper")
    application.add_typer(paper_more.templates_group(), name="templates")
    application.add_typer(extending.knowledge_group(), name="knowledge")
    application.add_typer(measures.measures_group(), name="measures")
    application.add_typer(bonuses.bonuses_group(), name="bonuses")
    application.add_typer(neighbours.neighbours_group(), name="neighbours")
    return application


def version(context: typer.Context) -> None:
    """显示版本号。"""
    if session_of(context).as_json:
        print_json({"version": __version__})
        return
    print_line(f"招商台 {__version__}")


def run(
    arguments: list[str],
    draw_chart: Callable[[], str] | None = None,
    write_meeting: Callable[[Path, MeetingPack], None] | None = None,
) -> None:
    """Run the command line on `arguments` (without the program's name); exits with the status. See `build`."""
    front, rest = split_globals(arguments)
    build(draw_chart, write_meeting)(args=front + rest, prog_name="main.py")
