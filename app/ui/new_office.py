"""Asking what a new office is called and where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import Space
from app.ui.widgets.layout import Strip, button, label


class NewOfficeDialog(QDialog):
    """City, authority, number word and folder; the authority is proposed from the city."""

    agreed = Signal(object, object)
    """The folder (`Path`) and the names (`OfficeNames`)."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建办公文件夹")
        self.setMinimumWidth(460)
        self.city = QLineEdit(placeholderText="如 某某市")
        self.authority = QLineEdit(placeholderText="公文落款用的全称")
        self.number_word = QLineEdit(placeholderText="如 江招办")
        self.folder = QLineEdit(str(folder))
        choose = button("选择…")
        choose.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        form = QFormLayout()
        form.setVerticalSpacing(Space.SMALL)
        form.addRow("城市", self.city)
        form.addRow("机关名称", self.authority)
        form.addRow("发文机关代字", self.number_word)
        form.addRow("存放位置", place)
        self.trouble = Strip("error")
        self.buttons = QDialogButtonBox()
        self.create_button = self.buttons.addButton("新建", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label("机关名称用作公文的落款；代字用在文号里，如“江招办〔2026〕1号”。", "muted", wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)
        self.city.textEdited.connect(self._propose)
        self._proposed = ("", "")

    def accept(self) -> None:
        from app.services.office.offices import OfficeNames

        fields = (("城市", self.city), ("机关名称", self.authority), ("代字", self.number_word), ("位置", self.folder))
        missing = [name for name, edit in fields if not edit.text().strip()]
        if missing:
            self.trouble.tell(f"请填写{'、'.join(missing)}。")
            return
        city, authority, word, folder = (edit.text().strip() for _, edit in fields)
        target = Path(folder).expanduser()
        if (target / "office.db").exists():
            self.trouble.tell(f"“{target}”里已经有一个办公文件夹。请换一个位置，或用“打开已有文件夹”打开它。")
            return
        self.agreed.emit(target, OfficeNames(city, authority, word))
        super().accept()

    def _propose(self, city: str) -> None:
        """Fill in what usually follows from the city, as long as nobody wrote something else."""
        short = city.removesuffix("市")[:1]
        proposed = (f"{city}招商引资工作领导小组办公室", f"{short}招办") if city else ("", "")
        for edit, before, now in zip((self.authority, self.number_word), self._proposed, proposed, strict=True):
            if edit.text() in ("", before):
                edit.setText(now)
        self._proposed = proposed

    def _choose(self) -> None:
        start = str(Path(self.folder.text()).parent)
        if name := QFileDialog.getExistingDirectory(self, "选择存放办公文件夹的位置", start):
            chosen = Path(name)
            self.folder.setText(str(chosen if not any(chosen.iterdir()) else chosen / "招商台"))
