"""清单: what is to be paid and was paid of approved claims, and what is to be recovered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from app.rules.money import in_words
from app.services.policy.bonus_lists import (
    Payment,
    Recovery,
    recoveries,
    write_payments,
    write_recoveries,
)
from app.services.policy.bonus_worklist import payment_list
from app.ui.context import AppContext
from app.ui.policy.tables import policy_table
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.layout import Section, button, label

_TITLE, _BACK = "招商引资引荐奖金支付清单", "招商引资引荐奖金追回清单"


class ListsView(QWidget):
    """The payment list and the recovery list, to be exported and printed; identity numbers are in neither."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._found: list[Payment] = []
        self._back: list[Recovery] = []
        self._stale = True
        self.unpaid = QCheckBox("只看待付")
        self.export_button, self.print_button = button("导出…"), button("打印…")
        self.told = label("", "muted", wrap=True)
        self.payments, self.payment_rows = policy_table(
            context,
            "bonus-payments",
            "支付清单",
            ("编号", "项目", "引荐人", "阶段", "比例", "应付", "代扣税", "实付", "支付日期", "签收"),
            (110, 230, 90, 60, 70, 110, 100, 110, 100, 120),
            right=("比例", "应付", "代扣税", "实付"),
            empty="没有已批准的奖金。",
        )
        self.export_recoveries_button, self.recover_button = button("导出…"), button("打印…")
        self.recoveries, self.recovery_rows = policy_table(
            context,
            "bonus-recoveries",
            "追回清单",
            ("编号", "项目", "引荐人", "已付", "应付", "应追回", "终止日期", "原因"),
            (110, 220, 80, 100, 100, 100, 100, 420),
            right=("已付", "应付", "应追回"),
            empty="没有要追回的奖金：没有项目终止，也没有多付。",
        )
        paid, back = Section("支付清单"), Section("追回清单（项目终止、认定减少后多付的）")
        for one in (self.unpaid, self.export_button, self.print_button):
            paid.add_action(one)
        for one in (self.export_recoveries_button, self.recover_button):
            back.add_action(one)
        paid.body.addWidget(self.told)
        paid.body.addWidget(self.payments, 1)
        back.body.addWidget(self.recoveries, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(paid, 3)
        layout.addWidget(back, 2)
        self.unpaid.toggled.connect(lambda _on: self.refresh())
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.show_payments)
        self.export_recoveries_button.clicked.connect(self.export_recoveries)
        self.recover_button.clicked.connect(self.show_recoveries)
        context.data_changed.connect(self._outdated)
        context.office_opened.connect(self._outdated)

    def refresh(self) -> None:
        """Read both lists again."""
        if not self._context.has_office:
            return
        self._stale = False
        connection, today = self._context.connection, self._context.today()
        self._found = payment_list(connection, today, unpaid_only=self.unpaid.isChecked())
        self.payment_rows.set_rows([_row(one) for one in self._found])
        total = sum(one.amount for one in self._found)
        paid = sum(one.amount for one in self._found if one.paid_on)
        held = sum(bool(one.held) for one in self._found)
        self.told.setText(
            f"{len(self._found)} 笔，合计{in_words(total)}；已付{in_words(paid)}，待付{in_words(total - paid)}。"
            + (f"其中 {held} 笔已不能按原批准支付（认定投资额变了或项目终止），不计入待付。" if held else "")
        )
        self._back = back = recoveries(connection, today)
        self.recovery_rows.set_rows(
            [
                (
                    one.code,
                    one.project,
                    one.referrer,
                    in_words(one.paid),
                    in_words(one.due),
                    in_words(one.back),
                    str(one.terminated_on or "未终止"),
                    one.reason,
                )
                for one in back
            ]
        )
        for one in (self.export_button, self.print_button):
            one.setEnabled(bool(self._found))
        for one in (self.export_recoveries_button, self.recover_button):
            one.setEnabled(bool(back))

    def export(self) -> None:
        """Write the payments shown as .xlsx."""
        found, units = list(self._found), self._context.named_units()
        self._export("支付清单", _TITLE, lambda path: write_payments(path, found, _TITLE, units=units), len(found))

    def export_recoveries(self) -> None:
        """Write what is to be recovered as .xlsx."""
        found, units = list(self._back), self._context.named_units()
        self._export("追回清单", _BACK, lambda path: write_recoveries(path, found, _BACK, units=units), len(found))

    def _export(self, what: str, title: str, write: Callable[[Path], None], count: int) -> None:
        kinds = "Excel 工作簿 (*.xlsx)"
        name, _ = QFileDialog.getSaveFileName(self, f"导出{what}", f"{title}{self._context.today()}.xlsx", kinds)
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name).with_suffix(".xlsx")
        run_task(
            self,
            f"导出{what}",
            lambda _progress, _cancelled: write(path),
            lambda _none: self._context.status.emit(f"已导出 {count} 笔：{path}"),
        )

    def show_payments(self) -> None:
        """Open the payment list as a paper."""
        from app.services.policy.papers.payments import payments_paper
        from app.ui.papers.paper_window import show_paper

        found, today = list(self._found), self._context.today()
        show_paper(self, self._context, lambda connection: payments_paper(connection, found, today=today))

    def show_recoveries(self) -> None:
        """Open the recovery list as a paper."""
        from app.services.policy.papers.payments import recoveries_paper
        from app.ui.papers.paper_window import show_paper

        today = self._context.today()
        show_paper(self, self._context, lambda connection: recoveries_paper(connection, today, today=today))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _outdated(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


def _row(one: Payment) -> tuple[str, ...]:
    return (
        one.code,
        one.project,
        one.referrer,
        one.stage.label,
        f"{one.share / 100:g}%",
        in_words(one.amount),
        in_words(one.tax) if one.paid_on else "",
        in_words(one.amount - one.tax) if one.paid_on else "",
        one.state,
        one.receipt or ("未签收" if one.paid_on else ""),
    )
