"""Drafting a paper from a template for one recipient, with what the user filled in."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping

from app.models.office import Office, read_names
from app.reports.gongwen.cleaning import clean
from app.rules.errors import Refused
from app.services.papers.content import PaperContent, Recipient
from app.services.papers.fields import address, common
from app.services.papers.templates import answer_days, data_of, fill, inputs_of, template

_COMMANDS = {
    "通报": "bulletin",
    "延伸": "letters --kind extend",
    "滞后": "letters --kind lag",
    "告知": "match --letter",
    "奖金": "bonuses notice",
    "办法": "measures print",
}
"""The commands that fill the templates of figures, by the word of their line “数据：”."""


def draft_from_template(
    office: Office,
    connection: sqlite3.Connection,
    name: str,
    to: str,
    inputs: Mapping[str, str],
    *,
    today: dt.date,
) -> PaperContent:
    """Return the draft of a template that needs no figures of a period, to a unit or somebody named in words.

    What `inputs` leave out stands there as 【待填：例子】, so that nobody overlooks it. Raises
    `Refused` for a template that is filled by figures (those have their own commands) and for inputs that the
    template does not ask for.
    """
    source = template(office.folder, name).source
    if (data := data_of(source)) != "无":
        raise Refused(f"模板“{name}”要用数据填写，请用命令 {_COMMANDS[data]} 或窗口里相应的按钮起草。")
    asked = {one.name: one.unfilled for one in inputs_of(source)}
    if unknown := [one for one in inputs if one not in asked]:
        known = "、".join(asked) or "没有要填写的"
        raise Refused(f"模板“{name}”里没有“{'、'.join(unknown)}”；可填写：{known}。")
    filled = {key: inputs.get(key) or unfilled for key, unfilled in asked.items()}
    recipient, group = _recipient(connection, clean(to).strip())
    fields = {
        **common(read_names(connection), today, answer_days(source), filled),
        "收文": {"名称": recipient.name, "称呼": address(recipient.name, group)},
    }
    return fill(source, fields, today, name=name, recipients=(recipient,) if recipient.name else ())


def units(connection: sqlite3.Connection) -> tuple[Recipient, ...]:
    """Return the departments and counties that papers can go to; the office writes to no leader."""
    rows = connection.execute(
        "SELECT name, id FROM unit WHERE void_reason IS NULL AND group_key <> 'leader' ORDER BY group_key, position, id"
    )
    return tuple(Recipient(name, key) for name, key in rows)


def _recipient(connection: sqlite3.Connection, to: str) -> tuple[Recipient, str]:
    found = connection.execute(
        "SELECT name, id, group_key FROM unit WHERE name = ? AND void_reason IS NULL", (to,)
    ).fetchone()
    if found is None:
        return Recipient(to), ""
    name, key, group = found
    if group == "leader":
        raise Refused(f"“{name}”是市领导，不对上级领导发函。请用会议一页纸另行呈阅。")
    return Recipient(name, key), group
