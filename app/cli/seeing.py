"""`today`, `side` and `find`: what the day brings, the dossiers from five sides, and the one search."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.money import YI
from app.rules.periods import Period
from app.rules.scoring_forms import number
from app.services.dossiers.projects import ProjectFilter, project_ids, project_rows
from app.services.dossiers.sides import SIDES, SideRow, Totals, side
from app.services.dossiers.startday import start_of_day
from app.services.dossiers.suspicions import suspicions
from app.services.finding.everywhere import KINDS, EverywhereIndex
from app.services.finding.search import search_projects

_HEADS = ("", "项目", "签约", "金额（亿元）", "超亿", "开工", "投产", "到位（亿元）", "待认定", "终止")


@refusing
def today(
    context: typer.Context,
    with_suspicions: Annotated[bool, typer.Option("--suspicions", help="也列出存疑的地方（只提示，不处理）。")] = False,
) -> None:
    """今天要办的事：到期、逾期、签约未开工、待认定、前后矛盾。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        day = start_of_day(connection, session.today)
        doubts = suspicions(connection, session.today) if with_suspicions else []
        connection.close()
    if session.as_json:
        told: dict[str, object] = {"today": day.today.isoformat(), "groups": [one.to_json() for one in day.groups]}
        if with_suspicions:
            told["suspicions"] = [
                {"kind": one.kind, "code": one.code, "project": one.project, "reason": one.reason} for one in doubts
            ]
        print_json(told)
        return
    for group in day.groups:
        print_line(f"{group.label}：{group.count} 项")
        if group.lines:
            rows = [(line.code, line.project, line.county, line.what, line.day, line.days) for line in group.lines]
            print_table(("编号", "项目", "县区", "事项", "时间", "已过天数"), rows, right=(5,))
        print_line()
    if with_suspicions:
        print_line(f"存疑：{len(doubts)} 项")
        if doubts:
            print_table(
                ("类别", "编号", "项目", "理由"), [(one.kind, one.code, one.project, one.reason) for one in doubts]
            )


@refusing
def side_(
    context: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="角度", help="leader 领导、department 部门、county 县区、enterprise 企业、industry 行业。"
        ),
    ],
    period: Annotated[str, typer.Option("--period", metavar="期间", help="只算这个期间的，如 2026-06、2026。")] = "",
) -> None:
    """从一个角度看全部档案：各有多少项目、签约、到位资金。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        seen = side(connection, by, session.today, Period.parse(period) if period else None)
        connection.close()
    if session.as_json:
        print_json(seen.to_json())
        return
    heads = (SIDES[seen.by], *_HEADS[1:])
    rows = [*seen.rows, SideRow(None, "全市（不重复计算）", seen.city)]
    print_table(heads, [(row.name, *_figures(row.totals)) for row in rows], right=range(1, len(heads)))


@refusing
def find(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="文字", help="名称、拼音、代码、金额（超亿、1亿-3亿），繁简皆可。")],
) -> None:
    """在项目、企业、人员、公文里一起找。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        ids, alike = search_projects(connection, project_ids(connection, ProjectFilter()), text)
        rows = project_rows(connection, ids)
        hits = EverywhereIndex.load(connection).find(text)
        connection.close()
    if session.as_json:
        print_json(
            {"projects": [row.to_json() for row in rows], "alike": alike, "others": [hit.to_json() for hit in hits]}
        )
        return
    if not rows and not hits:
        print_line("什么也没有找到。")
    if rows:
        print_line("没有完全相同的，以下相近：" if alike else f"项目 {len(rows)} 个：")
        print_table(
            ("编号", "项目名称", "企业", "县区", "阶段"),
            [(row.code, row.name, row.enterprise, row.county, row.stage.label) for row in rows],
        )
    if hits:
        print_line("其他：")
        print_table(("类别", "名称", ""), [(KINDS[hit.kind], hit.name, hit.detail) for hit in hits])


def _figures(totals: Totals) -> tuple[object, ...]:
    return (
        totals.projects,
        number(totals.signed),
        number(totals.amount_fen / YI),
        number(totals.over),
        number(totals.started),
        number(totals.producing),
        number(totals.funds_fen / YI),
        totals.waiting,
        totals.terminated,
    )
