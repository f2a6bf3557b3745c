"""经办: who really worked at the project, and its way between units."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from app.rules.errors import Refused
from app.services.dossiers.handling import (
    TRANSFERS,
    HandlingLine,
    TransferLine,
    add_handling,
    add_transfer,
    handling_of,
    transfers_of,
    void_handling,
    void_transfer,
)
from app.services.dossiers.projects import filter_choices
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.record_table import Field, RecordTable, Shown, Values, choices, offer
from app.ui.widgets.edits import DayEdit


class HandlingPanel(Panel):
    """The way above, the hands below."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        today = context.today
        way = Shown[TransferLine](
            (("时间", 92), ("方式", 56), ("由", 110), ("到", 110), ("依据", 140), ("备注", 120)),
            lambda line: (line.day.isoformat(), line.kind, line.from_unit, line.to_unit, line.paper, line.note),
            "还没有登记首谈、交办或流转。",
        )
        self.unit = choices([])
        fields = (
            Field("kind", "方式", choices([(kind, kind) for kind in TRANSFERS])),
            Field("day", "时间", DayEdit(today())),
            Field("to_unit_id", "到哪个单位", self.unit),
            Field("paper", "依据", QLineEdit(placeholderText="交办单、会议纪要等的文号")),
            Field("note", "备注", QLineEdit()),
        )
        self.transfers = RecordTable[TransferLine](self, "transfers", "流转", way, fields)
        self.transfers.on_save(self._save_transfer, first=lambda: {"day": today(), "kind": self._next_kind()})
        self.transfers.on_void(lambda line, reason: void_transfer(context.office, line.id, line.version, reason))
        hands = Shown[HandlingLine](
            (("经办人", 80), ("单位", 110), ("做了什么", 200), ("从", 92), ("到", 92)),
            lambda line: (line.person, line.unit, line.work, str(line.from_day or ""), str(line.to_day or "")),
            "还没有登记实际经办。它与招商责任（份额）分开记。",
        )
        self.hands = RecordTable[HandlingLine](
            self,
            "handling",
            "实际经办",
            hands,
            (
                Field("person", "经办人", QLineEdit()),
                Field("unit", "单位", QLineEdit()),
                Field("work", "做了什么", QLineEdit()),
                Field("from_day", "从", DayEdit(today())),
                Field("to_day", "到", DayEdit(today())),
            ),
        )
        self.hands.on_save(self._save_handling)
        self.hands.on_void(lambda line, reason: void_handling(context.office, line.id, line.version, reason))
        self.body.addWidget(self.transfers, 1)
        self.body.addWidget(self.hands, 1)
        self._shown: int | None = None

    def refresh(self) -> None:
        if self.dossier is None:
            return
        same, self._shown = self._shown == self.dossier.id, self.dossier.id
        self.transfers.put(transfers_of(self.context.connection, self.dossier.id), same=same)
        self.hands.put(handling_of(self.context.connection, self.dossier.id), same=same)
        if not same:
            known = filter_choices(self.context.connection)
            offer(self.unit, [(one.name, one.id) for one in (*known.departments, *known.counties, *known.leaders)])

    def _next_kind(self) -> str:
        return TRANSFERS[1] if self.transfers.lines else TRANSFERS[0]

    def _save_transfer(self, values: Values, _line: TransferLine | None) -> None:
        assert self.dossier is not None
        if values["day"] is None or values["to_unit_id"] is None:
            raise Refused("请填写时间和单位。")
        add_transfer(
            self.context.office,
            self.dossier.id,
            values["kind"],
            values["day"],
            values["to_unit_id"],
            paper=values["paper"],
            note=values["note"],
        )

    def _save_handling(self, values: Values, _line: HandlingLine | None) -> None:
        assert self.dossier is not None
        add_handling(self.context.office, self.dossier.id, values.pop("person"), **values)
