"""公文版式: the office's own measures of papers in a form, with a sample page that shows what they come to."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.rules.errors import OfficeError, Refused
from app.services.papers.profile_sample import sample_pdf
from app.services.papers.profiles import (
    MEASURES,
    STANDARD_PROFILE,
    Measure,
    OwnProfile,
    Value,
    full_values,
    own_profile,
    pitch_for,
    profile_on,
    set_profile,
    standard_value,
)
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.papers.preview import PaperPreview
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Section, Strip, button, form_layout, label, scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

_HINT = (
    "与国标（GB/T 9704—2012）不同的项才记下，从起用日期起的公文按它排；已签发的公文一字一线不变。"
    "改错了可以撤销（Ctrl+Z）。"
)
_PAUSE = 400
"""Milliseconds without typing after which the sample is set anew."""

_ASIDE = ("line_pitch", "area_height_mm", "size")
"""What lines of a page follow."""


class PaperProfileDialog(QDialog):
    """Name, first day and every measure of the profile that holds today; the sample follows what is typed."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("公文版式")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._asked = context, 0
        today = context.today()
        self._held = profile_on(context.connection, today)
        self.name, self.since = QLineEdit(), DayEdit(today)
        self.name.setText(context.names.city if self._held.is_standard else self._held.name)
        self.since.set_day(today)
        self.fields: dict[str, _Field] = {one.key: _Field(one, context.writable) for one in MEASURES}
        self.trouble = Strip("error")
        self.told = label("", "muted", wrap=True)
        self.preview = PaperPreview()
        self.reset_button = button("恢复国标")
        self.reset_button.setToolTip("各项都改回国标的数，保存后从起用日期起按国标排")
        buttons = QDialogButtonBox()
        self.save_button = buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.reset_button, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._set_sample)
        self.name.textChanged.connect(self._follow)
        self.since.textChanged.connect(self._follow)
        for key, field in self.fields.items():
            field.connect_changed(lambda changed=key: self._changed(changed))
        self.reset_button.clicked.connect(lambda: self._show(STANDARD_PROFILE))
        for widget in (self.name, self.since):
            widget.setReadOnly(not context.writable)
        self.reset_button.setEnabled(context.writable)
        self.preview.whole.setChecked(True)
        self._show(self._held)

    def accept(self) -> None:
        """Keep what differs from the standard; what makes no page is told, and the dialog stays."""
        try:
            profile = set_profile(self._context.office, self._values())
        except OfficeError as error:
            self.trouble.tell(error.message)
            return
        kept = "恢复国标" if profile.is_standard else f"改为“{profile.told}”"
        self._context.status.emit(f"公文版式已{kept}，{profile.since.isoformat()} 起的公文按它排。")
        self._context.data_changed.emit()
        super().accept()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        top = form_layout()
        for called, widget in (("名称(&N)", self.name), ("起用日期(&D)", self.since)):
            top.addRow(called, widget)
            widget.setAccessibleName(called.partition("(")[0])
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.MEDIUM, 0)
        for group in dict.fromkeys(one.group for one in MEASURES):
            section, form = Section(group), form_layout()
            for one in MEASURES:
                if one.group == group:
                    form.addRow(one.label, self.fields[one.key].widget)
            section.body.addLayout(form)
            column.addWidget(section)
        column.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(Space.SMALL)
        left.addLayout(top)
        left.addWidget(scrolled(inside), 1)
        left.addWidget(self.told)
        both = QHBoxLayout()
        both.setSpacing(Space.MEDIUM)
        both.addLayout(left, 4)
        both.addWidget(self.preview, 5)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label(_HINT, "muted", wrap=True))
        layout.addLayout(both, 1)
        layout.addWidget(self.trouble)
        layout.addWidget(buttons)
        self.resize(1000, 660)

    def _show(self, profile: OwnProfile) -> None:
        for key, value in full_values(profile).items():
            self.fields[key].show_value(value)
        self._follow()

    def _changed(self, key: str) -> None:
        """Let lines of a page follow pitch and height, and the pitch follow the lines."""
        numbers = {one: self.fields[one].value() for one in _ASIDE}
        if key == "lines":
            lines, height, size = (float(self.fields[one].value()) for one in ("lines", "area_height_mm", "size"))
            self.fields["line_pitch"].show_value(pitch_for(int(lines), height, size))
        elif key in _ASIDE:
            with suppress(Refused):  # what makes no page is told for the whole of the form
                own = own_profile({"name": "—", "since": self._context.today(), **numbers})
                self.fields["lines"].show_value(full_values(own)["lines"])
        self._follow()

    def _values(self) -> dict[str, Any]:
        """What is typed; lines of a page follow from the rest."""
        day = self.since.text().strip()
        numbers = {key: field.value() for key, field in self.fields.items() if key != "lines"}
        return {"name": self.name.text(), "since": self.since.day() if not self.since.reason else day, **numbers}

    def _typed(self) -> OwnProfile | None:
        """The profile as typed; None, and told why, where no page comes of it."""
        try:
            profile = own_profile(self._values())
        except OfficeError as error:
            self.trouble.tell(error.message)
            return None
        self.trouble.tell("")
        return profile

    def _follow(self) -> None:
        profile = self._typed()
        changed = profile is not None and not profile.same_as(self._held)
        self.save_button.setEnabled(self._context.writable and changed)
        if profile is None:
            return
        labels = [self.fields[key].label for key, _ in profile.numbers]
        told = f"与国标不同 {len(labels)} 项：{'、'.join(labels)}。" if labels else "各项都与国标相同。"
        self.told.setText(told)
        self._timer.start()

    def _set_sample(self) -> None:
        """Set the sample in another thread; an answer that was overtaken is dropped."""
        profile = self._typed()
        if profile is None:
            return
        self._asked += 1
        asked, office, today = self._asked, self._context.office, self._context.today()

        def work(*_: object) -> bytes:
            with closing(office.read()) as connection:
                return sample_pdf(connection, profile, today)

        def done(pdf: bytes) -> None:
            if asked == self._asked:
                self.preview.show_pdf(pdf)

        def failed(error: BaseException) -> None:
            if isinstance(error, OfficeError):
                self.trouble.tell(error.message)
            else:
                show_error(self, error, "排样张")

        run_task(self, "排样张", work, done, failed, quiet=True)


