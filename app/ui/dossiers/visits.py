"""走访: the investor's people, and the log of visits and talks with the next step."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.rules.errors import Refused
from app.services.dossiers.people import ContactDraft, ContactLine, contacts_of, save_contact, void_contact
from app.services.dossiers.visits import (
    KINDS,
    VisitDraft,
    VisitLine,
    finish_next_step,
    save_visit,
    visits_of,
    void_visit,
)
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.record_table import Field, RecordTable, Shown, Values, choices
from app.ui.widgets.edits import DayEdit


class VisitsPanel(Panel):
    """Visits above, people below."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.visits = self._make_visits()
        self.people = self._make_people()
        self.body.addWidget(self.visits, 3)
        self.body.addWidget(self.people, 2)
        self._shown: int | None = None

    def refresh(self) -> None:
        if self.dossier is None:
            return
        same, self._shown = self._shown == self.dossier.id, self.dossier.id
        self.visits.put(visits_of(self.context.connection, self.dossier.id), same=same)
        self.people.put(contacts_of(self.context.connection, self.dossier.enterprise_id), same=same)

    def _make_visits(self) -> RecordTable[VisitLine]:
        today = self.context.today
        shown = Shown[VisitLine](
            (
                ("时间", 92),
                ("方式", 56),
                ("谈了什么", 220),
                ("下一步", 140),
                ("下一步时间", 130),
                ("我方", 80),
                ("对方", 80),
            ),
            lambda line: (
                line.day.isoformat(),
                line.kind,
                line.summary,
                line.next_step,
                _when(line),
                line.ours,
                line.theirs,
            ),
            "还没有走访记录。登记时写上下一步和时间，到时会在“今日”里提醒。",
            lambda line: line.next_day is not None and line.next_done_on is None and line.next_day < today(),
        )
        fields = (
            Field("day", "时间", DayEdit(today())),
            Field("kind", "方式", choices([(kind, kind) for kind in KINDS])),
            Field("summary", "谈了什么", QPlainTextEdit()),
            Field("next_step", "下一步", QLineEdit(placeholderText="没有就不填")),
            Field("next_day", "下一步时间", DayEdit(today())),
            Field("ours", "我方人员", QLineEdit()),
            Field("theirs", "对方人员", QLineEdit()),
        )
        table = RecordTable[VisitLine](self, "visits", "走访", shown, fields)
        table.on_save(self._save_visit, first=lambda: {"day": today(), "kind": KINDS[0]}, values_of=_fields_of_visit)
        table.on_void(lambda line, reason: void_visit(self.context.office, line.id, line.version, reason))
        table.add_act("下一步已办", self._finish, lambda line: line.next_day is not None and line.next_done_on is None)
        return table

    def _make_people(self) -> RecordTable[ContactLine]:
        shown = Shown[ContactLine](
            (("姓名", 90), ("职务", 110), ("电话", 120), ("备注", 160)),
            lambda line: (line.name, line.post, line.phone, line.note),
            "还没有登记这家企业的联系人。",
        )
        fields = tuple(
            Field(key, text, QLineEdit())
            for key, text in (("name", "姓名"), ("post", "职务"), ("phone", "电话"), ("note", "备注"))
        )
        table = RecordTable[ContactLine](self, "contacts", "企业联系人", shown, fields)
        table.on_save(
            self._save_contact,
            values_of=lambda line: {
                "name": line.name,
                "post": line.post,
                "phone": line.phone,
                "note": line.note,
            },
        )
        table.on_void(lambda line, reason: void_contact(self.context.office, line.id, line.version, reason))
        return table

    def _save_visit(self, values: Values, line: VisitLine | None) -> None:
        assert self.dossier is not None
        if values["day"] is None:
            raise Refused("请填写走访时间。")
        known = {"visit_id": line.id, "version": line.version} if line else {}
        save_visit(self.context.office, self.dossier.id, VisitDraft(**values), **known)

    def _save_contact(self, values: Values, line: ContactLine | None) -> None:
        assert self.dossier is not None
        known = {"contact_id": line.id, "version": line.version} if line else {}
        save_contact(self.context.office, self.dossier.enterprise_id, ContactDraft(**values), **known)

    def _finish(self, line: VisitLine) -> None:
        today = self.context.today()
        self.attempt(
            "下一步已办",
            lambda: finish_next_step(self.context.office, line.id, line.version, today),
            f"已办：{line.next_step}（Ctrl+Z 可撤销）",
        )


def _when(line: VisitLine) -> str:
    if line.next_day is None:
        return ""
    return f"{line.next_day}（{line.next_done_on:%m-%d}已办）" if line.next_done_on else line.next_day.isoformat()


def _fields_of_visit(line: VisitLine) -> Values:
    return {key: getattr(line, key) for key in VisitDraft.__dataclass_fields__}
