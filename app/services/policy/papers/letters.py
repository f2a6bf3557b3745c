"""政策兑现告知书 and 奖金兑现通知: letters that the office's templates make of an answer and of an approved claim."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence

from app.models.office import Office, read_names
from app.reports.marked import Align, PlainTable
from app.rules import facts as names
from app.rules.errors import Refused
from app.rules.money import Fen, format_wan, in_words
from app.rules.policy.benefits import Duty, YearRate
from app.rules.policy.conditions import State, Weighed
from app.rules.policy.document import Outcome
from app.rules.policy.matching import ClauseMatch
from app.rules.policy.numbering import chinese
from app.rules.policy.referral import Passed
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.fields import Fields, address, chinese_day, common
from app.services.papers.templates import answer_days, fill, given_inputs, template
from app.services.policy.bonus_lists import Payment
from app.services.policy.bonus_worklist import payment_list
from app.services.policy.bonuses import bonus_of
from app.services.policy.matching import Answer, ProjectClause
from app.services.policy.policies import versions
from app.services.policy.subjects import Subject

DECISION, BONUS = "政策兑现告知书", "奖金兑现通知"
"""The templates of the two letters, which the office may change."""
BY_YEAR = "【分年表】"

_NOT_PROMISED = "本条正在公平竞争审查或者已经停用，不作承诺"
_CENTRE: Align = "center"
_MOST_YEARS = 8
"""Years that the table has room for upright, side by side."""


def decision_paper(
    office: Office,
    connection: sqlite3.Connection,
    answer: Answer,
    *,
    today: dt.date,
    inputs: Mapping[str, str] | None = None,
) -> PaperContent:
    """Return the decision letter of an answer: to the enterprise, by the template, to be numbered and signed.

    A clause that is not in force or under review is told as such, its benefit is not; what was granted stands with
    its paper. `inputs` are what the template asks for. Raises `Refused` where the template cannot be filled.
    """
    to = answer.subject.name if answer.subject.kind == "enterprise" else _investor(connection, answer.subject.id)
    recipient = Recipient(to)
    table = by_year(answer)
    source = template(office.folder, DECISION).source
    asked = given_inputs(source, inputs or {})
    fields = {
        **common(read_names(connection), today, answer_days(source), asked),
        **decision_fields(answer),
        "收文": {"名称": to, "称呼": address(to)},
    }
    return fill(
        source,
        fields,
        today,
        name=DECISION,
        recipients=(recipient,),
        tables=((BY_YEAR, table),) if table else (),
        origin=f"match:{answer.subject.kind}:{answer.subject.id}:{answer.on}",
    )


def decision_fields(answer: Answer) -> Fields:
    """Return the fields of the decision letter (`papers.policy_fields` says what they mean)."""
    own = answer.subject.kind == "project"
    papers = {one.referred_project_id: one.paper for one in answer.grants}
    entitled = [one for one in answer.clauses if one.match.entitled]
    could = [one for one in answer.clauses if one.match.state is State.COULD and one.match.promised and not _duty(one)]
    rest = [one for one in answer.clauses if one not in entitled and one not in could and not _duty(one)]
    duties = [one for one in answer.clauses if _duty(one) and one.match.state is not State.NO]
    return {
        "核对": {
            "事项": f"投资建设的{answer.subject.name}" if own else "在本市的投资项目",
            "办法": answer.measures.title,
            "施行": chinese_day(answer.measures.valid_from),
            "日期": chinese_day(answer.on),
        },
        "适用": _placed(
            [{**_head(one, own), **_granting(one.match)} for one in entitled]
            + [{**_referral_head(one), **_passing(one, papers.get(one.key, ""))} for one in _passed(answer, State.YES)]
        ),
        "有分年": by_year(answer) is not None,
        "争取": _placed(
            [{**_head(one, own), "还差": "；".join(one.match.missing)} for one in could]
            + [{**_referral_head(one), "还差": _lacking(one)} for one in _passed(answer, State.COULD)]
        ),
        "不适用": _placed(
            [{**_head(one, own), "原因": _reason(one.match)} for one in rest]
            + [{**_referral_head(one), "原因": _lacking(one)} for one in _passed(answer, State.NO)]
        ),
        "义务": [f"{one.match.clause.number}（{one.match.clause.title}）：{one.match.benefit}" for one in duties],
        "另告知": list(answer.told),
    }


def by_year(answer: Answer) -> PlainTable | None:
    """Return what is given year by year: percent of the tax, and the estimate below where one can be made.

    What was granted under an earlier version stands there with its paper. None where nothing is laid out by year.
    """
    lines: list[tuple[str, Sequence[YearRate], tuple[tuple[int, int], ...]]] = []
    several = answer.subject.kind == "enterprise" and len(answer.subject.projects) > 1
    current: set[tuple[int, str]] = set()
    for one in answer.clauses:
        found = one.match
        if found.entitled and found.schedule:
            name = f"{found.clause.number}（{one.project}）" if several else found.clause.number
            lines.append((name, found.schedule, found.estimate.years if found.estimate else ()))
        if found.entitled:
            current.add((one.project_id, found.clause.key))
    lines += [
        (f"{grant.policy}版{grant.number}（{grant.paper}）", grant.schedule, ())
        for grant in answer.grants
        if grant.schedule
        and not (grant.policy == answer.measures.version and (grant.project_id, grant.clause) in current)
    ]
    granted = {grant.referred_project_id for grant in answer.grants}
    lines += [
        (f"以商招商（{one.project}）", one.schedule, ())
        for one in _passed(answer, State.YES)
        if one.schedule and one.key not in granted
    ]
    if not lines:
        return None
    years = sorted({year.year for _, schedule, _ in lines for year in schedule})
    shown = years[:_MOST_YEARS]
    rows: list[tuple[str, ...]] = []
    for name, schedule, estimates in lines:
        rates = {one.year: f"{one.rate}%" for one in schedule}
        rows.append((name, *(rates.get(year, "—") for year in shown)))
        if estimates:
            worth = {one.year: _worth(*pair) for one, pair in zip(schedule, estimates, strict=True)}
            rows.append(("估算（万元）", *(worth.get(year, "—") for year in shown)))
    later = f"{years[_MOST_YEARS]}年及以后从略，" if len(years) > _MOST_YEARS else ""
    heads = ("条款", *(f"{year}年" for year in shown))
    note = f"{later}估算不作承诺" if any(estimates for _, _, estimates in lines) or later else ""
    aligns: tuple[Align, ...] = ("left", *(_CENTRE for _ in shown))
    return PlainTable("扶持分年安排", heads, tuple(rows), note, aligns)


def bonus_paper(
    office: Office,
    connection: sqlite3.Connection,
    claim_id: int,
    referral_id: int,
    *,
    today: dt.date,
    inputs: Mapping[str, str] | None = None,
) -> PaperContent:
    """Return the notice to a referrer of what an approved claim gives them: how to get it, or that it was paid.

    Raises `Refused` where the claim is not approved, the referrer has no part in it, or it may not be paid any more.
    """
    key = (claim_id, referral_id)
    found = next((one for one in payment_list(connection, today) if (one.claim_id, one.referral_id) == key), None)
    if found is None:
        raise Refused(f"第{claim_id}号申请还没有批准，或者这位引荐人不在里面，不能发兑现通知。")
    if found.held:
        raise Refused(f"第{claim_id}号申请{found.held}（认定投资额变了或者项目终止），不能发兑现通知。")
    source = template(office.folder, BONUS).source
    asked = given_inputs(source, inputs or {})
    fields = {
        **common(read_names(connection), today, answer_days(source), asked),
        "收文": {"名称": found.referrer, "称呼": address(found.referrer)},
        "奖金": _bonus_fields(connection, found, today),
    }
    origin = f"bonus:{claim_id}:{referral_id}"
    return fill(source, fields, today, name=BONUS, recipients=(Recipient(found.referrer),), origin=origin)


def _bonus_fields(connection: sqlite3.Connection, found: Payment, today: dt.date) -> Fields:
    project, amount, recognised, first, last, approved = connection.execute(
        "SELECT project_id, amount_fen, recognised_fen, notice_from, notice_to, approved_on FROM bonus_claim"
        " WHERE id = ?",
        (found.claim_id,),
    ).fetchone()
    (before,) = connection.execute(
        "SELECT coalesce(sum(b.amount_fen), 0) FROM bonus_part b JOIN bonus_claim c ON c.id = b.claim_id"
        " WHERE b.referral_id = ? AND b.claim_id <> ? AND b.void_reason IS NULL AND c.void_reason IS NULL"
        " AND b.paid_on <= ?",
        (found.referral_id, found.claim_id, today.isoformat()),
    ).fetchone()
    (settled,) = connection.execute(
        "SELECT coalesce(sum(amount_fen), 0) FROM bonus_claim WHERE project_id = ? AND stage = ? AND id < ?"
        " AND void_reason IS NULL",
        (project, int(found.stage), found.claim_id),
    ).fetchone()
    bonus = bonus_of(connection, Subject("project", project, found.project, found.code, (project,)), today)
    percent = next(part.percent for part in bonus.ledger.parts if part.stage is found.stage)
    measures = next(one for one in versions(connection) if one.version == bonus.version)
    return {
        "项目": found.project,
        "阶段": found.stage.label,
        "办法": measures.title,
        "条款": bonus.clause.number,
        "认定投资": in_words(recognised),
        "算式": bonus.rule.working(recognised),
        "总额": in_words(bonus.rule.total(recognised)),
        "比例": f"{percent}%",
        "本阶段": in_words(amount),
        "补差": _supplement(amount, settled),
        "份额": f"{found.share / 100:g}%",
        "共享": len(bonus.referrers) > 1,
        "本次": in_words(found.amount),
        "税": in_words(found.tax),
        "实付": in_words(found.amount - found.tax),
        "此前": in_words(before),
        "公示": f"{_day(first)}至{_day(last)}" if first and last else "",
        "批准": _day(approved),
        "支付": chinese_day(found.paid_on) if found.paid_on else "",
    }


def _supplement(amount: Fen, settled: Fen) -> str:
    """Say how a supplement comes about: a stage's reward by now less what was settled for it; empty for the first."""
    if not settled:
        return ""
    due = in_words(settled + amount)
    return f"补差：按现认定投资额应得{due}，此前已定{in_words(settled)}，本次{in_words(amount)}"


