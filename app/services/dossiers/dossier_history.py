"""The history of one dossier, told as people read it: who changed what, when, from what to what."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass

from app.rules.stages import Stage


@dataclass(frozen=True)
class HistoryLine:
    """One field that changed, or one record that came: who, when, in which act, before and after."""

    change_id: int
    at: dt.datetime
    who: str
    act: str
    reason: str
    what: str
    before: str
    after: str


_LABELS = {
    "name": "名称",
    "enterprise_id": "企业",
    "industry_id": "行业",
    "county_id": "落地县区",
    "kind": "性质",
    "investment_fen": "总投资",
    "contracted_fen": "合同引资",
    "fixed_fen": "固定资产投资",
    "filed_fen": "备案金额",
    "content": "建设内容",
    "note": "备注",
    "stage": "阶段",
    "signed_day": "签约时间",
    "day": "时间",
    "amount_fen": "金额",
    "evidence": "佐证",
    "verified_on": "认定时间",
    "verified_by": "认定人",
    "void_reason": "作废原因",
    "share_bp": "份额",
    "unit_id": "责任主体",
    "to_day": "截止时间",
    "person_id": "引荐人",
    "uscc": "统一社会信用代码",
    "source": "来源",
    "is_main": "主时间",
    "origin": "资金来源",
    "voucher": "凭证",
    "paper": "依据",
    "from_day": "起始时间",
    "next_step": "下一步",
    "next_day": "下一步时间",
    "next_done_on": "下一步完成",
    "summary": "内容",
    "what": "问题",
    "solver": "解决人",
    "due": "解决时限",
    "solved_on": "办结时间",
    "solution": "解决办法",
    "title": "佐证",
    "person": "经办人",
    "work": "经办内容",
    "reason": "理由",
}
_TABLES = {
    "project": "项目",
    "stage_event": "阶段",
    "funds_arrival": "到位资金",
    "credit": "招商责任",
    "referral": "引荐",
    "visit": "走访",
    "problem": "问题",
    "document": "资料",
    "evidence": "佐证",
    "handling": "实际经办",
    "transfer": "流转",
    "verification_waiver": "认定人例外",
}
_SHOWN_NEW = {
    "project": ("name", "investment_fen"),
    "stage_event": ("stage", "day"),
    "funds_arrival": ("day", "amount_fen"),
    "credit": ("unit_id", "share_bp"),
    "referral": ("person_id", "enterprise_id"),
    "visit": ("day", "summary"),
    "problem": ("what", "solver"),
    "document": ("name",),
    "evidence": ("kind", "title"),
    "handling": ("person", "work"),
    "transfer": ("kind", "day", "to_unit_id"),
    "verification_waiver": ("verifier", "second", "reason"),
}


def history_of(connection: sqlite3.Connection, project: int) -> tuple[HistoryLine, ...]:
    """Return what happened to the project and to what hangs on it, the latest first."""
    parts = ["SELECT id, 'project' AS t FROM project WHERE id = :p"]
    parts += [f"SELECT id, '{table}' FROM {table} WHERE project_id = :p" for table in _TABLES if table != "project"]
    rows = connection.execute(
        f"WITH own AS ({' UNION ALL '.join(parts)}) SELECT c.id, c.at, c.who, c.act, c.reason, i.table_name,"
        " i.before, i.after FROM own JOIN change_item i ON i.table_name = own.t AND i.row_id = own.id"
        " JOIN change c ON c.id = i.change_id ORDER BY c.id DESC, i.id",
        {"p": project},
    ).fetchall()
    names = _Names(connection)
    lines = []
    for change, at, who, act, reason, table, before_text, after_text in rows:
        before = json.loads(before_text) if before_text else None
        after = json.loads(after_text) if after_text else {}
        moment = dt.datetime.fromisoformat(at).astimezone()
        if before is None:
            told = "，".join(names.told(key, after[key]) for key in _SHOWN_NEW[table] if after.get(key) is not None)
            lines.append(HistoryLine(change, moment, who, act, reason, f"新增{_TABLES[table]}", "", told))
            continue
        lines.extend(
            HistoryLine(
                change,
                moment,
                who,
                act,
                reason,
                f"{_TABLES[table]}·{_LABELS[key]}",
                names.told(key, before[key]),
                names.told(key, after.get(key)),
            )
            for key in before
            if key in _LABELS
        )
    return tuple(lines)


class _Names:
    """Tells kept values as people read them: amounts in 万元, ids by name."""

    _TABLE_OF: dict[str, str] = {  # noqa: RUF012
        "enterprise_id": "enterprise",
        "industry_id": "industry",
        "county_id": "unit",
        "unit_id": "unit",
        "to_unit_id": "unit",
        "from_unit_id": "unit",
        "person_id": "person",
    }

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def told(self, key: str, value: object) -> str:
        if value is None or value == "":
            return "（空）"
        if key.endswith("_fen"):
            return f"{int(str(value)) / 1_000_000:,.6f}".rstrip("0").rstrip(".") + "万元"
        if key == "stage":
            return Stage(int(str(value))).label
        if key == "share_bp":
            return f"{int(str(value)) / 100:g}%"
        if key == "is_main":
            return "是" if value else "否"
        if table := self._TABLE_OF.get(key):
            row = self._connection.execute(f"SELECT name FROM {table} WHERE id = ?", (value,)).fetchone()
            return row[0] if row else f"编号{value}"
        return str(value)
