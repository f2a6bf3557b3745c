"""The section 考核办法: the versions on the left; the form of one, or its trial, on the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.scheme import Scheme, plain_scheme
from app.services.ranking.ranking import GROUPS
from app.services.ranking.schemes import (
    SchemeVersion,
    check,
    export_scheme,
    save_scheme,
    scheme_from_file,
    schemes,
    void_scheme,
)
from app.ui.context import AppContext
from app.ui.errors import show_error, shown
from app.ui.schemes.scheme_form import SchemeForm
from app.ui.schemes.trial import TrialView
from app.ui.theme import Space
from app.ui.widgets.asking import ask, ask_text
from app.ui.widgets.layout import Strip, button
from app.ui.widgets.pages import Pages
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

_KINDS = "考核办法 (*.yaml *.yml *.json)"


class SchemesPage(QWidget):
    """A version in force is looked at; 以此另起新版 makes an editable copy, which is saved as a version of its own."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._versions: tuple[SchemeVersion, ...] = ()
        self._editing = self._unsaved = False
        self._stale = True
        self.rows = RowsModel(("起始日", "名称", "考核"))
        self.list = TableView(units=context.named_units)
        self.list.setModel(self.rows)
        self.list.set_widths(88, 150, 110)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.setAccessibleName("考核办法的版本")
        self.copy_button, self.void_button = button("以此另起新版"), button("作废…")
        self.import_button, self.export_button = button("导入 YAML…"), button("导出 YAML…")
        self.segments = Segments(("办法", "试算"))
        self.segments.setAccessibleName("办法视图")
        self.save = button("保存新版", primary=True)
        self.strip = Strip("info")
        self.form = SchemeForm(context.today())
        self.trial = TrialView(context, self.form.scheme)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the versions again; what is being edited stays."""
        self._stale = False
        self._versions = schemes(self.context.connection)
        self.rows.set_rows(
            [
                (
                    one.scheme.from_day.isoformat(),
                    one.scheme.name,
                    "、".join(GROUPS[group] for group in one.scheme.groups),
                )
                for one in self._versions
            ]
        )
        self.import_button.setEnabled(self.context.writable)
        if not self._editing and self._versions:
            self.list.select_row(0)

    def may_leave(self) -> bool:
        """Ask about a version that was edited and not saved."""
        if not self._unsaved:
            return True
        question = "正在编辑的考核办法还没有保存。离开后，改动不会保留。"
        return ask(self, "考核办法还没有保存", question, ("放弃改动", "留下")) == "放弃改动"

    def version(self) -> SchemeVersion | None:
        """Return the version that the cursor is on."""
        index = self.list.currentIndex()
        return self._versions[index.row()] if index.isValid() and index.row() < len(self._versions) else None

    def begin(self, scheme: Scheme, told: str) -> None:
        """Edit a scheme as a new version."""
        self._editing = self._unsaved = True
        self.form.set_editable(self.context.writable)
        self.form.show_scheme(plain_scheme(scheme))
        self.segments.choose(0)
        self._judge()
        if told and self.save.isEnabled():
            self.strip.tell(told)

    def copy_version(self) -> None:
        """Begin a new version from the one chosen, in force from the next January or today's month on."""
        version = self.version()
        if version is not None and self.may_leave():
            today = self.context.today()
            scheme = version.scheme.model_copy(update={"from_day": today.replace(day=1)})
            self.begin(scheme, "改好后点“保存新版”。从起始日起用新版，以前的月份仍按旧版。")

    def save_version(self) -> None:
        """Save what is in the form."""
        scheme, told = self.form.scheme()
        if scheme is None:
            self.strip.tell(f"没有保存：{told}。")
            return
        try:
            save_scheme(self.context.office, scheme)
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self._editing = self._unsaved = False
        self.context.status.emit(f"考核办法“{scheme.name}”已保存，从 {scheme.from_day} 起用，可以撤销。")
        self.context.data_changed.emit()

    def import_file(self) -> None:
        """Ask for a YAML file, and edit what is in it as a new version."""
        if not self.may_leave():
            return
        chosen, _ = QFileDialog.getOpenFileName(self, "导入考核办法", "", _KINDS)
        if chosen:
            try:
                scheme = scheme_from_file(Path(chosen))
            except OfficeError as error:
                show_error(self, error, "导入考核办法")
                return
            self.begin(scheme, f"已读入“{Path(chosen).name}”，还没有保存。先看一遍，也可以先试算。")

    def export_file(self) -> None:
        """Ask where to, and write the scheme shown."""
        scheme, told = self.form.scheme()
        if scheme is None:
            self.strip.tell(f"还有没填对的地方，不能导出：{told}。")
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "导出考核办法", f"{scheme.name}.yaml", _KINDS)
        if chosen:
            path = Path(chosen)
            with shown(self, "导出考核办法"):
                export_scheme(scheme, path if path.suffix else path.with_name(f"{path.name}.yaml"))
                self.context.status.emit(f"已导出到 {path}")

    def void_version(self) -> None:
        """Ask for the reason, and take the version chosen back."""
        version = self.version()
        if version is None:
            return
        reason = ask_text(self, "作废考核办法", f"作废“{version.scheme.name}”（{version.scheme.from_day} 起），理由：")
        if reason is None:
            return
        try:
            void_scheme(self.context.office, version.id, version.version, reason)
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self.context.data_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _judge(self) -> None:
        """Check what is in the form, and say so beside the fields and on top."""
        scheme, told = self.form.scheme()
        self.save.setEnabled(self._editing and scheme is not None and self.context.writable)
        if scheme is None:
            self.strip.tell(f"还有没填对的地方：{told}。")
            return
        findings = check(self.context.connection, scheme)
        wrong = [one.text for one in findings if one.wrong]
        doubts = [one.text for one in findings if not one.wrong]
        self.form.tell(findings)
        self.save.setEnabled(self.save.isEnabled() and not wrong)
        if wrong:
            self.strip.tell(f"不能保存：{'；'.join(wrong)}。")
        else:
            self.strip.tell(f"请留意：{'；'.join(doubts)}。" if doubts else "")

    def _edited(self) -> None:
        if self._editing:
            self._unsaved = True
        self._judge()

    def _version_chosen(self, index: QModelIndex, _before: QModelIndex = QModelIndex()) -> None:
        version = self.version()
        usable = version is not None and self.context.writable
        for widget in (self.copy_button, self.void_button):
            widget.setEnabled(usable)
        if version is None or not index.isValid() or (self._unsaved and not self.may_leave()):
            return
        self._editing = self._unsaved = False
        self.form.set_editable(False)
        self.form.show_scheme(plain_scheme(version.scheme))
        self._judge()

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _connect(self) -> None:
        self.list.selectionModel().currentRowChanged.connect(self._version_chosen)
        self.form.edited.connect(self._edited)
        self.segments.chosen.connect(self._pages.setCurrentIndex)
        self.copy_button.clicked.connect(self.copy_version)
        self.void_button.clicked.connect(self.void_version)
        self.import_button.clicked.connect(self.import_file)
        self.export_button.clicked.connect(self.export_file)
        self.save.clicked.connect(self.save_version)
        self.context.data_changed.connect(self._data_changed)

    def _lay_out(self) -> None:
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(Space.SMALL)
        side.addWidget(self.list, 1)
        for pair in ((self.copy_button, self.void_button), (self.import_button, self.export_button)):
            line = QHBoxLayout()
            for widget in pair:
                line.addWidget(widget)
            side.addLayout(line)
        right = QWidget()
        bar = QHBoxLayout()
        bar.addWidget(self.segments)
        bar.addStretch(1)
        bar.addWidget(self.save)
        self._pages = Pages()
        self._pages.addWidget(self.form)
        self._pages.addWidget(self.trial)
        inside = QVBoxLayout(right)
        inside.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        inside.setSpacing(Space.SMALL)
        inside.addLayout(bar)
        inside.addWidget(self.strip)
        inside.addWidget(self._pages, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setSizes([330, 1000])
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.SMALL)
        layout.addWidget(parts)
