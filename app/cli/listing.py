"""`projects` and `rank`: what the office has, and who stands where."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.rules.errors import Refused
from app.rules.money import WAN
from app.rules.periods import Period
from app.rules.scoring import hand_points, number, percent
from app.rules.stages import Stage
from app.services.dossiers.projects import ProjectFilter, find_choice, project_ids, project_rows
from app.services.finding.search import search_projects
from app.services.ranking.ranking import RankingTable, in_unit, rank


@refusing
def projects(
    context: typer.Context,
    search: Annotated[
        str, typer.Option("--search", metavar="文字", help="按名称、企业、代码、拼音或金额（超亿）找。")
    ] = "",
    county: Annotated[str, typer.Option("--county", metavar="县区", help="只列落在这个县区的。")] = "",
    stage: Annotated[
        str,
        typer.Option(
            "--stage", metavar="阶段", help="只列处于这个阶段的：线索、在谈、签约、开工、完工、投产、见效、终止。"
        ),
    ] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="只列这个责任主体（领导、部门或县区）的。")] = "",
) -> None:
    """列出项目。"""
    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        wanted = ProjectFilter(
            county=find_choice(connection, county, "county") if county else None,
            stage=_stage(stage) if stage else None,
            unit=find_choice(connection, unit) if unit else None,
        )
        ids = project_ids(connection, wanted)
        alike = False
        if search.strip():
            ids, alike = search_projects(connection, ids, search)
        rows = project_rows(connection, ids)
        connection.close()
    if session.as_json:
        print_json([row.to_json() for row in rows])
        return
    if not rows:
        print_line("没有符合条件的项目。")
        return
    if alike:
        print_line("没有完全符合的，以下是相近的：")
    print_table(
        ("编号", "项目名称", "企业", "总投资（万元）", "县区", "阶段", "签约"),
        [
            (
                row.code,
                row.name,
                row.enterprise,
                f"{row.investment_fen / WAN:,.2f}" if row.investment_fen is not None else "",
                row.county,
                row.stage.label,
                row.signed_day,
            )
            for row in rows
        ],
        right=(3,),
    )
    total = sum(row.investment_fen or 0 for row in rows)
    print_line(f"共 {len(rows)} 个，总投资 {total / WAN / 10_000:,.4f} 亿元。")


@refusing
def rank_(
    context: typer.Context,
    period: Annotated[str, typer.Option("--period", metavar="期间", help="2026-06、2026 或 2026-01..2026-06。")],
    group: Annotated[
        str, typer.Option("--group", metavar="组", help="county 县区、department 市直部门、leader 市领导。")
    ],
    as_of: Annotated[str, typer.Option("--as-of", metavar="日期", help="截至哪天；不写则截至今天。")] = "",
    level: Annotated[
        str, typer.Option("--level", metavar="层级", help="按哪一层级的任务计分，如 奋斗目标；不写则按考核办法。")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="文件", help="写成 .pdf、.docx 公文，或 .xlsx 表格。")
    ] = None,
) -> None:
    """给一组责任主体排名；-o 把排名表写成公文或表格。"""
    session = session_of(context)
    if out is not None and out.suffix.lower() not in (".pdf", ".docx", ".xlsx"):
        raise typer.BadParameter(f"写不成“{out.name}”：文件名要以 .pdf、.docx 或 .xlsx 结尾。", param_hint="-o")
    with session.reading() as office:
        connection = office.read()
        table = rank(connection, Period.parse(period), group, _day(as_of, session.today), level=level)
        told = _write(connection, table, out, session.today) if out is not None else ""
        connection.close()
    if session.as_json:
        print_json(table.to_json() | ({"file": str(out)} if out is not None else {}))
    elif told:
        print_line(told)
    else:
        _print_ranking(table)


def _write(connection: sqlite3.Connection, table: RankingTable, out: Path, today: dt.date) -> str:
    """Write a ranking as its file's ending says and return what to tell of it."""
    if out.suffix.lower() == ".xlsx":
        from app.rules.audience import widest_for
        from app.services.exporting import export_ranking
        from app.services.papers.door import named_units

        export_ranking(table, out, units=named_units(connection))
        return f"已写出 {out}，印发范围：{widest_for(table.group).label}。"
    from app.services.meeting.briefing import ranking_paper
    from app.services.papers.saving import write_paper

    content = ranking_paper(connection, table, today=today)
    write_paper(connection, content, out)
    return f"《{content.title}》，印发范围：{content.audience}。已写出 {out}。"


def _print_ranking(table: RankingTable) -> None:
    print_line(
        f"{table.period.label}{table.group_label}{table.level_label}排名　截至 {table.as_of}　{table.scheme.name}"
    )
    heads = ["类别"] if table.by_class else []
    heads += ["名次", "单位", "得分"]
    first = heads.index("名次")
    if table.has_hand_points:
        heads.append("手工加减分")
    for head in table.heads:
        heads += [f"{head.label}（{head.unit}）", "完成率", "得分"] if head.needs_target else [head.label, "得分"]
    lines = []
    for row in table.rows:
        cells: list[object] = [table.class_of(row)] if table.by_class else []
        cells += [row.rank or "—", row.name, row.score if row.score is not None else "—"]
        if table.has_hand_points:
            cells.append(hand_points(row))
        for head, line in zip(table.heads, row.indicators, strict=True):
            actual = number(in_unit(head, line.actual))
            points = line.points if line.points is not None else "—"
            if not head.needs_target:
                cells += [actual, points]
                continue
            target = number(in_unit(head, line.target)) if line.target is not None else "无任务"
            done = percent(line.completion) if line.completion is not None else "—"
            cells += [f"{actual}/{target}", done, points]
        lines.append(cells)
    print_table(heads, lines, right=(first, *range(first + 2, len(heads))))
    for row in table.rows:
        for one in row.manual:
            proof = f"（{one.evidence}）" if one.evidence else ""
            print_line(f"{row.name}　手工加减分 {float(one.points):+g}：{one.reason}{proof}")


def _stage(text: str) -> Stage:
    try:
        return Stage.from_label(text)
    except KeyError:
        known = "、".join(stage.label for stage in Stage)
        raise Refused(f"没有“{text}”这个阶段；可选：{known}。") from None


def _day(text: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2026-06-30。", param_hint="--as-of") from error
