"""`import`: ledgers into the office, or a dry run that says what would come of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.output import print_error, print_json, print_line, print_table
from app.cli.session import REFUSED, refusing, session_of
from app.rules.errors import OfficeError, Refused
from app.rules.ledger.vocabulary import Kind

if TYPE_CHECKING:
    from app.services.importing import ImportPlan

_KINDS: dict[Kind, str] = {"signed": "签约台账", "progress": "进展月报", "leads": "在谈线索", "targets": "目标任务"}


@refusing
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="Excel、WPS 表格或 CSV，可以一次多个。")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="种类", help="signed、progress、leads 或 targets；不写则按表头判断。")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试算，不写入。")] = False,
    month: Annotated[
        str, typer.Option("--month", metavar="月份", help="月报是哪个月的，如 2026-09；表里写了就不用。")
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="年度", help="目标任务是哪一年的；表里写了就不用。")
    ] = None,
    unit: Annotated[
        str, typer.Option("--unit", metavar="单位", help="表里没有写金额单位时用：元、万元 或 亿元。")
    ] = "",
    same: Annotated[
        list[str] | None,
        typer.Option(
            "--same", metavar="行号或单位", help="疑似重复的：是同一个。项目写行号，单位写表中的名称；可多次。"
        ),
    ] = None,
    new: Annotated[
        list[str] | None, typer.Option("--new", metavar="行号或单位", help="疑似重复的：是新的，新增。可多次。")
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option("--skip", metavar="行号或单位", help="疑似重复的：跳过这些行。可多次。")
    ] = None,
) -> None:
    """导入台账：先试算，再把接受的行一次写入；拒收的行列出原因。"""
    from app.services.importing import apply, examine

    session = session_of(context)
    wanted: Kind | None = next((one for one in _KINDS if str(one) == kind), None)
    if kind and wanted is None:
        raise typer.BadParameter(f"没有“{kind}”这种台账；可选 {'、'.join(_KINDS)}。", param_hint="--kind")
    told = {"same": same or [], "new": new or [], "skip": skip or []}
    if len(files) > 1 and any(one.isdecimal() for names in told.values() for one in names):
        raise typer.BadParameter("按行号决定时一次只能导入一个文件。", param_hint="--same、--new、--skip")
    answers: list[dict[str, Any]] = []
    opened = session.reading() if dry_run else session.writing()
    with opened as office:
        for file in files:
            try:
                look = partial(
                    examine,
                    office,
                    file,
                    today=session.today,
                    kind=wanted,
                    month=month or None,
                    year=year,
                    unit=unit or None,
                )
                plan = look()
                choices: dict[int, str] = {}
                while decided := _decisions(plan, told, choices):
                    choices |= decided
                    plan = look(choices=choices)
                answer = plan if dry_run else apply(office, plan, today=session.today)
            except OfficeError as error:
                if len(files) == 1:
                    raise
                answers.append({"file": file.name, "error": error.message})
                if not session.as_json:
                    print_error(f"{file.name}：{error.message}")
                continue
            answers.append(answer.to_json())
            if not session.as_json:
                _print_answer(answers[-1], dry_run)
    if session.as_json:
        print_json(answers[0] if len(answers) == 1 else answers)
    if any(not _took(answer) for answer in answers):
        sys.exit(REFUSED)


def _decisions(plan: ImportPlan, told: dict[str, list[str]], made: Mapping[int, str]) -> dict[int, str]:
    """Return what the options decide of a plan's suspects and `made` does not hold yet.

    Raises `Refused` for a row that cannot be the same, since it looks like an earlier row of its own file.
    """
    found: dict[int, str] = {}
    for one in plan.suspects:
        names = (one.name,) if one.unit else (str(one.key), one.name)
        answer = next((answer for answer, wanted in told.items() if any(name in wanted for name in names)), None)
        if answer is None or one.key in made:
            continue
        chosen = one.same if answer == "same" else answer
        if chosen is None:
            raise Refused(f"第{one.row}行像的是同一文件的第{one.candidate_row}行，不能并入，请用 --new 或 --skip。")
        found[one.key] = chosen
    return found


def _took(answer: dict[str, Any]) -> bool:
    """Tell whether a file was read and anything of it accepted."""
    return "error" not in answer and (not answer["refused"] or _accepted(answer) > 0)


def _accepted(answer: dict[str, Any]) -> int:
    """Return how many rows of a file came in, or would."""
    return answer["added"] + answer["updated"] + answer["unchanged"]


def _print_answer(answer: dict[str, Any], dry_run: bool) -> None:
    verb = "试算可导入" if dry_run else "导入"
    kind = _KINDS.get(answer["kind"], answer["kind"])
    print_line(f"{answer['file']}：{kind}，共 {answer['rows']} 行，{verb} {_accepted(answer)} 行。")
    refused = {(line.get("sheet"), line["row"]) for line in answer["refused"]}
    print_line(
        f"  新增 {answer['added']}，更新 {answer['updated']}，无变化 {answer['unchanged']}，"
        f"拒收 {len(refused)}，假定 {len(answer['assumed'])}。"
    )
    if answer["unrecognised"]:
        print_line(f"  未识别的列：{'、'.join(answer['unrecognised'])}（没有导入）。")
    for one in answer["passed_sheets"]:
        print_line(f"  工作表“{one['sheet']}”没有导入：{one['reason']}。")
    for ask in answer["asks"]:
        print_line(f"  {ask}（用 --unit 说明）")
    if answer["suspects"]:
        print_line("  疑似重复（用 --same、--new 或 --skip 决定，后面写第一列）：")
        print_table(
            ("  写什么", "行", "表中写的", "像哪一个", "原因"),
            [
                (
                    f"  {one['name'] if one['of'] == 'unit' else one['choice']}",
                    one["row"],
                    one["name"],
                    one["candidate"],
                    one["reason"],
                )
                for one in answer["suspects"]
            ],
        )
    for title, key in (("拒收", "refused"), ("假定", "assumed")):
        if answer[key]:
            print_line(f"  {title}：")
            print_table(
                ("  行", "栏", "原文", "原因"),
                [(f"  {line['row']}", line["field"], line["value"], line["reason"]) for line in answer[key]],
            )
