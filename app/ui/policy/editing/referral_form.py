"""The form of 以商招商: which schedule of the project brought gives which one to the enterprise that brought it."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QSpinBox, QWidget

from app.rules.policy.benefits import Form
from app.ui.policy.editing.benefit_forms import MOST_YEARS
from app.ui.policy.editing.fields import FieldsForm, Plain
from app.ui.policy.editing.lines_table import LinesTable
from app.ui.widgets.layout import label

_NAMES = ("full", "half", "gives_full", "gives_half")
_LINE = re.compile(r"map\[(\d+)\]")


class ReferralForm(FieldsForm):
    """Tax and share, and the map line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.add_text("tax", "税种", "如 企业所得税")
        self.add_text("share", "哪一部分", "如 市级留成部分")
        self.add_choice("form", "形式", {one.value: one.value for one in Form}, Form.PAID_BACK.value)
        self.table = LinesTable(("被引荐项目全额", "减半", "引荐企业得全额", "减半"), "加一行")
        self.rows.addRow(label("对照表", "muted"), self.table)
        self.table.added.connect(self._add_line)
        self.table.removed.connect(self._remove_line)

    def show_data(self, data: Plain) -> None:
        super().show_data(data)
        self._show_lines()

    def go_to(self, path: str) -> bool:
        if found := _LINE.match(path):
            self.table.focus_line(int(found[1]) - 1)
            return True
        return super().go_to(path)

    def lines(self) -> list[dict[str, Any]]:
        """Return the map as YAML holds it."""
        lines = self.data.get("map")
        return lines if isinstance(lines, list) else []

    def _show_lines(self) -> None:
        self.table.show_lines(len(self.lines()), self._made)

    def _made(self, number: int) -> list[QWidget]:
        return [self._years(number, name) for name in _NAMES]

    def _years(self, number: int, name: str) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(0, MOST_YEARS)
        spin.setSuffix(" 年")
        value = self.lines()[number].get(name, 0)
        spin.setValue(value if isinstance(value, int) else 0)
        spin.valueChanged.connect(lambda years: self._put_years(number, name, years))
        return spin

    def _put_years(self, number: int, name: str, years: int) -> None:
        self.lines()[number][name] = years
        self.edited.emit()

    def _add_line(self) -> None:
        self.data["map"] = [*self.lines(), {"full": 1, "half": 1, "gives_full": 1, "gives_half": 0}]
        self._show_lines()
        self.edited.emit()

    def _remove_line(self, number: int) -> None:
        self.data["map"] = [line for place, line in enumerate(self.lines()) if place != number]
        self._show_lines()
        self.edited.emit()
