"""The form of a scheme: its head on top, its indicators on the left, the one chosen on the right."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import Refused
from app.rules.scheme import Scheme
from app.rules.scheme_checks import Finding
from app.services.ranking.ranking import GROUPS
from app.services.ranking.targets import LEVEL
from app.ui.schemes.indicator_form import IndicatorForm
from app.ui.schemes.levels import level_combo
from app.ui.schemes.noted import Noted
from app.ui.schemes.reading import Plain, build, read_number, write_number
from app.ui.schemes.words import FORMS
from app.ui.theme import Colour, Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label, scrolled
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView


class SchemeForm(QWidget):
    """Edits a scheme as plain values; `scheme` gives the scheme that they mean, or None with faults shown."""

    edited = Signal()

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._plain: list[Plain] = []
        self._current = -1
        self._filling = False
        self.name, self.limit, self.source = (QLineEdit() for _ in range(3))
        self.level = level_combo()
        self.day = DayEdit(today)
        self.groups = {key: QCheckBox(called) for key, called in GROUPS.items()}
        self.decimals = QSpinBox()
        self.decimals.setRange(0, 4)
        self.by_class = QCheckBox("分类排名（A/B/C）")
        self.limit.setPlaceholderText("不限")
        self.limit.setMaximumWidth(80)
        self.name.setMinimumWidth(280)
        self.rows = RowsModel(("指标", "形式", "权重", ""), right=("权重",))
        self.table = TableView()
        self.table.setModel(self.rows)
        self.table.set_widths(130, 90, 52, 24)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setAccessibleName("指标")
        self.add, self.remove, self.up, self.down = button("新增"), button("删去"), button("上移"), button("下移")
        self.total = label("", "muted")
        self.indicator = IndicatorForm()
        self._notes = {"name": Noted(self.name), "from_day": Noted(self.day), "manual_limit": Noted(self.limit)}
        self._lay_out()
        self._connect()

    def show_scheme(self, plain: Plain) -> None:
        """Fill the form with the plain values of a scheme (`rules.scheme.plain_scheme`)."""
        self._filling = True
        self.name.setText(str(plain.get("name", "")))
        self.name.setCursorPosition(0)
        day = plain.get("from_day")
        self.day.set_day(day if isinstance(day, dt.date) else None)
        chosen = plain.get("groups", list(GROUPS))
        for key, box in self.groups.items():
            box.setChecked(key in chosen)
        self.level.setCurrentText(str(plain.get("level", LEVEL)))
        self.decimals.setValue(int(plain.get("decimals", 2)))
        self.by_class.setChecked(bool(plain.get("by_class", True)))
        self.limit.setText(write_number(plain.get("manual_limit")))
        self.source.setText(str(plain.get("source", "")))
        self._plain = [dict(one) for one in plain.get("indicators", [])]
        self._current = -1
        self._filling = False
        self._show_rows()
        if self._plain:
            self.table.select_row(0)

    def plain(self) -> Plain:
        """Return the plain values as they stand in the form."""
        found: Plain = {
            "name": self.name.text().strip(),
            "from_day": None if self.day.reason else self.day.day(),
            "groups": [key for key, box in self.groups.items() if box.isChecked()],
            "level": self.level.currentText().strip(),
            "decimals": self.decimals.value(),
            "by_class": self.by_class.isChecked(),
            "source": self.source.text().strip(),
            "indicators": [dict(one) for one in self._plain],
        }
        return found

    def scheme(self) -> tuple[Scheme | None, str]:
        """Return the scheme, or None and what is wrong; each fault also stands beside its field."""
        faults: dict[tuple[int | None, str], str] = {}
        if 0 <= self._current < len(self._plain):
            self._plain[self._current], own = self.indicator.plain()
            faults |= {(self._current, name): text for name, text in own.items()}
        plain = self.plain()
        try:
            plain["manual_limit"] = read_number(self.limit.text())
        except Refused as error:
            faults[None, "manual_limit"] = error.message
        made, found = build(plain)
        for place, text in found.items():
            faults.setdefault(place, text)
        for name, note in self._notes.items():
            note.tell(faults.get((None, name), ""))
        self.indicator.tell({name: text for (number, name), text in faults.items() if number == self._current})
        self._mark({number: text for (number, _), text in faults.items() if number is not None})
        told = [
            text.rstrip("。") if number is None else f"“{self._plain[number].get('label', '')}”{text.rstrip('。')}"
            for (number, _), text in faults.items()
        ]
        return (None if faults else made), "；".join(told)

    def tell(self, findings: tuple[Finding, ...]) -> None:
        """Mark the indicators that findings are about; the one shown has them beside its weight."""
        by_key: dict[str, list[Finding]] = {}
        for one in findings:
            by_key.setdefault(one.key, []).append(one)
        numbers = {str(one.get("key")): number for number, one in enumerate(self._plain)}
        self._mark({numbers[key]: found[0].text for key, found in by_key.items() if key in numbers})
        current = str(self._plain[self._current].get("key")) if 0 <= self._current < len(self._plain) else ""
        self.indicator.tell({"weight": "；".join(one.text for one in by_key.get(current, ()) if current)})

    def set_editable(self, editable: bool) -> None:
        """Allow editing, or only looking."""
        for widget in (self._head, self.indicator, self.add, self.remove, self.up, self.down):
            widget.setEnabled(editable)

    def labels(self) -> dict[str, str]:
        """Return what the indicators are called, by key."""
        return {str(one.get("key")): str(one.get("label")) for one in self._plain}

    def _show_rows(self) -> None:
        self._mark({})
        total = sum(float(one.get("weight", 0)) for one in self._plain)
        self.total.setText(f"权重合计 {total:g}")

    def _mark(self, marked: dict[int, str]) -> None:
        current = self._current
        self._filling = True
        self.rows.set_rows(
            [
                (
                    str(one.get("label", "")),
                    FORMS.get(str(one.get("rule", {}).get("form", "completion")), ""),
                    write_number(one.get("weight", 0)),
                    "！" if number in marked else "",
                )
                for number, one in enumerate(self._plain)
            ],
            dict.fromkeys(marked, Colour.RED),
        )
        if 0 <= current < len(self._plain):
            self.table.select_row(current)
        self._filling = False

    def _row_changed(self, row: int) -> None:
        if self._filling or not 0 <= row < len(self._plain):
            return
        if 0 <= self._current < len(self._plain):
            self._plain[self._current], _faults = self.indicator.plain()
        self._current = row
        self.indicator.show_indicator(self._plain[row], self.labels())
        self.edited.emit()

    def _add(self) -> None:
        keys = self.labels()
        key = next(f"item{number}" for number in range(1, 1000) if f"item{number}" not in keys)
        first: dict[str, Any] = {"form": "completion", "cap": 1}
        self._plain.append({"key": key, "label": "新指标", "measure": "signed", "weight": 0, "rule": first})
        self._show_rows()
        self.table.select_row(len(self._plain) - 1)

    def _remove(self) -> None:
        row = self._current
        if len(self._plain) > 1 and 0 <= row < len(self._plain):
            del self._plain[row]
            self._current = -1
            self._show_rows()
            self.table.select_row(min(row, len(self._plain) - 1))

    def _move(self, by: int) -> None:
        row, to = self._current, self._current + by
        if 0 <= row < len(self._plain) and 0 <= to < len(self._plain):
            self._plain[row], _faults = self.indicator.plain()
            self._plain[row], self._plain[to] = self._plain[to], self._plain[row]
            self._current = to
            self._show_rows()
            self.edited.emit()

    def _tell(self, *_: object) -> None:
        if not self._filling:
            if 0 <= self._current < len(self._plain):
                self._plain[self._current], _faults = self.indicator.plain()
            self._show_rows()
            self.edited.emit()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda index, _old: self._row_changed(index.row()))
        for line in (self.name, self.limit, self.source, self.day):
            line.textEdited.connect(self._tell)
        for box in (*self.groups.values(), self.by_class):
            box.toggled.connect(self._tell)
        self.decimals.valueChanged.connect(self._tell)
        self.level.currentTextChanged.connect(self._tell)
        self.indicator.edited.connect(self._tell)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = FlowLayout(self._head, spacing=Space.SMALL)
        for widget in (
            label("名称"), self._notes["name"], label("从"), self._notes["from_day"], label("起施行　考核"),
            *self.groups.values(),
            label("任务层级"), self.level, label("小数"), self.decimals, self.by_class, label("手工加分上限"),
            self._notes["manual_limit"], label("依据"), self.source,
        ):  # fmt: skip
            head.addWidget(widget)
        left = QWidget()
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.TIGHT)
        for widget in (self.add, self.remove, self.up, self.down):
            buttons.addWidget(widget)
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.total)
        inside.addLayout(buttons)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(scrolled(self.indicator))
        parts.setSizes([340, 520])
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self._head)
        layout.addWidget(parts, 1)
