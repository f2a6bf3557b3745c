"""The form of the 引荐奖金: marginal tiers, ceiling, parts by stage, registration, identities, public notice."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QWidget

from app.rules.stages import DATED_FROM_SIGNING
from app.ui.policy.editing.fields import WIDE, FieldsForm, Plain
from app.ui.policy.editing.lines_table import LinesTable
from app.ui.policy.editing.texts import ListValue
from app.ui.policy.editing.values import MoneyValue
from app.ui.theme import Space
from app.ui.widgets.layout import label

FIRST_BONUS: Plain = {
    "tiers": [{"rate": "3‰", "up_to": "1000万元"}, {"rate": "4‰"}],
    "ceiling": "100万元",
    "parts": {"签约": 10, "开工": 20, "完工": 20, "投产": 30, "见效": 20},
    "days_after": 0,
    "notice_days": 7,
}
"""What the rule of a bonus begins with."""

PAYEES = "个人、企业，用、隔开；不填为个人"
IDENTITIES = "身份，用、隔开，如 公职人员、投资方、合作方"
_TIER = re.compile(r"tiers\[(\d+)\]")


class BonusForm(FieldsForm):
    """Edits a bonus rule; each tier and each stage is a field of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tiers = LinesTable(("本档费率", "到多少为止（末档不填）"), "加一档")
        self.rows.addRow(label("分档累进", "muted"), self.tiers)
        self.add_value("ceiling", "单个项目上限", MoneyValue())
        self.parts: dict[str, QSpinBox] = {}
        self.total = label("", "muted")
        self.rows.addRow(label("分期兑现", "muted"), self._parts())
        self.add_number("days_after", "签约后还可登记", 365, "天")
        self.add_number("notice_days", "公示", 60, "天", 7)
        for name, caption in (("payees", "奖励谁"), ("excluded", "不予奖励"), ("warned", "须第二人复核")):
            listed = ListValue({}, codes=False)
            listed.items.setPlaceholderText(PAYEES if name == "payees" else IDENTITIES)
            self.add_value(name, caption, listed).setMaximumWidth(WIDE)
        self.tiers.added.connect(self._add_tier)
        self.tiers.removed.connect(self._remove_tier)

    def show_data(self, data: Plain) -> None:
        super().show_data(data)
        self._show_tiers()
        shares = self._shares()
        for stage, spin in self.parts.items():
            spin.blockSignals(True)
            share = shares.get(stage, 0)
            spin.setValue(share if isinstance(share, int) else 0)
            spin.blockSignals(False)
        self._add_up()

    def go_to(self, path: str) -> bool:
        if found := _TIER.match(path):
            self.tiers.focus_line(int(found[1]) - 1)
            return True
        if path.startswith("parts"):
            next(iter(self.parts.values())).setFocus()
            return True
        return super().go_to(path)

    def _parts(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        for stage in DATED_FROM_SIGNING:
            spin = QSpinBox()
            spin.setRange(0, 100)
            spin.setSuffix("%")
            spin.setAccessibleName(f"{stage.label}兑现")
            spin.valueChanged.connect(lambda share, name=stage.label: self._put_part(name, share))
            self.parts[stage.label] = spin
            row.addWidget(label(stage.label, "muted"))
            row.addWidget(spin)
        row.addWidget(self.total)
        row.addStretch(1)
        return line

    def _put_part(self, stage: str, share: int) -> None:
        shares = {**self._shares(), stage: share}
        self.data["parts"] = {name: part for name, part in shares.items() if part}
        self._add_up()
        self.edited.emit()

    def _add_up(self) -> None:
        whole = sum(spin.value() for spin in self.parts.values())
        self.total.setText(f"合计 {whole}%" + ("" if whole == 100 else "，应为 100%"))

    def _shares(self) -> dict[str, Any]:
        shares = self.data.get("parts")
        return dict(shares) if isinstance(shares, dict) else {}

    def _tiers(self) -> list[dict[str, Any]]:
        tiers = self.data.get("tiers")
        return tiers if isinstance(tiers, list) else []

    def _show_tiers(self) -> None:
        self.tiers.show_lines(len(self._tiers()), self._tier)

    def _tier(self, number: int) -> list[QWidget]:
        tier = self._tiers()[number]
        rate, end = QLineEdit(str(tier.get("rate", ""))), MoneyValue()
        rate.setPlaceholderText("如 3‰")
        rate.setMaximumWidth(90)
        end.amount.setPlaceholderText("末档不填")
        end.show_value(tier.get("up_to"))
        rate.textEdited.connect(lambda text: self._put_tier(number, "rate", text.strip()))
        end.edited.connect(lambda: self._put_tier(number, "up_to", end.value()))
        return [rate, end]

    def _put_tier(self, number: int, name: str, value: str) -> None:
        tier = self._tiers()[number]
        if value:
            tier[name] = value
        else:
            tier.pop(name, None)
        self.edited.emit()

    def _add_tier(self) -> None:
        self.data["tiers"] = [*self._tiers(), {"rate": ""}]
        self._show_tiers()
        self.edited.emit()

    def _remove_tier(self, number: int) -> None:
        self.data["tiers"] = [tier for place, tier in enumerate(self._tiers()) if place != number]
        self._show_tiers()
        self.edited.emit()
