"""本单位信息: what the office is called on the papers that it signs from now on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, label

if TYPE_CHECKING:
    from app.services.office.offices import OfficeNames

_HINT = (
    "只影响以后起草的公文；已签发的公文、登记和文件一字不变。换了代字，新代字从1号编起；"
    "要接着以前的号编，用命令行 paper start 登记已用到几号。改错了可以撤销（Ctrl+Z）。"
)


class OfficeInfoDialog(QDialog):
    """City, authority and number word of the open office."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("本单位信息")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(500)
        self._context = context
        self._names = context.names
        self.city, self.authority, self.word = (
            QLineEdit(text) for text in (self._names.city, self._names.authority, self._names.number_word)
        )
        form = QFormLayout()
        form.setVerticalSpacing(Space.SMALL)
        for called, line in (
            ("城市(&C)", self.city),
            ("机关名称(&N)", self.authority),
            ("发文机关代字(&W)", self.word),
        ):
            form.addRow(called, line)
            line.setAccessibleName(called.partition("(")[0])
            line.setReadOnly(not context.writable)
            line.textChanged.connect(self._follow)
        self.sample = label("", "muted", wrap=True)
        self.trouble = Strip("error")
        buttons = QDialogButtonBox()
        self.save_button = buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label(_HINT, "muted", wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.sample)
        layout.addWidget(self.trouble)
        layout.addWidget(buttons)
        self._follow()

    def accept(self) -> None:
        """Save what was changed; what cannot stand on paper is told, and the dialog stays."""
        from app.services.office.offices import rename_office

        try:
            changed = rename_office(self._context.office, self._typed())
        except OfficeError as error:
            self.trouble.tell(error.message)
            return
        if changed:
            self._context.status.emit("本单位信息已更改，以后签发的公文用新名称。")
            self._context.data_changed.emit()
        super().accept()

    def _typed(self) -> OfficeNames:
        city, authority, word = (line.text().strip() for line in (self.city, self.authority, self.word))
        return replace(self._names, city=city, authority=authority, number_word=word)

    def _follow(self) -> None:
        typed, year = self._typed(), self._context.today().year
        self.sample.setText(
            f"公文上印作：{typed.authority}文件　{typed.number_word}〔{year}〕1号　{typed.number_word}函〔{year}〕1号"
        )
        self.save_button.setEnabled(self._context.writable and typed != self._names)
