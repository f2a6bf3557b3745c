"""`unfold` and `editions`: where a score comes from down to the papers that prove it, and what was published."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from app.cli.options import day_of
from app.cli.output import print_json, print_line, print_table
from app.cli.session import refusing, session_of
from app.cli.supervising import AsOf, GroupOption, Level, PeriodOption
from app.rules.errors import Refused
from app.rules.money import YI, format_yi
from app.rules.periods import Period
from app.rules.scoring import as_json
from app.services.dossiers.projects import find_choice
from app.services.ranking.ranking import GROUPS


@refusing
def unfold(
    context: typer.Context,
    period: PeriodOption,
    group: GroupOption,
    unit: Annotated[str, typer.Option("--unit", metavar="单位", help="展开哪个单位的得分。")],
    indicator: Annotated[
        str, typer.Option("--indicator", metavar="指标", help="只展开这项指标（名称或代号）；不写则全部。")
    ] = "",
    as_of: AsOf = "",
    level: Level = "",
) -> None:
    """展开一个单位的得分：各项指标的算式，是哪些项目，各有什么佐证。"""
    from app.services.dossiers.evidence import evidence_of
    from app.services.ranking.measuring import contributing
    from app.services.ranking.ranking import rank

    session = session_of(context)
    day = day_of(as_of, session.today, "--as-of")
    with session.reading() as office, closing(office.read()) as connection:
        table = rank(connection, Period.parse(period), group, day, level=level)
        key = find_choice(connection, unit, group)
        row = next((one for one in table.rows if one.unit_id == key), None)
        if row is None:
            raise Refused(f"{unit}不在{table.period.label}{table.group_label}的排名里。")
        chosen = [
            (one, line)
            for one, line in zip(table.scheme.indicators, row.indicators, strict=True)
            if indicator in ("", one.key, one.label)
        ]
        if not chosen:
            known = "、".join(one.label for one in table.scheme.indicators)
            raise Refused(f"没有指标“{indicator}”；可选：{known}。")
        told = [
            {
                "key": one.key,
                "label": one.label,
                "points": as_json(line.points),
                "working": line.working,
                "projects": [
                    {
                        "code": project.code,
                        "name": project.name,
                        "day": project.day.isoformat(),
                        "amount": project.amount_fen / YI,
                        "share": float(project.share_bp) / 10_000,
                        "evidence": [
                            {"stage": paper.stage.label, "title": paper.title}
                            for paper in evidence_of(connection, project.project_id)
                        ],
                    }
                    for project in contributing(connection, one, table.period, row.unit_id, table.as_of)
                ],
            }
            for one, line in chosen
        ]
    if session.as_json:
        print_json({"unit": row.name, "rank": row.rank, "score": as_json(row.score), "indicators": told})
        return
    score = "—" if row.score is None else row.score
    print_line(f"{row.name}　{table.period.label}　第{row.rank or '—'}位　得分 {score}")
    for one in told:
        print_line(f"{one['label']}：{one['working']}")
        for project in one["projects"]:
            papers = "；".join(f"{paper['stage']}：{paper['title']}" for paper in project["evidence"]) or "没有佐证"
            money = format_yi(round(project["amount"] * YI))
            share = f"{project['share'] * 100:g}%"
            print_line(f"  {project['day']}　{project['code']}　{project['name']}　{money}亿元　占{share}　{papers}")


@refusing
def editions(
    context: typer.Context,
    group: Annotated[
        str, typer.Option("--group", metavar="组", help="county、department 或 leader；不写则三组都列。")
    ] = "",
) -> None:
    """列出已发布的排名：各期各组的版次、更正了什么、校验码。"""
    from app.services.ranking.freezing import published

    session = session_of(context)
    with session.reading() as office:
        connection = office.read()
        rows = published(connection, group)
        connection.close()
    if session.as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "period": str(one.period),
                    "group": one.group,
                    "level": one.level,
                    "as_of": one.as_of.isoformat(),
                    "edition": one.edition,
                    "corrects": one.corrects,
                    "correction": one.correction,
                    "published_on": one.published_on.isoformat(),
                    "published_by": one.published_by,
                    "sha256": one.sha256,
                    "latest": one.latest,
                }
                for one in rows
            ]
        )
        return
    if not rows:
        print_line("还没有发布过排名。")
        return
    print_table(
        ("期间", "组别", "层级", "截至", "版次", "更正", "发布日期", "发布人", "校验码"),
        [
            (
                one.period.label, GROUPS[one.group], one.level, one.as_of, f"第{one.edition}版", one.correction,
                one.published_on, one.published_by, one.sha256,
            )
            for one in rows
        ],
    )  # fmt: skip
