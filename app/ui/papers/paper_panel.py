"""One paper of the register: what can be done to it now, the steps of its way, its dispatch list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QTabWidget, QVBoxLayout, QWidget

from app.rules.papers import Act, Status
from app.services.office.offices import Office
from app.services.papers import way
from app.services.papers.register import PaperView
from app.ui.context import AppContext
from app.ui.papers.dispatch_panel import DispatchPanel
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_BUTTONS = {
    Act.REVIEW: ("核稿通过", "稿子看过，同意送签"),
    Act.SEND_BACK: ("退回修改", "回到拟稿，须写意见"),
    Act.SIGN: ("签发", "编号、定成文日期，正文和版式从此冻结"),
    Act.ISSUE: ("印发", "发给收文单位，答复期限从今天起算"),
    Act.CLOSE: ("办结", "答复都到了，或写明不再等的原因"),
    Act.WITHDRAW: ("作废", "须写意见；已编的文号不再使用"),
}


class PaperPanel(QWidget):
    """Shows a `PaperView` and takes it on."""

    edit_asked = Signal(int)
    """The user wants to change the text of this paper."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.view: PaperView | None = None
        self.head = label("", wrap=True)
        self.comment, self.by = QLineEdit(), QLineEdit()
        self.comment.setPlaceholderText("意见或原因")
        self.comment.setAccessibleName("意见")
        self.by.setPlaceholderText("办理人")
        self.by.setToolTip("不写则为本机用户")
        self.by.setAccessibleName("办理人")
        self.by.setMaximumWidth(120)
        self.buttons = {act: button(text, primary=act is Act.SIGN) for act, (text, _) in _BUTTONS.items()}
        self.edit = button("改稿…")
        for act, (_, tip) in _BUTTONS.items():
            self.buttons[act].setToolTip(tip)
            self.buttons[act].clicked.connect(lambda _=False, act=act: self.do(act))
        self.edit.clicked.connect(lambda: self.view and self.edit_asked.emit(self.view.row.id))
        self.steps = RowsModel(("时间", "办理人", "办理", "意见"))
        self.dispatch = DispatchPanel(context)
        self._lay_out()
        self.show_view(None)

    def show_view(self, view: PaperView | None) -> None:
        """Show another paper; the panel makes room for the list where there is none."""
        self.view = view
        self.setVisible(view is not None)
        self.dispatch.show_view(view)
        if view is None:
            self.steps.set_rows([])
            return
        row = view.row
        frozen = f"　正文校验 {view.text_sha256[:12]}" if view.text_sha256 else ""
        self.head.setText(f"{row.status}　{row.number or '未编号'}《{row.title}》　印发范围：{row.audience}{frozen}")
        for act, widget in self.buttons.items():
            widget.setVisible(act in row.acts)
        self.edit.setVisible(row.status is Status.DRAFT and view.content is not None)
        self.steps.set_rows([(f"{one.at:%Y-%m-%d %H:%M}", one.who, one.act, one.comment) for one in view.steps])

    def do(self, act: Act) -> None:
        """Take the paper on by one act, with the comment typed."""
        if self.view is None:
            return
        row, office, today = self.view.row, self._context.office, self._context.today()
        work = _work(office, row.id, row.version, act, self.comment.text(), self.by.text().strip(), today)

        def done(told: object) -> None:
            self.comment.clear()
            self._context.status.emit(f"《{row.title}》已{act}{f'，{told}' if told else ''}。")
            self._context.data_changed.emit()

        run_task(self, str(act), lambda _progress, _cancelled: work(), done)

    def _lay_out(self) -> None:
        bar = FlowLayout(spacing=Space.SMALL)
        self.comment.setMinimumWidth(180)
        for widget in (self.comment, self.by, *self.buttons.values(), self.edit):
            bar.addWidget(widget)
        steps = TableView(units=self._context.named_units)
        steps.setModel(self.steps)
        steps.set_widths(130, 100, 60, 300)
        steps.setAccessibleName("办理过程")
        self.pages = QTabWidget()
        self.pages.addTab(self.dispatch, "发文清单")
        self.pages.addTab(steps, "办理过程")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.SMALL, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.head)
        layout.addLayout(bar)
        layout.addWidget(self.pages, 1)


def _work(
    office: Office, paper_id: int, version: int, act: Act, comment: str, by: str, today: dt.date
) -> Callable[[], object]:
    """Return what `act` does."""
    return {
        Act.REVIEW: lambda: way.review(office, paper_id, version, comment, by),
        Act.SEND_BACK: lambda: way.send_back(office, paper_id, version, comment, by),
        Act.SIGN: lambda: way.sign(office, paper_id, version, today=today, comment=comment, by=by),
        Act.ISSUE: lambda: way.issue(office, paper_id, version, today=today, comment=comment, by=by),
        Act.CLOSE: lambda: way.close(office, paper_id, version, comment, by),
        Act.WITHDRAW: lambda: way.withdraw(office, paper_id, version, comment, by),
    }[act]
