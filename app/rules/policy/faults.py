"""What is wrong in a document of measures and where, as people read it: 第十八条 when.all[2].any[1]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.rules.policy.numbering import chapter_number, clause_number
from app.rules.shape_faults import reason


@dataclass(frozen=True)
class Fault:
    """What is wrong in a document: the place inside its clause (when.all[2].any[1]), or in the head or a chapter.

    `clause` and `chapter` count from 0; both are None for the head.
    """

    path: str
    reason: str
    clause: int | None = None
    chapter: int | None = None

    @property
    def number(self) -> str:
        """The clause or chapter as it is printed, empty for the head."""
        if self.clause is not None:
            return clause_number(self.clause + 1)
        return chapter_number(self.chapter + 1) if self.chapter is not None else ""

    @property
    def place(self) -> str:
        """Where: 第十八条 when.all[2].any[1]."""
        return f"{self.number} {self.path}".strip()

    @property
    def called(self) -> str:
        """What the place is called by those who fill in forms: 条件, 公平竞争审查, 施行日期."""
        name = self.path.partition(".")[0].partition("[")[0]
        return "标题" if name == "title" and self.number else _CALLED.get(name, "")

    @property
    def text(self) -> str:
        """Where and what, in one line."""
        return f"{self.place}：{self.reason}"


def told(error: Any, whole: Mapping[str, Any]) -> Fault:
    """Return one fault of shape as pydantic tells it (`ValidationError.errors`), with its place in the document."""
    place = list(error["loc"])
    empty = error["type"] == "date_type" and error["input"] is None
    found = "没有填写" if empty else _OWN.get(error["type"]) or reason(error)
    if len(place) < 2 or place[0] != "chapters":
        return Fault(_path(place) or "全文", found)
    chapter = place[1]
    if len(place) < 4 or place[2] != "clauses":
        return Fault(_path(place[2:]) or "chapters", found, chapter=chapter)
    listed = (one.get("clauses") for one in whole["chapters"][:chapter] if isinstance(one, Mapping))
    before = sum(len(one) for one in listed if isinstance(one, list))
    return Fault(_path(place[4:]) or "全条", found, clause=before + place[3])


def _path(place: Sequence[int | str]) -> str:
    """Write a place as people see it in the file: without the word rule, and without the kind of a benefit."""
    found = ""
    for number, part in enumerate(place):
        if isinstance(part, int):
            found += f"[{part + 1}]"
        elif not (part == "rule" and number == 0 and len(place) > 1) and not (
            number and place[number - 1] == "benefit"
        ):
            found += f".{part}" if found else part
    return found


_OWN = {
    "less_than_equal": "年数过大",
    "union_tag_invalid": "没有这种扶持",
    "union_tag_not_found": "缺少种类（kind）",
}
"""What measures say in words of their own."""

_CALLED = {
    "title": "名称",
    "paper": "文号",
    "valid_from": "施行日期",
    "valid_to": "失效日期",
    "note": "说明",
    "key": "代号",
    "text": "正文",
    "when": "条件",
    "benefit": "内容",
    "bonus": "奖金",
    "rule": "规则",
    "review": "公平竞争审查",
    "overlap": "重叠",
    "level": "水平",
    "basis": "国家依据",
}
