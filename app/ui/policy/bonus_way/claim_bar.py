"""The buttons of one claim: each is there where the claim's step allows it, and opens the form of that step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.rules.bonus_way import Step
from app.services.policy.bonus_worklist import ClaimLine
from app.ui.context import AppContext
from app.ui.policy.act_dialog import ActDialog
from app.ui.policy.bonus_way import claim_forms, forms
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button


class ClaimBar(QWidget):
    """Acts on the claim last given to `show_line`."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._line: ClaimLine | None = None
        self.dialog: ActDialog | None = None
        self.claim, self.check, self.approve = button("申请…"), button("审核并公示…"), button("批准…")
        self.pay, self.receipt = button("登记支付…"), button("登记签收…")
        self.void, self.notice = button("作废…"), button("兑现通知…")
        bar = FlowLayout(self, spacing=Space.SMALL)
        for one, act in (
            (self.claim, self._claim),
            (self.check, lambda: claim_forms.check_form(context, self, self._chosen(), context.today())),
            (self.approve, lambda: claim_forms.approve_form(context, self, self._chosen(), context.today())),
            (self.pay, lambda: claim_forms.pay_form(context, self, self._chosen(), context.today())),
            (self.receipt, lambda: claim_forms.receipt_form(context, self, self._chosen())),
            (self.void, lambda: claim_forms.void_form(context, self, self._chosen())),
        ):
            bar.addWidget(one)
            one.clicked.connect(self._opening(act))
        bar.addWidget(self.notice)
        self.notice.clicked.connect(self._offer_notices)
        self.show_line(None)

    def show_line(self, line: ClaimLine | None) -> None:
        """Offer what can be done with another claim."""
        self._line = line
        step = line.standing.step if line and self._context.writable else None
        parts = line.parts if line else ()
        unpaid = any(one.paid_on is None for one in parts)
        self.claim.setEnabled(step in (Step.OPEN, Step.BLOCKED))
        self.check.setEnabled(step is Step.CLAIMED)
        self.approve.setEnabled(step in (Step.NOTICE, Step.READY))
        self.pay.setEnabled(step is Step.APPROVED)
        self.receipt.setEnabled(step is not None and any(one.paid_on and not one.receipt for one in parts))
        self.void.setEnabled(step is not None and line is not None and line.claim_id is not None and unpaid)
        self.notice.setEnabled(line is not None and line.approved_on is not None)

    def show_notice(self, referral_id: int) -> None:
        """Open the letter that tells a referrer of the payment (兑现通知), to be printed."""
        line = self._line
        if line is None or line.claim_id is None:
            return
        from app.services.policy.papers.letters import bonus_paper
        from app.ui.papers.paper_window import show_paper

        office, number, today = self._context.office, line.claim_id, self._context.today()
        show_paper(
            self,
            self._context,
            lambda connection: bonus_paper(office, connection, number, referral_id, today=today),
        )

    def _offer_notices(self) -> None:
        """Open the letter of the only referrer, or ask whose."""
        parts = self._line.parts if self._line else ()
        if len(parts) == 1:
            self.show_notice(parts[0].referral_id)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in parts:
            menu.addAction(one.referrer, lambda key=one.referral_id: self.show_notice(key))
        menu.popup(self.notice.mapToGlobal(QPoint(0, self.notice.height())))

    def _claim(self) -> ActDialog:
        line = self._chosen()
        return forms.claim_form(
            self._context, self, line.project_id, line.project, (line.stage,), self._context.today()
        )

    def _chosen(self) -> ClaimLine:
        if self._line is None:
            raise RuntimeError("no claim is chosen")
        return self._line

    def _opening(self, make: Callable[[], ActDialog]) -> Callable[[], None]:
        def opening() -> None:
            self.dialog = make()
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.open()

        return opening