class _Field:
    """The widget of one measure; it says what the standard has where its value differs."""

    def __init__(self, measure: Measure, writable: bool) -> None:
        self.label, self._measure = measure.label, measure
        self.widget = _widget(measure)
        self.widget.setAccessibleName(measure.label)
        self.widget.setEnabled(writable)
        standard = standard_value(measure.key)
        if isinstance(self.widget, QComboBox):
            standard = dict(measure.choices)[str(standard)]
        elif isinstance(self.widget, QCheckBox):
            standard = "是" if standard else "否"
        self.widget.setToolTip(f"国标：{standard}{measure.unit}")

    def value(self) -> Value:
        """What is typed."""
        match self.widget:
            case QComboBox() as combo:
                return self._measure.choices[combo.currentIndex()][0]
            case QCheckBox() as box:
                return box.isChecked()
            case spin:
                return spin.value()

    def show_value(self, value: Value) -> None:
        """Show a value without telling that it changed."""
        with QSignalBlocker(self.widget):
            match self.widget:
                case QComboBox() as combo:
                    combo.setCurrentIndex([kept for kept, _ in self._measure.choices].index(str(value)))
                case QCheckBox() as box:
                    box.setChecked(bool(value))
                case QSpinBox() as spin:
                    spin.setValue(int(value))
                case spin:
                    spin.setValue(float(value))

    def connect_changed(self, told: Callable[[], None]) -> None:
        """Call `told` once the user changed it."""
        match self.widget:
            case QComboBox() as combo:
                combo.currentIndexChanged.connect(lambda _: told())
            case QCheckBox() as box:
                box.toggled.connect(lambda _: told())
            case spin:
                spin.valueChanged.connect(lambda _: told())


def _widget(measure: Measure) -> QComboBox | QCheckBox | QSpinBox | QDoubleSpinBox:
    if measure.kind == "choice":
        combo = QComboBox()
        combo.addItems([shown for _, shown in measure.choices])
        return combo
    if measure.kind == "switch":
        return QCheckBox()
    if measure.kind == "count":
        counted = QSpinBox()
        counted.setRange(int(measure.low), int(measure.high))
        counted.setSuffix(f" {measure.unit}")
        return counted
    spin = QDoubleSpinBox()
    spin.setDecimals(2)
    spin.setRange(measure.low, measure.high)
    spin.setSingleStep(0.5 if measure.high - measure.low > 3 else 0.05)
    spin.setSuffix(f" {measure.unit}")
    return spin
