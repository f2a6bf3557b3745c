"""The words of ledgers and the names of units, read from resources/import and checked by pydantic."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from app.rules.ledger.vocabulary import FieldType, FieldWords, Kind, Vocabulary
from app.rules.stages import Stage
from app.rules.unit_names import KnownNames

_FOLDER = Path(__file__).parents[3] / "resources" / "import"
HEADINGS = _FOLDER / "headings.yaml"
UNITS = _FOLDER / "units.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FieldData(_Strict):
    key: str = Field(pattern="^[a-z_]+$")
    label: str = Field(min_length=1)
    type: FieldType
    kinds: list[Kind] = Field(min_length=1)
    headings: list[str] = Field(min_length=1)


class _HeadingsData(_Strict):
    since: dt.date
    source: str
    fields: list[_FieldData]
    unused: list[list[str]]
    guards: list[str]
    generic: dict[FieldType, list[str]]
    stages: dict[str, list[str]]
    kinds: dict[Kind, list[str]]
    lead_headings: list[str]


class _UnitsData(_Strict):
    since: dt.date
    source: str
    departments: list[list[str]]
    zones: list[list[str]]


@cache
def load_unit_names(path: Path = UNITS) -> KnownNames:
    """Return the full and short names of units; raise `ValueError` where the file does not follow its form."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = _UnitsData.model_validate(yaml.load(path.read_text(encoding="utf-8"), loader))
    return KnownNames(data.departments, data.zones)


@cache
def load_vocabulary(path: Path = HEADINGS) -> Vocabulary:
    """Return the words of ledgers; raise `ValueError` where the file does not follow its form."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = _HeadingsData.model_validate(yaml.load(path.read_text(encoding="utf-8"), loader))
    return Vocabulary(
        fields=tuple(
            FieldWords(words.key, words.label, words.type, frozenset(words.kinds), tuple(words.headings))
            for words in data.fields
        ),
        unused=tuple(text for line in data.unused for text in line),
        guards=tuple(data.guards),
        generic={type_: frozenset(words) for type_, words in data.generic.items()},
        stage_words={word: Stage.from_label(label) for label, words in data.stages.items() for word in words},
        kind_words={kind: tuple(words) for kind, words in data.kinds.items()},
        lead_headings=tuple(data.lead_headings),
    )