def _day(text: str) -> str:
    return chinese_day(dt.date.fromisoformat(text))


def _head(one: ProjectClause, own: bool) -> Fields:
    """Return how a clause is named; an enterprise is told which of its projects it is about."""
    title = one.match.clause.title if own else f"{one.match.clause.title}，{one.project}"
    return {"条款": one.match.clause.number, "名称": title}


def _passed(answer: Answer, state: State) -> list[Passed]:
    """Return what 以商招商 gives (`YES`), could give, or not; nothing is given while its clause is not in force."""
    clause = answer.measures.referral
    if clause is None or clause.rule is None or clause.rule.review is not Outcome.IN_FORCE:
        return list(answer.referral) if state is State.NO else []
    return [one for one in answer.referral if one.state is state]


def _referral_head(one: Passed) -> Fields:
    return {"条款": "以商招商", "名称": f"引荐{one.project}"}


def _placed(items: list[Fields]) -> list[Fields]:
    """Return the items with their places in their part of the letter."""
    return [{"序号": f"（{chinese(place)}）", **one} for place, one in enumerate(items, start=1)]


def _granting(found: ClauseMatch) -> dict[str, object]:
    return {
        "内容": found.benefit,
        "起止": _span(found.schedule),
        "假定": bool(found.first and found.first.assumed),
        "估算": found.estimate.text if found.estimate else "",
        "文号": found.granted_by,
    }


