"""产业延伸提醒函: a letter to each unit that brought projects, on what they could draw next (domain.md §2)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.models.office import Office, read_names
from app.rules.errors import Refused
from app.rules.industry.knowledge import Verdict
from app.rules.money import in_words
from app.rules.periods import Period
from app.rules.policy.document import Outcome
from app.rules.stages import Stage
from app.services.chain.extending import MATCH, Candidate, LetterDraft, LetterProject, letters_for
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.fields import Fields, address, common
from app.services.papers.letters import LetterBatch, place
from app.services.papers.templates import answer_days, fill, given_inputs, template
from app.services.policy.policies import version_on

if TYPE_CHECKING:
    from app.reports.chain_picture import ChainPicture

EXTEND_TEMPLATE = "产业延伸提醒函"
IN_FULL = 5
"""So many projects are written out in the letter, those that promise most; the others stand in its list."""


def extend_letters(
    office: Office,
    connection: sqlite3.Connection,
    period: Period,
    *,
    as_of: dt.date,
    today: dt.date,
    inputs: Mapping[str, str] | None = None,
) -> LetterBatch:
    """Draft a letter to each county and department that brought projects signed in `period`.

    Leaders who brought some are told apart: an office does not write to those above it. Each letter has its picture
    beside it. Raises `Refused` where the template cannot be filled.
    """
    from app.services.chain.letter_pictures import letter_picture

    source = template(office.folder, EXTEND_TEMPLATE).source
    asked = given_inputs(source, inputs or {})
    names, days = read_names(connection), answer_days(source)
    promised = _referral_holds(connection, today)
    contents: list[PaperContent] = []
    pictures: list[ChainPicture] = []
    leaders: list[str] = []
    for letter in letters_for(connection, period, as_of):
        if letter.group == "leader":
            leaders.append(letter.unit)
            continue
        pictures.append(letter_picture(letter, as_of))
        contents.append(
            fill(
                source,
                {**common(names, today, days, asked), **_fields(connection, letter, period), "以商招商": promised},
                today,
                name=EXTEND_TEMPLATE,
                recipients=(Recipient(letter.unit, letter.unit_id),),
                origin=f"extend:{period}:{letter.unit_id}",
            )
        )
    return LetterBatch("extend", period, tuple(contents), tuple(leaders), pictures=tuple(pictures))


def _referral_holds(connection: sqlite3.Connection, day: dt.date) -> bool:
    """Tell whether the measures of the day promise who brings an enterprise a share of the policy (domain.md §5)."""
    try:
        clause = version_on(connection, day).referral
    except Refused:
        return False
    return clause is not None and clause.rule is not None and clause.rule.review is Outcome.IN_FORCE


def _fields(connection: sqlite3.Connection, letter: LetterDraft, period: Period) -> Fields:
    you = address(letter.unit, letter.group)
    best_first = sorted(letter.projects, key=lambda one: -max(way.extension.score for way in one.directions))
    projects = [_project(connection, one, number, you) for number, one in enumerate(best_first, start=1)]
    return {
        "期间": period.label,
        "收文": {"名称": letter.unit, "称呼": you},
        "个数": len(projects),
        "重点": projects[:IN_FULL],
        "其余": max(len(projects) - IN_FULL, 0),
        "项目": projects,
    }


def _project(connection: sqlite3.Connection, project: LetterProject, number: int, you: str) -> Fields:
    stage, fen, signed = connection.execute(
        "SELECT stage, investment_fen, signed_day FROM project WHERE id = ?", (project.project_id,)
    ).fetchone()
    day = dt.date.fromisoformat(signed) if signed else None
    when = f"{day.year}年{day.month}月" if day else ""
    amount = f"，总投资{in_words(fen)}" if fen else ""
    return {
        "序号": place(number),
        "标题": f"{place(number)}、{project.name}",
        "名称": project.name,
        "事实": f"{you}{when}引进的{project.name}（{project.enterprise}，{project.industry}）{amount}，"
        f"现处{Stage(stage).label}阶段。",
        "方向": [_direction(one, place(at)) for at, one in enumerate(project.directions, start=1)],
        "不宜": [
            f"不宜以该项目为由招引{name}。{reason}"
            for name, reason in {one.candidate_name: one.reason for one in project.avoid}.items()
        ],
    }


def _direction(candidate: Candidate, number: str) -> Fields:
    doubtful = "（可论证）" if candidate.judgement.verdict is Verdict.POSSIBLE else ""
    match = "本地已有同类企业，先做配套对接。" if candidate.hint == MATCH else ""
    return {
        "序号": number,
        "产业": f"{candidate.candidate_name}{doubtful}",
        "理由": f"{candidate.reason}{match}",
        "前提": f"{candidate.condition}。" if candidate.condition else "",
    }
