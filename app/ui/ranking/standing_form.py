"""Entering one city's month in the province, in one line, and taking a wrong one back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.money import YI, format_yi, read_money
from app.rules.reading import Unreadable
from app.services.ranking.province import Standing, set_standing, void_standing
from app.ui.context import AppContext
from app.ui.theme import Space
from app.ui.widgets.asking import ask_text
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label

_FIELDS = (
    ("month", "月份", 90),
    ("city", "城市", 110),
    ("rank", "名次", 50),
    ("score", "得分", 64),
    ("signed", "签约项目", 60),
    ("over", "亿元以上", 60),
    ("amount", "签约额（亿元）", 80),
    ("source", "来源", 150),
)


class StandingForm(QWidget):
    """What the province told of one city in one month; what it did not tell stays empty."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._chosen: tuple[str, str] | None = None
        self.lines = {name: QLineEdit() for name, _, _ in _FIELDS}
        self.save = button("录入", primary=True)
        self.void = button("作废…")
        self.void.setToolTip("作废表中选中的城市这个月的数据，要写理由，可以撤销")
        self.fault = Strip("error")
        fields = QWidget()
        row = FlowLayout(fields, spacing=Space.TIGHT)
        for name, called, wide in _FIELDS:
            self.lines[name].setAccessibleName(called)
            self.lines[name].setFixedWidth(wide)
            row.addWidget(label(called))
            row.addWidget(self.lines[name])
        self.month.setPlaceholderText("如 2026-06")
        row.addWidget(self.save)
        row.addWidget(self.void)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fault)
        layout.addWidget(fields)
        self.save.clicked.connect(self.write)
        self.void.clicked.connect(self.take_back)
        self.lines["source"].returnPressed.connect(self.write)

    @property
    def month(self) -> QLineEdit:
        """The field of the month."""
        return self.lines["month"]

    def show_standing(self, one: Standing | None, month: str) -> None:
        """Fill the line with a city's month, or empty it for another one of `month`."""
        self.fault.tell("")
        self._chosen = (month, one.city) if one else None
        self.save.setEnabled(self._context.writable)
        self.void.setEnabled(self._context.writable and one is not None)
        values = {
            "month": month,
            "city": one.city if one else "",
            "rank": one.rank if one else None,
            "score": f"{one.score:f}" if one and one.score is not None else None,
            "signed": one.signed if one else None,
            "over": one.over if one else None,
            "amount": format_yi(one.amount_fen) if one and one.amount_fen is not None else None,
            "source": one.source if one else "",
        }
        for name, value in values.items():
            self.lines[name].setText("" if value is None else str(value))

    def write(self) -> None:
        """Write the line; what was known of that city and month is replaced."""
        try:
            set_standing(self._context.office, self._standing(), today=self._context.today())
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        told = f"{self.lines['city'].text()}{self.month.text()}已录入，可以撤销。"
        self._context.status.emit(told)
        self._context.data_changed.emit()

    def take_back(self) -> None:
        """Ask for the reason, and void the month of the city that was chosen, whatever was typed since."""
        if self._chosen is None:
            return
        month, city = self._chosen
        reason = ask_text(self, "作废全省排名", f"作废{city} {month} 的全省排名，理由：")
        if reason is None:
            return
        try:
            void_standing(self._context.office, month, city, reason)
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self._context.status.emit(f"{city} {month} 的全省排名已作废，可以撤销。")
        self._context.data_changed.emit()

    def _standing(self) -> Standing:
        text = {name: line.text().strip() for name, line in self.lines.items()}
        try:
            score = Decimal(text["score"]) if text["score"] else None
            rank, signed, over = (int(text[name]) if text[name] else None for name in ("rank", "signed", "over"))
            amount = read_money(text["amount"], YI) if text["amount"] else None
        except (InvalidOperation, ValueError):
            raise Refused("名次、签约项目、亿元以上要填整数，得分要填数；不知道的留空。") from None
        except Unreadable as error:
            raise Refused(f"签约额：{error.message}") from error
        if score is not None and not score.is_finite():
            raise Refused("得分要填数；不知道的留空。")
        return Standing(text["month"], text["city"], rank, score, signed, over, amount, text["source"])
