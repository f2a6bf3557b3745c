"""The fields of a project, for a new one and for editing in place; it knows what was typed and what was there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from app.rules.reading import Unreadable
from app.services.dossiers.projects import FilterChoices
from app.ui.theme import Space
from app.ui.widgets.edits import MoneyEdit, ReadingEdit, UsccEdit

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier
    from app.services.dossiers.keeping import ProjectDraft

KINDS = ("新签", "续建", "增资", "二期")


@dataclass(frozen=True)
class _Field:
    key: str
    label: str
    widget: QWidget
    get: Callable[[], Any]
    """What stands in the field: text, or the value chosen."""
    put: Callable[[Any], None]


class ProjectForm(QWidget):
    """Name, enterprise, figures and words of a project."""

    edited = Signal()

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._filling = False
        self.name, self.enterprise = QLineEdit(), QLineEdit()
        self.uscc = UsccEdit()
        self.industry, self.county, self.kind = QComboBox(), QComboBox(), QComboBox()
        self.investment, self.contracted, self.fixed, self.filed = (MoneyEdit() for _ in range(4))
        self.content, self.note = QPlainTextEdit(), QPlainTextEdit()
        for kind in KINDS:
            self.kind.addItem(kind, kind)
        for area in (self.content, self.note):
            area.setTabChangesFocus(True)
            area.setFixedHeight(area.fontMetrics().lineSpacing() * 3 + 16)
        for choices in (self.industry, self.county, self.kind):
            choices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choices.setMinimumContentsLength(8)
        self._fields = (
            _line("name", "项目名称", self.name),
            _line("enterprise", "企业名称", self.enterprise),
            _line("uscc", "信用代码", self.uscc),
            _choice("county_id", "落地县区", self.county),
            _choice("industry_id", "行业", self.industry),
            _choice("kind", "性质", self.kind),
            _line("investment_fen", "总投资（万元）", self.investment),
            _line("contracted_fen", "合同引资（万元）", self.contracted),
            _line("fixed_fen", "固定资产投资（万元）", self.fixed),
            _line("filed_fen", "备案金额（万元）", self.filed),
            _area("content", "建设内容", self.content),
            _area("note", "备注", self.note),
        )
        self._kept: dict[str, Any] = {field.key: field.get() for field in self._fields}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(Space.SMALL)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        for field in self._fields:
            layout.addRow(field.label, field.widget)
            signal = field.widget.currentIndexChanged if isinstance(field.widget, QComboBox) else _text_signal(field)
            signal.connect(self._touched)

    @property
    def is_dirty(self) -> bool:
        """True where a field differs from what was put in."""
        return any(field.get() != self._kept[field.key] for field in self._fields)

    def offer(self, choices: FilterChoices) -> None:
        """Offer these counties and industries."""
        self._filling = True
        for box, nothing, entries in (
            (self.county, "（未定）", choices.counties),
            (self.industry, "（未定）", choices.industries),
        ):
            chosen = box.currentData()
            box.clear()
            box.addItem(nothing, None)
            for entry in entries:
                box.addItem(entry.name, entry.id)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        self._filling = False

    def put(self, dossier: Dossier) -> None:
        """Show what is kept, whatever was typed."""
        self._filling = True
        for field in self._fields:
            field.put(getattr(dossier, field.key))
        self._kept = {field.key: field.get() for field in self._fields}
        self._filling = False
        self.edited.emit()

    def rebase(self, dossier: Dossier) -> list[str]:
        """Take over what others changed since, except where the user typed; return what they changed, in words."""
        told = []
        self._filling = True
        for field in self._fields:
            typed, before = field.get(), self._kept[field.key]
            field.put(getattr(dossier, field.key))
            now = field.get()
            if now != before:
                told.append(f"{field.label.split('（')[0]}改成“{_shown(field, now)}”")
            self._kept[field.key] = now
            if typed != before:
                _write(field, typed)
        self._filling = False
        self.edited.emit()
        return told

    def draft(self) -> ProjectDraft:
        """Return what the form says; raise `Unreadable` naming the field that cannot be read."""
        from app.services.dossiers.keeping import ProjectDraft

        values: dict[str, Any] = {}
        for field in self._fields:
            try:
                values[field.key] = field.widget.read() if isinstance(field.widget, ReadingEdit) else field.get()
            except Unreadable as error:
                field.widget.setFocus()
                raise Unreadable(f"{field.label.split('（')[0]}：{error.message}。") from error
        return ProjectDraft(**values)

    def set_read_only(self, read_only: bool) -> None:
        """Let the fields be read but not changed."""
        for field in self._fields:
            if isinstance(field.widget, QLineEdit | QPlainTextEdit):
                field.widget.setReadOnly(read_only)
            else:
                field.widget.setEnabled(not read_only)

    def _touched(self) -> None:
        if not self._filling:
            self.edited.emit()


def _line(key: str, label: str, edit: QLineEdit) -> _Field:
    if isinstance(edit, MoneyEdit):
        return _Field(key, label, edit, edit.text, edit.set_fen)
    return _Field(key, label, edit, edit.text, lambda value: edit.setText(value or ""))


def _area(key: str, label: str, edit: QPlainTextEdit) -> _Field:
    return _Field(key, label, edit, edit.toPlainText, lambda value: edit.setPlainText(value or ""))


def _choice(key: str, label: str, box: QComboBox) -> _Field:
    def put(value: Any) -> None:
        place = box.findData(value)
        if place < 0 and value is not None:
            box.addItem(str(value), value)
            place = box.count() - 1
        box.setCurrentIndex(max(0, place))

    return _Field(key, label, box, box.currentData, put)


def _text_signal(field: _Field) -> Any:
    assert isinstance(field.widget, QLineEdit | QPlainTextEdit)
    return field.widget.textChanged


def _write(field: _Field, value: Any) -> None:
    """Put back what the user typed, as it was typed."""
    if isinstance(field.widget, QLineEdit):
        field.widget.setText(value)
        field.widget.setModified(True)
    else:
        field.put(value)


def _shown(field: _Field, value: Any) -> str:
    return field.widget.currentText() if isinstance(field.widget, QComboBox) else str(value)
