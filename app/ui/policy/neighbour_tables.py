"""The records on neighbouring cities as tables with their cards: pursuits, agreements, copies, courted projects."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit

from app.rules.copied import CopyState
from app.rules.errors import Refused
from app.services.policy.neighbour_records import (
    CopyDraft,
    CopyLine,
    CourtedDraft,
    CourtedLine,
    IndustryDraft,
    IndustryLine,
    Kind,
    end_industry,
    save_copy,
    save_courted,
    save_industry,
    void_record,
)
from app.services.policy.subjects import find_project
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.record_table import Field, RecordTable, Shown, Values
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import DayEdit


class OfficePanel(Panel):
    """A panel of the whole office: it may be changed wherever the office may."""

    @property
    def may_change(self) -> bool:
        """True in an office that may be changed."""
        return self.context.writable


def industry_table(context: AppContext, kind: Kind) -> tuple[OfficePanel, RecordTable[IndustryLine]]:
    """Return the table of pursuits or agreements in its panel."""
    panel, told = OfficePanel(context), "依据" if kind is Kind.PURSUIT else "协调单位"
    shown = Shown[IndustryLine](
        (("城市", 110), ("产业", 150), ("行业代码", 130), ("从", 100), ("到", 100), ("状态", 80), (told, 260)),
        lambda one: (
            one.city,
            one.industry,
            one.codes,
            str(one.from_day),
            str(one.to_day or ""),
            one.state(context.today()),
            one.told,
        ),
        f"还没有登记{kind}。",
    )
    fields = (
        Field("city", "城市", QLineEdit()),
        Field("industry", "产业", QLineEdit()),
        Field("codes", "行业代码", _hinted("国民经济行业分类的 2 至 4 位代码，几个之间用 / 隔开，如 34/38")),
        Field("from_day", "从", DayEdit(context.today())),
        Field("to_day", "到", _no_end(context)),
        Field("told", told, QLineEdit()),
    )
    table = RecordTable[IndustryLine](panel, f"neighbours-{kind.name.lower()}", kind.value, shown, fields)

    def save(values: Values, line: IndustryLine | None) -> None:
        if values["from_day"] is None:
            raise Refused("请填写从哪天起，如 2026-06-01。")
        save_industry(context.office, kind, IndustryDraft(**values), **_where(line))

    def end(line: IndustryLine) -> None:
        typed = ask_text(panel, f"{kind}结束", f"{line.city}的{line.industry}到哪天止（如 {context.today()}）：")
        if typed is not None:
            panel.attempt(
                f"{kind}结束",
                lambda: end_industry(context.office, kind, line.id, _day(typed, context), version=line.version),
                f"{line.city}的{line.industry}已写明截止日期（Ctrl+Z 可撤销）",
            )

    table.on_save(save, first=lambda: {"from_day": context.today()}, values_of=_values)
    table.on_void(lambda line, reason: void_record(context.office, kind, line.id, reason, version=line.version))
    table.add_act("结束…", end, lambda line: line.to_day is None)
    panel.body.addWidget(table, 1)
    return panel, table


def copy_table(
    context: AppContext, states: dict[int, tuple[CopyState, str]]
) -> tuple[OfficePanel, RecordTable[CopyLine]]:
    """Return the table of copied measures; `states` is filled by the page with how each stands to its condition."""
    panel = OfficePanel(context)

    def state(line: CopyLine) -> str:
        found, shared = states.get(line.id, (CopyState.KEPT, ""))
        return f"{found}（现做{shared}）" if shared else str(found)

    shown = Shown[CopyLine](
        (("城市", 110), ("日期", 100), ("照抄的版本", 110), ("约定的条件", 330), ("是否违反", 240), ("协调单位", 140)),
        lambda one: (one.city, str(one.day), f"{one.policy} 起", one.condition, state(one), one.mediator),
        "还没有邻市照抄本市的办法。",
        lambda one: states.get(one.id, (CopyState.KEPT, ""))[0] is not CopyState.KEPT,
    )
    fields = (
        Field("city", "城市", QLineEdit()),
        Field("day", "日期", DayEdit(context.today())),
        Field("policy", "照抄的版本", DayEdit(context.today())),
        Field("condition", "约定的条件", _hinted("如：不以日用化工为主导产业。写出产业名称，程序据此核对")),
        Field("mediator", "协调单位", QLineEdit()),
    )
    table = RecordTable[CopyLine](panel, "neighbours-copy", Kind.COPY.value, shown, fields)

    def save(values: Values, line: CopyLine | None) -> None:
        if values["day"] is None or values["policy"] is None:
            raise Refused("请填写哪天照抄的、照抄的是哪天起施行的版本，如 2026-06-01。")
        save_copy(context.office, CopyDraft(**values), **_where(line))

    table.on_save(save, first=lambda: {"day": context.today()}, values_of=_values)
    table.on_void(lambda line, reason: void_record(context.office, Kind.COPY, line.id, reason, version=line.version))
    panel.body.addWidget(table, 1)
    return panel, table


def courted_table(context: AppContext) -> tuple[OfficePanel, RecordTable[CourtedLine]]:
    """Return the table of projects that a neighbour courts too."""
    panel = OfficePanel(context)
    shown = Shown[CourtedLine](
        (("城市", 110), ("项目编号", 130), ("项目", 320), ("从何时知道", 110), ("说明", 300)),
        lambda one: (one.city, one.code, one.name, str(one.day), one.note),
        "还没有标明邻市也在争取的项目。",
    )
    fields = (
        Field("project", "项目", _hinted("项目编号或名称")),
        Field("city", "城市", QLineEdit()),
        Field("day", "从何时知道", DayEdit(context.today())),
        Field("note", "说明", _hinted("怎么知道的、对方给什么条件")),
    )
    table = RecordTable[CourtedLine](panel, "neighbours-courted", Kind.COURTED.value, shown, fields)

    def save(values: Values, line: CourtedLine | None) -> None:
        if values["day"] is None:
            raise Refused("请填写从哪天知道的，如 2026-06-01。")
        project = find_project(context.connection, values["project"]).id
        draft = CourtedDraft(project, values["city"], values["day"], values["note"])
        save_courted(context.office, draft, **_where(line))

    def kept(line: CourtedLine) -> Values:
        return {"project": line.code, "city": line.city, "day": line.day, "note": line.note}

    table.on_save(save, first=lambda: {"day": context.today()}, values_of=kept)
    table.on_void(lambda line, reason: void_record(context.office, Kind.COURTED, line.id, reason, version=line.version))
    table.add_act("看档案", lambda line: context.project_requested.emit(line.project_id), lambda _: True, changes=False)
    panel.body.addWidget(table, 1)
    return panel, table


def _where(line: IndustryLine | CopyLine | CourtedLine | None) -> dict[str, int]:
    return {} if line is None else {"key": line.id, "version": line.version}


def _values(line: IndustryLine | CopyLine) -> Values:
    return dict(vars(line))


def _hinted(hint: str) -> QLineEdit:
    return QLineEdit(placeholderText=hint)


def _no_end(context: AppContext) -> DayEdit:
    edit = DayEdit(context.today())
    edit.setPlaceholderText("没有期限就不填")
    return edit


def _day(typed: str, context: AppContext) -> dt.date:
    edit = DayEdit(context.today())
    edit.setText(typed)
    day = edit.day()
    if day is None:
        raise Refused("请填写截止日期，如 2026-06-30。")
    return day
