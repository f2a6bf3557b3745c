"""到位资金: money that arrived, with its running total; entering and voiding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.money import format_wan, in_words
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.theme import Space
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import DayEdit, MoneyEdit
from app.ui.widgets.layout import Card, Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.services.dossiers.dossier_view import Dossier

ORIGINS = ("省外", "市外", "本地")
_HEADINGS = ("到位时间", "金额(万元)", "累计(万元)", "性质", "来源", "凭证")


class FundsPanel(Panel):
    """The table of arrivals, and above it the card to enter one."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.total = label()
        self.add_button = button("登记到位资金", primary=True)
        self.void_button = button("作废…")
        self.model = RowsModel(_HEADINGS, right=("金额(万元)", "累计(万元)"), parent=self)
        self.table = TableView(units=context.named_units, settings=context.settings, key="funds")
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.set_widths(92, 104, 104, 76, 64, 140)
        self.table.empty_text = "还没有到位资金。"
        self.table.setMinimumHeight(150)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.card = self._make_card()
        self.card.hide()
        self.add_button.clicked.connect(self._begin)
        self.void_button.clicked.connect(self._void)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addWidget(self.void_button)
        line.addStretch(1)
        self.body.addWidget(self.total)
        self.body.addLayout(line)
        self.body.addWidget(self.card)
        self.body.addWidget(self.table, 1)

    def refresh(self) -> None:
        if self.dossier is None:
            return
        rows, total = [], 0
        for line in self.dossier.funds:
            total += line.amount_fen
            amount, so_far = format_wan(line.amount_fen, 6), format_wan(total, 6)
            rows.append((line.day.isoformat(), amount, so_far, line.kind, line.origin, line.voucher))
        self.model.set_rows(rows)
        told = f"累计到位 {in_words(total)}"
        if total and self.dossier.investment_fen:
            told += f"，占总投资的 {total / self.dossier.investment_fen:.1%}"
        self.total.setText(told)
        self._tell()

    def show_dossier(self, dossier: Dossier) -> None:
        if self.dossier is None or dossier.id != self.dossier.id:
            self.card.hide()
        super().show_dossier(dossier)

    def save(self) -> None:
        """Keep the arrival that was typed; say why where it is refused."""
        from app.services.dossiers.keeping import add_funds

        if self.dossier is None:
            return
        try:
            day, amount = self.day.day(), self.amount.fen()
            if day is None or amount is None:
                raise Refused("请填写到位时间和金额。")
            origin, voucher = self.origin.currentText(), self.voucher.text()
            add_funds(self.context.office, self.dossier.id, day, amount, origin=origin, voucher=voucher)
        except OfficeError as error:
            self.trouble.tell(error.message)
            return
        self.card.hide()
        self.context.data_changed.emit()
        self.context.status.emit(f"已登记到位资金 {in_words(amount)}（Ctrl+Z 可撤销）")

    def _make_card(self) -> Card:
        card = Card()
        self.day = DayEdit(self.context.today())
        self.amount = MoneyEdit()
        self.origin = QComboBox()
        self.origin.addItems(["", *ORIGINS])
        self.voucher = QLineEdit(placeholderText="银行回单、验资报告等的名称或编号")
        self.trouble = Strip("error")
        form = QFormLayout()
        form.setVerticalSpacing(Space.SMALL)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for title, widget in (
            ("到位时间", self.day),
            ("金额（万元）", self.amount),
            ("资金来源", self.origin),
            ("凭证", self.voucher),
        ):
            form.addRow(title, widget)
        save, cancel = button("保存", primary=True), button("取消")
        save.clicked.connect(self.save)
        cancel.clicked.connect(card.hide)
        line = QHBoxLayout()
        line.addWidget(save)
        line.addWidget(cancel)
        line.addStretch(1)
        card.body.addLayout(form)
        card.body.addWidget(self.trouble)
        card.body.addLayout(line)
        return card

    def _begin(self) -> None:
        self.day.set_day(self.context.today())
        self.amount.clear()
        self.voucher.clear()
        self.trouble.tell("")
        self.card.show()
        self.amount.setFocus()

    def _void(self) -> None:
        from app.services.dossiers.keeping import void_funds

        rows = self.table.selected_rows()
        if self.dossier is None or not rows:
            return
        line = self.dossier.funds[rows[0]]
        told = f"{line.day} 到位的 {in_words(line.amount_fen)} 将不再计入，历史仍可查。\n请写明作废原因："
        reason = ask_text(self, "作废到位资金", told)
        if reason is not None:
            self.attempt(
                "作废到位资金",
                lambda: void_funds(self.context.office, line.id, line.version, reason),
                f"已作废到位资金 {in_words(line.amount_fen)}（Ctrl+Z 可撤销）",
            )

    def _tell(self) -> None:
        self.add_button.setEnabled(self.may_change)
        self.void_button.setEnabled(self.may_change and bool(self.table.selected_rows()))
