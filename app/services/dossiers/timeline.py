"""The timeline of one project: everything that happened to it, day by day, from all parts of its dossier."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from app.rules.money import in_words
from app.rules.stages import Stage


@dataclass(frozen=True)
class Moment:
    """One thing that happened, or that is to happen (`is_plan`)."""

    day: dt.date
    kind: str
    what: str
    is_plan: bool = False


def timeline(connection: sqlite3.Connection, project_id: int, today: dt.date) -> tuple[Moment, ...]:
    """Return what happened to a project and what is planned, the latest first."""
    found: list[Moment] = []
    for kind, query in _QUERIES:
        for text, *parts in connection.execute(query, (project_id,)):
            day = dt.date.fromisoformat(text)
            found.append(Moment(day, kind, _told(kind, parts), is_plan=kind in _PLANS and day >= today))
    return tuple(sorted(found, key=lambda moment: (moment.day, moment.kind), reverse=True))


_PLANS = ("下一步", "解决时限")

_OF = "FROM {} WHERE project_id = ? AND void_reason IS NULL"
_QUERIES = (
    ("阶段", f"SELECT day, stage, source, is_main {_OF.format('stage_event')}"),
    ("认定", f"SELECT verified_on, stage, verified_by {_OF.format('stage_event')} AND verified_on IS NOT NULL"),
    ("到位资金", f"SELECT day, amount_fen, origin {_OF.format('funds_arrival')}"),
    ("走访", f"SELECT day, kind, summary {_OF.format('visit')}"),
    ("下一步", f"SELECT next_day, next_step {_OF.format('visit')} AND next_day IS NOT NULL AND next_done_on IS NULL"),
    ("已完成", f"SELECT next_done_on, next_step {_OF.format('visit')} AND next_done_on IS NOT NULL"),
    ("问题", f"SELECT raised_on, what, solver {_OF.format('problem')}"),
    ("解决时限", f"SELECT due, what {_OF.format('problem')} AND due IS NOT NULL AND solved_on IS NULL"),
    ("办结", f"SELECT solved_on, what, solution {_OF.format('problem')} AND solved_on IS NOT NULL"),
    ("资料", f"SELECT added_on, name {_OF.format('document')}"),
    (
        "流转",
        (
            "SELECT t.day, t.kind, coalesce(f.name, ''), u.name FROM transfer t JOIN unit u ON u.id = t.to_unit_id"
            " LEFT JOIN unit f ON f.id = t.from_unit_id WHERE t.project_id = ? AND t.void_reason IS NULL"
        ),
    ),
    (
        "导入",
        (
            "SELECT DISTINCT b.imported_on, b.file FROM import_row r JOIN import_batch b ON b.id = r.batch_id"
            " WHERE r.project_id = ?"
        ),
    ),
)


def _told(kind: str, parts: list[object]) -> str:
    match kind:
        case "阶段":
            stage, source, is_main = parts
            label = Stage(int(str(stage))).label
            return label if is_main else f"{label}（{source or '另记'}）"
        case "认定":
            return f"{Stage(int(str(parts[0]))).label}经{parts[1]}认定"
        case "到位资金":
            return in_words(int(str(parts[0]))) + (f"（{parts[1]}）" if parts[1] else "")
        case "走访":
            return f"{parts[0]}：{parts[1]}"
        case "问题":
            return f"{parts[0]}（{parts[1]}负责）"
        case "办结":
            return f"{parts[0]}：{parts[1]}"
        case "流转":
            way, before, unit = parts
            return f"{way}：{before} → {unit}" if before else f"{way}：{unit}"
        case _:
            return str(parts[0])
