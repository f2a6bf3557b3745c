"""Taking back an act: its records get the values they had before, unless somebody changed them since (domain.md §9).

Done in bulk on the rows themselves: an import of thousands of rows is taken back in seconds. What was edited since
stays, field by field; a project that was worked on since stays whole, with all that came with it.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.faults import in_chinese
from app.models.office import Office
from app.rules.errors import Refused

if TYPE_CHECKING:
    from app.services.office.undoing import Undoing


@dataclass(frozen=True)
class Act:
    """A change as it is told to people."""

    id: int
    act: str
    at: dt.datetime
    who: str


@dataclass(frozen=True)
class UndoReport:
    """What was taken back: how many records, and which stayed as they are, with the reason."""

    change_id: int
    act: str
    restored: int
    kept: tuple[str, ...]


def last_act(connection: sqlite3.Connection, *, undone: bool = False) -> Act | None:
    """Return the latest act that can be taken back; with `undone`, the latest undo that can be redone.

    An act that was taken back is passed over, as are the founding of the office and whatever was done to papers:
    their way goes back by sending back and withdrawing alone, so that numbers stay taken.
    """
    rows = connection.execute(
        "SELECT c.id, c.act, c.at, c.who, c.undoes FROM change c WHERE c.id > 1"
        " AND NOT EXISTS"
        " (SELECT 1 FROM change_item i WHERE i.change_id = c.id AND i.table_name IN ('paper', 'dispatch'))"
        " AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id)"
        " AND EXISTS (SELECT 1 FROM change_item i WHERE i.change_id = c.id) ORDER BY c.id DESC"
    )
    for change, act, at, who, undoes in rows:
        is_undo = undoes is not None and not _is_redo(connection, undoes)
        if is_undo == undone:
            return Act(change, act, dt.datetime.fromisoformat(at).astimezone(), who)
        if undone:
            return None
    return None


def imports(connection: sqlite3.Connection) -> list[Act]:
    """Return the imports that stand, the latest first: each can be taken back as a whole, whatever came after it."""
    rows = connection.execute(
        "SELECT c.id, c.act, c.at, c.who FROM import_batch b JOIN change c ON c.id = b.change_id"
        " WHERE NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id AND NOT EXISTS"
        " (SELECT 1 FROM change r WHERE r.undoes = u.id)) ORDER BY c.id DESC"
    )
    return [Act(key, act, dt.datetime.fromisoformat(at).astimezone(), who) for key, act, at, who in rows]


def undo(office: Office, change_id: int) -> UndoReport:
    """Take back a change as a whole, even after later edits: those stay and are listed.

    Undoing an undo is the redo. Raises `Refused` where the change was taken back already.
    """
    from app.models.tables import Change, ChangeItem
    from app.services.office.undoing import Undoing
    from app.services.policy.policy_versions import refuse_loose_versions

    with office.change("撤销", undoes=change_id) as change:
        session = change.session
        done = session.get(Change, change_id)
        if done is None or session.query(Change).filter(Change.undoes == change_id, Change.id != change.id).count():
            raise Refused("这一步已经撤销过了。")
        if (
            session.query(ChangeItem)
            .filter(ChangeItem.change_id == change_id, ChangeItem.table_name.in_(("paper", "dispatch")))
            .count()
        ):
            raise Refused("公文的办理不能撤销。请在“公文登记”里退回或作废，留下记录。")
        session.get_one(Change, change.id).act = f"{'重做' if done.undoes else '撤销'}：{_plain(done.act)}"
        session.flush()
        work: Undoing = Undoing(change, change_id, f"撤销“{_plain(done.act)}”")
        try:
            restored = work.run()
            refuse_loose_versions(change, change_id)
        except sqlite3.IntegrityError as error:
            raise Refused("撤销不了：这一步之后又登记了名称或代码相同的记录。请先处理那些记录，再撤销。") from error
        except sqlite3.Error as error:
            raise in_chinese(error, "撤销") from error
        return UndoReport(change.id, done.act, restored, tuple(work.kept))


def _is_redo(connection: sqlite3.Connection, undoes: int) -> bool:
    """Tell whether a change that takes back `undoes` takes back an undo."""
    return connection.execute("SELECT undoes FROM change WHERE id = ?", (undoes,)).fetchone()[0] is not None


def _plain(act: str) -> str:
    return act.removeprefix("撤销：").removeprefix("重做：")
