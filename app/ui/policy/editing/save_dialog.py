"""保存版本: what the version is, what it changes, and the reason for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.policy.comparing import Difference
from app.rules.policy.document import Measures
from app.ui.policy.editing.diff_view import DiffView
from app.ui.theme import Space, heading_font
from app.ui.widgets.layout import Strip, button, label


class SaveDialog(QDialog):
    """Asks for the reason and tells by `agreed` that the version is to be saved with it."""

    agreed = Signal(str)

    def __init__(
        self, parent: QWidget | None, measures: Measures, paper: str, base: str, found: Difference | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("保存办法的版本")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        head = label(f"《{measures.title}》", wrap=True)
        head.setFont(heading_font())
        until = f"，至{measures.valid_to}止" if measures.valid_to else ""
        facts = label(f"自{measures.version}起施行{until}　{paper}　共 {len(measures.clauses)} 条", "muted", wrap=True)
        note = "已按以前的版本兑现的扶持照旧执行。保存后可以用“撤销”收回，也可以作废。"
        self.told = label(f"与{base}版相比：{found.summary}。{note}" if found else note, wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("为什么订立或修订，如：财力所限，收紧设备补助")
        self.reason.setAccessibleName("理由")
        self.strip = Strip("error")
        self.save, cancel = button("保存", primary=True), button("再改改")
        self.save.setDefault(True)
        reason = QHBoxLayout()
        reason.addWidget(label("理由", "muted"))
        reason.addWidget(self.reason, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        for widget in (head, facts, self.told):
            layout.addWidget(widget)
        if found:
            self.view = DiffView()
            self.view.show_difference(found)
            layout.addWidget(self.view, 1)
        layout.addLayout(reason)
        layout.addWidget(self.strip)
        layout.addLayout(buttons)
        self.save.clicked.connect(self._agree)
        cancel.clicked.connect(self.reject)
        self.resize(1000 if found else 620, 560 if found else 220)
        self.reason.setFocus()

    def tell(self, text: str) -> None:
        """Say why it was not saved; the dialog stays."""
        self.strip.tell(text)

    def _agree(self) -> None:
        if self.reason.text().strip():
            self.agreed.emit(self.reason.text().strip())
        else:
            self.strip.tell("请写明理由，以后查得到为什么改。")
            self.reason.setFocus()
