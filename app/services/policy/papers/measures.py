"""The measures (管理办法) as an official paper: the notice that issues them, the clauses, what a revision changed."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from app.models.office import Office, read_names
from app.rules.policy.comparing import compare
from app.rules.policy.document import Measures, Outcome, in_force
from app.rules.policy.numbering import chapter_number, chinese
from app.services.papers.content import PaperContent
from app.services.papers.fields import Fields, chinese_day, common
from app.services.papers.templates import answer_days, fill, given_inputs, template
from app.services.policy.policies import version_on, versions

TEMPLATE = "印发管理办法通知"

_TEXT = "正文"
"""What a comparison calls the text of a clause."""
_NUMBERED = re.compile(r"第[一二三四五六七八九十百零〇]+章\s*")


def measures_paper(office: Office, connection: sqlite3.Connection, on: dt.date, *, today: dt.date) -> PaperContent:
    """Return the measures in force on a day as a paper of the office, to be numbered and signed.

    It is made by the template 印发管理办法通知. Raises `Refused` where no measures are in force on the day, or the
    template cannot be filled.
    """
    measures = version_on(connection, on)
    source = template(office.folder, TEMPLATE).source
    inputs = given_inputs(source, {})
    fields = {
        **common(read_names(connection), today, answer_days(source), inputs),
        "办法": measures_fields(measures, _before(connection, measures)),
    }
    content = fill(source, fields, today, name=TEMPLATE, origin=f"measures:{measures.version}")
    return replace(content, words=(*content.words, "管理办法", "示范文本"))


def measures_fields(measures: Measures, before: Measures | None) -> Fields:
    """Return the fields of the template; `before` is the version that this one amends or takes the place of."""
    waiting = [one for one in measures.clauses if one.rule and one.rule.review is Outcome.UNDER_REVIEW and one.benefit]
    changes = list(_changes(before, measures)) if before is not None else []
    revised = before is not None and measures.amends == before.valid_from
    return {
        "名称": measures.title,
        "施行": chinese_day(measures.valid_from),
        "失效": chinese_day(measures.valid_to) if measures.valid_to else "",
        "说明": measures.note,
        "条数": len(measures.clauses),
        "正文": "\n".join(_text(measures)),
        "修订": revised,
        "原名称": before.title if before else "",
        "原施行": chinese_day(before.valid_from) if before else "",
        "修改条款": "、".join(number for number, _ in changes),
        "修改内容": "\n".join(_told(changes)) if revised else "",
        "审查中": "、".join(f"{one.number}（{one.title}）" for one in waiting),
    }


def _before(connection: sqlite3.Connection, measures: Measures) -> Measures | None:
    """Return the version that the measures amend, else the one in force on their eve."""
    known = versions(connection)
    if measures.amends is not None:
        return next((one for one in known if one.valid_from == measures.amends), None)
    return in_force(known, measures.valid_from - dt.timedelta(days=1))


def _text(measures: Measures) -> Iterator[str]:
    """Yield the chapters and clauses as lines of a paper."""
    chapter, number = "", 0
    for one in measures.clauses:
        if one.chapter != chapter:
            chapter, number = one.chapter, number + 1
            yield f"{chapter_number(number)}　{_NUMBERED.sub('', chapter)}"
        first, *rest = _lines(one.text)
        yield f"{one.number}　（{one.title}）{first}"
        yield from rest


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _changes(before: Measures, after: Measures) -> Iterator[tuple[str, list[str]]]:
    """Yield each clause that was changed, added or dropped: its number, and what was and is."""
    for one in compare(before, after).clauses:
        texts = next((part for part in one.parts if part.name == _TEXT), None)
        if one.kind == "新增":
            yield one.after, [f"{one.after}（{one.title}），增加", *_said("增加的条文", texts.after if texts else "")]
        elif one.kind == "删去":
            yield (
                one.before,
                [f"原{one.before}（{one.title}），删去", *_said("删去的条文", texts.before if texts else "")],
            )
        elif texts is not None:
            said = [*_said("修改前", texts.before), *_said("修改后", texts.after)]
            yield one.after, [f"{one.after}（{one.title}）", *said]
        elif one.kind == "修改":
            yield one.after, [f"{one.after}（{one.title}）", "条文不变，标题、章节或者核对条件有调整。"]


def _told(changes: list[tuple[str, list[str]]]) -> Iterator[str]:
    for place, (_, (head, *rest)) in enumerate(changes, start=1):
        yield f"{chinese(place)}、{head}"
        yield from rest


def _said(what: str, text: str) -> list[str]:
    first, *rest = _lines(text) or [""]
    return [f"{what}：{first}", *rest]
