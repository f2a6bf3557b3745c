"""函件与回复: the letters on extending the chain, late ones in red, and the answers as they come in."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.reading import Unreadable
from app.services.chain.extension_letters import SentLetter, letters_sent
from app.services.chain.extension_tasks import record_answer
from app.ui.context import AppContext
from app.ui.theme import Colour, Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_HEADINGS = ("单位", "期间", "发函", "任务", "回复期限", "回复", "内容")
_NOTHING = "还没有发出产业延伸提醒函。在“公文起草”里按单位批量起草并印发。"


class LettersView(QWidget):
    """Lists the letters; the answer of the one under the cursor is written below."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._letters: list[SentLetter] = []
        self.model = RowsModel(_HEADINGS, right=("任务",), parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="chain-letters")
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.set_widths(150, 100, 100, 56, 100, 100, 420)
        self.table.empty_text = _NOTHING
        self.day = DayEdit(context.today())
        self.day.setAccessibleName("回复日期")
        self.answer = QLineEdit(placeholderText="回复的要点")
        self.answer.setMinimumWidth(260)
        self.save_button = button("登记回复", primary=True)
        self.trouble = Strip("error")
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        for widget in (self.day, self.answer, self.save_button):
            bar.addWidget(widget)
        self._line = line
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.trouble)
        layout.addWidget(line)
        layout.addWidget(label("红色的过了期限还没有回复。", "muted"))
        self.save_button.clicked.connect(self.save)
        self.answer.returnPressed.connect(self.save)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show())

    def refresh(self) -> None:
        """Read the letters again."""
        today = self._context.today()
        kept = self.current()
        self._letters = letters_sent(self._context.connection)
        rows = [
            (
                one.unit,
                one.period.label,
                one.sent_on.isoformat(),
                f"{one.tasks}" if one.tasks else "",
                one.due_on.isoformat() if one.due_on else "",
                one.answered_on.isoformat() if one.answered_on else "",
                one.answer,
            )
            for one in self._letters
        ]
        late = {row: Colour.RED for row, one in enumerate(self._letters) if one.is_late(today)}
        self.model.set_rows(rows, late)
        if self._letters:
            ids = [one.id for one in self._letters]
            self.table.select_row(ids.index(kept.id) if kept and kept.id in ids else 0)
        self._show()

    def current(self) -> SentLetter | None:
        """Return the letter under the cursor."""
        rows = self.table.selected_rows()
        return self._letters[rows[0]] if rows and rows[0] < len(self._letters) else None

    def save(self) -> None:
        """Record the answer; what is refused is told above the line."""
        letter = self.current()
        if letter is None or not self._context.writable:
            return
        try:
            day = self.day.day() or self._context.today()
            record_answer(self._context.office, letter.id, on=day, answer=self.answer.text())
        except (OfficeError, Unreadable) as error:
            self.trouble.tell(error.message)
            return
        self.trouble.tell("")
        self._context.data_changed.emit()
        self._context.status.emit(f"已登记{letter.unit}的回复（Ctrl+Z 可撤销）")

    def _show(self) -> None:
        letter = self.current()
        self._line.setVisible(bool(self._letters))
        self.save_button.setEnabled(letter is not None and self._context.writable)
        self.trouble.tell("")
        self.day.set_day((letter.answered_on if letter else None) or self._context.today())
        self.answer.setText(letter.answer if letter else "")
