"""The words of ledgers: what a heading may mean, which words name a stage. The data come from outside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from app.rules.reading import tidy
from app.rules.stages import Stage

Kind: TypeAlias = Literal["signed", "progress", "leads", "targets"]
KINDS: tuple[Kind, ...] = ("signed", "progress", "leads", "targets")
KIND_LABELS: dict[Kind, str] = {
    "signed": "签约项目台账",
    "progress": "项目进展月报",
    "leads": "在谈项目表",
    "targets": "目标任务分解表",
}
REQUIRED: dict[Kind, tuple[str, ...]] = {
    "signed": ("name", "enterprise", "investment", "signed_on"),
    "progress": ("name",),
    "leads": ("name", "enterprise"),
    "targets": ("unit",),
}
"""The fields without which a row of the kind cannot be taken."""

UNUSED = "unused"
"""The field of a heading that is known and not taken into the dossiers."""

FieldType: TypeAlias = Literal["text", "name", "uscc", "category", "money", "day", "stage", "unit", "people", "count"]

_MARKS = re.compile(r"[\s\"'“”‘’「」『』《》〈〉()（）\[\]【】·,，.。、;；:：*※★☆\-—_~/\\|?？!！]+")
_OF_MONEY = r"(?:人民币|内资|外资|折合|折|单位)"
_MEASURES = "亿元|万元|百万元|千万元|千元|元|亿|万|万美元|亿美元|美元|个|家|户|项|%|亩|平方米|㎡|人"
_UNIT_WORD = rf"{_OF_MONEY}?[-—:：\s]*(?:{_MEASURES})(?:人民币)?"
_UNIT_BRACKET = re.compile(
    rf"[(（\[【]{_OF_MONEY}?[-—:：]?{_UNIT_WORD}[)）\]】]|(?<=\S)[\s,，:：/]+{_UNIT_WORD}$|^{_UNIT_WORD}$"
)
_FILLED_IN = re.compile(r"[(（\[【](?:必填|选填|可不填|自动计算|公式|下拉选择|全称|按\S*填写?)[)）\]】]")
_ORDINAL = re.compile(r"^[(（]?\d{1,2}[)）.、．](?=\D)")
_BRACKET = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")


@dataclass(frozen=True)
class FieldWords:
    """A field that a column can mean: its key, Chinese label, type, kinds of ledger, spellings (best first)."""

    key: str
    label: str
    type: FieldType
    kinds: frozenset[Kind]
    headings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All words of ledgers. Make it from data; spellings are normalised here. Two are equal only if the same."""

    fields: tuple[FieldWords, ...]
    unused: tuple[str, ...]
    guards: tuple[str, ...]
    generic: Mapping[FieldType, frozenset[str]]
    stage_words: Mapping[str, Stage]
    kind_words: Mapping[Kind, tuple[str, ...]]
    lead_headings: tuple[str, ...]
    by_key: Mapping[str, FieldWords] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {words.key: words for words in self.fields})

    @cached_property
    def _exact(self) -> dict[Kind, dict[str, tuple[str, int]]]:
        """Per kind, the normalised heading → (field, how far down the list of spellings it stands)."""
        tables: dict[Kind, dict[str, tuple[str, int]]] = {}
        for kind in KINDS:
            table: dict[str, tuple[str, int]] = {}
            for words in self.fields:
                if kind in words.kinds:
                    for place, text in enumerate(words.headings):
                        table.setdefault(path_key(text.split(" > ")), (words.key, place))
            for text in self.unused:
                table.setdefault(heading_key(text), (UNUSED, 0))
            tables[kind] = table
        return tables

    def exact(self, kind: Kind) -> Mapping[str, tuple[str, int]]:
        """Return the normalised headings of `kind`: what each means, and its place among the spellings."""
        return self._exact[kind]

    def label(self, key: str) -> str:
        """Return the Chinese label of a field."""
        return "不导入" if key == UNUSED else self.by_key[key].label

    def generic_types(self, leaf: str) -> frozenset[FieldType]:
        """Return the types of column that a last line such as 合计 can end; none where it means something itself."""
        return frozenset(one for one, words in self.generic.items() if leaf in words)

    def guards_in(self, heading: str) -> frozenset[str]:
        """Return the words in a normalised heading that change its meaning."""
        return frozenset(word for word in self.guards if word in heading)

    def stage(self, text: str) -> Stage | None:
        """Return the stage that a cell's words mean, or None where they are no known stage."""
        word = _MARKS.sub("", tidy(text))
        word = re.sub(r"^(?:已经|目前|现在|项目)", "", word).removesuffix("项目") or word
        return self.stage_words.get(word) or self.stage_words.get(word.removesuffix("阶段").removesuffix("状态"))


def heading_key(text: str) -> str:
    """Return one line of a heading for comparing: no spaces, marks, unit or hint how to fill it in."""
    text = unicodedata.normalize("NFKC", text).strip()
    text = _ORDINAL.sub("", _FILLED_IN.sub("", text))
    text = _UNIT_BRACKET.sub("", text)
    return _MARKS.sub("", text)


def bare_key(text: str) -> str:
    """Return one line of a heading without what stands in brackets: 投资方（甲方） → 投资方."""
    return heading_key(_BRACKET.sub("", unicodedata.normalize("NFKC", text)))


def path_key(path: list[str] | tuple[str, ...]) -> str:
    """Return a heading of several lines for comparing."""
    return ">".join(key for key in map(heading_key, path) if key)
