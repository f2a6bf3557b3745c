"""The stages that a row reports: its days and stage word against each other and against the dossier."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from app.rules.ledger.cells import Reader
from app.rules.ledger.records import Record
from app.rules.ledger.vocabulary import Kind
from app.rules.reading import tidy
from app.rules.stages import Stage, contradictions
from app.services.importing.known import Details
from app.services.importing.plans import StageWrite

_COLUMNS: tuple[tuple[Stage, tuple[tuple[str, str], ...]], ...] = (
    (Stage.SIGNED, (("signed_on", ""),)),
    (Stage.STARTED, (("started_on", ""), ("started_drc", "发改"), ("started_iit", "经信"))),
    (Stage.COMPLETED, (("completed_on", ""), ("completed_drc", "发改"))),
    (Stage.IN_PRODUCTION, (("produced_on", ""), ("produced_iit", "经信"))),
    (Stage.YIELDING, (("yielded_on", ""),)),
)
_NOT_YET = re.compile(r"^(?:尚未|未|待|拟|准备|即将|计划)")


DatedColumns: TypeAlias = tuple[tuple[Stage, Reader, str], ...]
"""The columns of a sheet that date stages, in order: stage, reader, whose day it is ("" the office's own)."""


def dated_columns(readers: Mapping[str, Reader]) -> DatedColumns:
    """Return the columns of a sheet that date stages."""
    return tuple(
        (stage, readers[key], source) for stage, columns in _COLUMNS for key, source in columns if key in readers
    )


def dated_stages(record: Record, columns: DatedColumns) -> list[StageWrite]:
    """Return the stage events that a row's days give; of several offices' days the first is the stage's own."""
    values = record.values
    found: list[StageWrite] = []
    for stage, reader, source in columns:
        day = values.get(reader.key)
        if day is not None:
            main = not found or found[-1].stage is not stage
            found.append(StageWrite(stage, day.day, record.text(reader), "" if main else source, main))
    return found


def brought_forward(writes: list[StageWrite], known: Details | None) -> list[StageWrite]:
    """Return what must move so that a signing may lie before the day on which its lead was only taken in."""
    signed = next((write.day for write in writes if write.stage is Stage.SIGNED), None)
    if signed is None or known is None:
        return []
    return [
        StageWrite(stage, signed, "", event=event, was=day)
        for (stage, _), (event, day, main) in known.events.items()
        if main and stage < Stage.SIGNED and day > signed
    ]


def check_stages(
    record: Record, readers: Mapping[str, Reader], kind: Kind, writes: list[StageWrite], known: Details | None
) -> str | None:
    """Refuse contradictions on `record`: days that run backwards, a stage that is not dated, a word that says
    otherwise. Returns what was assumed of the stage word, or None."""
    word = record.values.get("stage")
    if known is None and word is None and len(writes) == 1 and writes[0].stage is Stage.SIGNED:
        return None
    days = known.days() if known else {}
    days.update({write.stage: write.day for write in writes if write.is_main})
    reached = max((stage for stage in days), default=Stage.LEAD)
    touched = {write.stage for write in writes}
    if touched - {Stage.SIGNED} or len(days) > 1:
        for fault in contradictions(days):
            if fault.stage in touched or any(stage > fault.stage for stage in touched):
                label, text = _where(record, readers, fault.stage if fault.stage in touched else max(touched))
                record.refuse(label, text, fault.reason)
    if not isinstance(word, Stage):
        return None
    text = record.text(readers["stage"])
    return _check_word(record, kind, word, text, reached, days)


def _check_word(
    record: Record, kind: Kind, word: Stage, text: str, reached: Stage, days: Mapping[Stage, dt.date]
) -> str | None:
    label = "目前进度"
    if word is Stage.TERMINATED:
        record.refuse(label, text, f"“{text}”：终止（退库）要写明原因，请在档案中办理")
    elif kind == "leads":
        if word >= Stage.SIGNED and word not in days:
            record.refuse(label, text, f"“{text}”已不是在谈项目，请用签约台账导入（要有签约时间）")
    elif word > reached:
        record.refuse(label, text, f"目前进度为“{text}”，却没有{_time_label(word)}")
    elif word < Stage.SIGNED:
        record.refuse(label, text, f"目前进度为“{text}”，却已有{_time_label(reached)}{days[reached]}")
    elif word < reached:
        if _NOT_YET.match(tidy(text)) or "未" in text:
            record.refuse(label, text, f"目前进度为“{text}”，却有{_time_label(reached)}{days[reached]}，两者矛盾")
        else:
            return f"目前进度“{text}”早于{_time_label(reached)}，以时间为准"
    return None


def _time_label(stage: Stage) -> str:
    return "竣工时间" if stage is Stage.COMPLETED else f"{stage.label}时间"


def _where(record: Record, readers: Mapping[str, Reader], stage: Stage) -> tuple[str, str]:
    """Return label and original text of the column that dates a stage."""
    for one, columns in _COLUMNS:
        if one is stage:
            for key, _ in columns:
                if key in readers and key in record.values:
                    return readers[key].label, record.text(readers[key])
    return _time_label(stage), ""


def lead_stage(texts: Iterable[str]) -> Stage:
    """Return the stage of leads that name none: 线索 where the ledger calls itself that (or 谋划), else 在谈."""
    joined = "".join(texts)
    early = re.search(r"线索|谋划|储备", joined) and not re.search(r"在谈|洽谈", joined)
    return Stage.LEAD if early else Stage.NEGOTIATING


def _talks(stage: Stage, met: dt.date, known: Details | None) -> list[StageWrite]:
    """Return what dates a lead's stage by the day of the talks; earlier stages held at a later day move with it."""
    text = met.isoformat()
    events = known.events if known else {}
    found = [
        StageWrite(held, met, text, event=event, was=day)
        for (held, source), (event, day, _) in events.items()
        if source == "" and ((held < stage and day > met) or (held is stage and day != met))
    ]
    return found if (stage, "") in events else [*found, StageWrite(stage, met, text)]


def news(
    writes: list[StageWrite],
    known: Details | None,
    today: dt.date,
    lead: Stage | None,
    word: object,
    met: dt.date | None = None,
) -> list[StageWrite]:
    """Return what of `writes` the dossier does not hold yet.

    In a ledger of leads, `lead` is the stage of those that name none; a lead is one from `today` on, or in talks
    since the day `met` that the ledger gives.
    """
    if lead is not None and not any(write.is_main for write in writes):
        stage, text = (word, word.label) if isinstance(word, Stage) and word < Stage.SIGNED else (lead, "")
        days = known.days() if known else {}
        if met is not None:
            return _talks(Stage.NEGOTIATING if text == "" else stage, met, known)
        if not any(reached >= stage for reached in days):
            return [StageWrite(stage, today, text)]
        return []
    if known is None:
        return writes
    found = []
    for write in writes:
        if write.event is not None:
            found.append(write)
            continue
        held = known.events.get((write.stage, "" if write.is_main else write.source))
        if held is None:
            found.append(write)
        elif held[1] != write.day:
            found.append(StageWrite(write.stage, write.day, write.text, write.source, write.is_main, held[0], held[1]))
    return found
