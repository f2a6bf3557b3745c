"""What a row changes on a project that is there: old and new, as people read them."""

from __future__ import annotations

from typing import Any

from app.rules.money import in_words
from app.services.importing.known import Details, Known
from app.services.importing.plans import Difference, ProjectWork
from app.services.importing.resolving import Resolver
from app.services.importing.units import GROUP_LABELS

FULL_SHARE = 10_000

_LABELS = {
    "enterprise_id": "投资方",
    "industry_id": "行业类别",
    "county_id": "落地县区",
    "investment_fen": "总投资",
    "contracted_fen": "合同引资额",
    "fixed_fen": "固定资产投资",
    "filed_fen": "备案金额",
    "content": "建设内容",
    "note": "备注",
}


def differences(work: ProjectWork, known: Known, details: Details | None, resolver: Resolver) -> list[Difference]:
    """Return what a row changes on a known project, for people."""
    before = work.before or {}
    found = [
        Difference(_LABELS[column], _shown(column, before[column], resolver), _shown(column, value, resolver))
        for column, value in work.after.items()
    ]
    if work.uscc_for:
        found.append(Difference("统一社会信用代码", "", known.enterprises[work.uscc_for][1]))
    found += [
        Difference(
            f"{one.stage.label}时间", str(one.was or ""), f"{one.day}{f'（{one.source}）' if one.source else ''}"
        )
        for one in work.stages
    ]
    gone = set(work.voided_credits)
    olds = [resolver.units.label(unit) for credit, unit, _, _ in details.credits if credit in gone] if details else []
    for ref, share in work.credits:
        group, name = resolver.units.label(ref)
        old = "、".join(other for of, other in olds if of == group)
        found.append(Difference(GROUP_LABELS[group], old, name if share == FULL_SHARE else f"{name} {share / 100:g}%"))
    found += [Difference("到位资金", "", f"{one.day} {in_words(one.amount)}（{one.kind}）") for one in work.funds]
    if work.referrals:
        found.append(Difference("引荐人", "", f"增加{len(work.referrals)}个"))
    return found


def _shown(column: str, value: Any, resolver: Resolver) -> str:
    if value is None or value == "":
        return ""
    if column == "industry_id":
        return resolver.industry_name(value)
    if column == "county_id":
        return resolver.units.label(value)[1]
    if column == "enterprise_id":
        return resolver.enterprise_names(value)[0]
    return in_words(value) if column.endswith("_fen") else str(value)