def _passing(one: Passed, paper: str) -> Fields:
    note = "" if paper else one.note
    return {"内容": one.benefit, "起止": _span(one.schedule), "假定": one.assumed, "估算": note, "文号": paper}


def _lacking(one: Passed) -> str:
    failed = [_plain(line) for line in one.conditions if line.state is not State.YES]
    return "；".join(failed) or (_NOT_PROMISED if one.state is State.YES else one.note)


def _reason(found: ClauseMatch) -> str:
    """Say why a clause gives nothing: what fails and cannot be mended, else what stands beside it."""
    failed = [_plain(line) for line in found.conditions if line.state is State.NO]
    if not failed and not found.promised:
        return _NOT_PROMISED
    return "；".join(failed) or found.note or "不符合本条的条件"


def _plain(line: Weighed) -> str:
    """Say in a sentence that an outsider follows why a condition does not hold."""
    if line.fact == names.LEADING and line.state is State.NO:
        return "属于主导产业，按主导产业的条款办理" if line.required == "否" else "不属于主导产业"
    if line.fact == names.CODES and line.state is State.NO:
        return f"所属行业（代码{line.actual}）不在本条支持的范围内"
    return line.short


def _span(schedule: Sequence[YearRate]) -> str:
    if not schedule:
        return ""
    first, last = schedule[0].year, schedule[-1].year
    return f"{first}年" if first == last else f"{first}年至{last}年"


def _worth(low: int, high: int) -> str:
    return format_wan(low, 1) if low == high else f"{format_wan(low, 1)}—{format_wan(high, 1)}"


def _duty(one: ProjectClause) -> bool:
    return isinstance(one.match.clause.benefit, Duty)


def _investor(connection: sqlite3.Connection, project_id: int) -> str:
    (name,) = connection.execute(
        "SELECT e.name FROM project p JOIN enterprise e ON e.id = p.enterprise_id WHERE p.id = ?", (project_id,)
    ).fetchone()
    return name
