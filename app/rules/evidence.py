"""佐证: the papers that prove a stage (domain.md, "The people and the words"), and who may accept them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.rules.names import name_key, person_name
from app.rules.stages import Stage

OTHER = "其他"

PROVES: Mapping[str, frozenset[Stage]] = {
    "投资合同": frozenset({Stage.SIGNED}),
    "营业执照": frozenset({Stage.SIGNED}),
    "备案证": frozenset({Stage.SIGNED, Stage.STARTED}),
    "施工许可证": frozenset({Stage.STARTED}),
    "资金到账凭证": frozenset({Stage.SIGNED, Stage.STARTED, Stage.COMPLETED}),
    "竣工验收": frozenset({Stage.COMPLETED}),
    "投产证明": frozenset({Stage.IN_PRODUCTION}),
    "纳税证明": frozenset({Stage.YIELDING}),
    "会谈记录": frozenset({Stage.LEAD, Stage.NEGOTIATING}),
    "退库说明": frozenset({Stage.TERMINATED}),
    OTHER: frozenset(Stage),
}
"""Each kind of evidence, with the stages that it usually proves."""

_WORDS = (
    ("施工许可证", ("施工许可", "施工证")),
    ("竣工验收", ("竣工", "验收")),
    ("备案证", ("备案", "核准", "立项")),
    ("投产证明", ("投产", "试生产")),
    ("纳税证明", ("纳税", "完税", "税")),
    ("资金到账凭证", ("回单", "进账", "到账", "验资", "凭证")),
    ("营业执照", ("营业执照", "执照", "注册")),
    ("投资合同", ("合同", "协议")),
    ("会谈记录", ("会谈", "记录", "纪要", "考察")),
    ("退库说明", ("退库", "终止", "解约")),
)


def kinds_for(stage: Stage) -> list[str]:
    """Return all kinds of evidence, those that usually prove `stage` first."""
    return sorted(PROVES, key=lambda kind: (stage not in PROVES[kind], kind == OTHER))


def kind_of(title: str) -> str:
    """Return the kind of evidence that a title speaks of; 其他 where it names none."""
    return next((kind for kind, words in _WORDS if any(word in title for word in words)), OTHER)


def same_person(one: str, other: str) -> bool:
    """Tell whether two names mean one person: titles, spaces and width aside."""
    return bool(one.strip()) and name_key(person_name(one)) == name_key(person_name(other))


def why_not_independent(verifier: str, recruiters: Iterable[str], recorders: Iterable[str]) -> str:
    """Return why `verifier` may not accept a stage alone, in Chinese; empty where nothing speaks against it.

    Who brought the project, or recorded the stage, does not verify it (domain.md: 认定 by somebody other than its
    recruiter).
    """
    if any(same_person(verifier, one) for one in recruiters):
        return f"认定人“{verifier.strip()}”是这个项目的招商责任人"
    if any(same_person(verifier, one) for one in recorders):
        return f"认定人“{verifier.strip()}”就是登记这个阶段的人"
    return ""
