"""The draft of the measures under work, kept as a file in the office folder so that a crash loses nothing."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from app.models.office import Office
from app.rules.policy.drafts import Draft, draft_from

_FILE = Path("drafts") / "measures.json"
_DAY = "__day__"


@dataclass(frozen=True)
class KeptDraft:
    """A draft that was left unfinished, with the moment when it was last kept."""

    draft: Draft
    at: dt.datetime


def keep_draft(office: Office, draft: Draft) -> None:
    """Write the draft beside the office's data, whole or not at all; raise `OfficeError` where that fails."""
    from app.models.faults import in_chinese

    path = office.folder / _FILE
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(exist_ok=True)
        fresh.write_text(json.dumps(draft.to_plain(), ensure_ascii=False, default=_marked), encoding="utf-8")
        os.replace(fresh, path)
    except OSError as error:
        raise in_chinese(error, f"保存办法草稿“{path}”") from error


def kept_draft(office: Office) -> KeptDraft | None:
    """Return the draft left unfinished, None where there is none that can be read."""
    path = office.folder / _FILE
    try:
        draft = draft_from(json.loads(path.read_text(encoding="utf-8"), object_hook=_unmarked))
        return KeptDraft(draft, dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def drop_draft(office: Office) -> None:
    """Take the file of the draft away, once it was saved or given up."""
    from app.models.faults import in_chinese

    path = office.folder / _FILE
    try:
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
    except OSError as error:
        raise in_chinese(error, f"删除办法草稿“{path}”") from error


def _marked(value: object) -> dict[str, str]:
    if isinstance(value, dt.date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"a draft holds no {type(value).__name__}")


def _unmarked(value: dict[str, object]) -> object:
    return dt.date.fromisoformat(str(value[_DAY])) if set(value) == {_DAY} else value
