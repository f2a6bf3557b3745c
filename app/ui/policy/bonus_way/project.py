"""按项目: the bonus of one project with its working, stage by stage and referrer by referrer, and every step of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.rules.bonus import Part
from app.rules.errors import OfficeError
from app.rules.money import in_words
from app.services.policy.bonus_worklist import ClaimLine, claims, to_claim
from app.services.policy.bonuses import Bonus, bonus_of
from app.services.policy.subjects import Subject, project_subject
from app.ui.context import AppContext
from app.ui.policy.act_dialog import ActDialog
from app.ui.policy.asking import AskingLine
from app.ui.policy.bonus_way import forms
from app.ui.policy.bonus_way.claim_bar import ClaimBar
from app.ui.policy.bonus_way.worklist import history
from app.ui.policy.tables import policy_table
from app.ui.theme import Space
from app.ui.widgets.layout import Section, Strip, button, label

_INTRODUCTION = "输入一个项目，看引荐奖金的总额、各阶段应付和各人份额。"


class ProjectBonusView(QWidget):
    """Asks for a project; shows the total with its working, the five parts, the shares and the hindrances."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.bonus: Bonus | None = None
        self.dialog: ActDialog | None = None
        self._subject: Subject | None = None
        self._lines: list[ClaimLine | None] = []
        self.line = AskingLine(context, enterprises=False)
        self.head = label(_INTRODUCTION, "muted", wrap=True)
        self.hindrances = Strip("warning")
        self.stages, self.stage_rows = policy_table(
            context,
            "bonus-stages",
            "分期兑现",
            ("阶段", "比例", "认定日期", "应付", "已付", "状态", "下一步"),
            (70, 70, 110, 120, 120, 90, 420),
            right=("比例", "应付", "已付"),
            empty="还没有选项目。",
        )
        self.shares, self.share_rows = policy_table(
            context,
            "bonus-shares",
            "分配",
            ("引荐人", "份额", "登记日期", "应付", "已付", "身份", "身份证号", "依据", "说明"),
            (90, 130, 100, 100, 100, 90, 160, 140, 300),
            right=("份额", "应付", "已付"),
            empty="没有登记引荐人。",
        )
        self.told = label("", wrap=True)
        self.bar = ClaimBar(context)
        self.register, self.agree, self.waive = button("登记引荐人…"), button("商定比例…"), button("复核身份…")
        self._lay_out()
        self.line.asked.connect(self.show_subject)
        self.line.missed.connect(self._clear)
        self.register.clicked.connect(self.register_referrer)
        self.agree.clicked.connect(self.agree_shares)
        self.waive.clicked.connect(self.waive_identity)
        self.stages.selectionModel().currentRowChanged.connect(lambda *_: self._show_stage())
        context.data_changed.connect(self._again)
        context.office_opened.connect(self._clear)
        self._clear()

    def focus_search(self) -> None:
        """Put the cursor into the name."""
        self.line.name.setFocus()
        self.line.name.selectAll()

    def show_project(self, project_id: int) -> None:
        """Show the bonus of a project as of today."""
        subject = project_subject(self._context.connection, project_id)
        self.line.set_question(subject.code or subject.name, self._context.today())
        self.show_subject(subject)

    def show_subject(self, subject: Subject) -> None:
        """Show the bonus of a project on the day chosen; what fails is told in the line's strip."""
        on = self.line.on()
        try:
            found = bonus_of(self._context.connection, subject, on)
        except OfficeError as error:
            self._clear()
            self.line.strip.tell(error.message)
            return
        row = max(self.stages.currentIndex().row(), 0) if subject == self._subject else 0
        self.bonus, self._subject = found, subject
        made = claims(self._context.connection, on, subject.id, bonuses={subject.id: found})
        lines = [*made, *to_claim(found)]
        book = found.ledger
        rows = [
            (part, line)
            for part in book.parts
            for line in ([one for one in lines if one.stage is part.stage] or [None])
        ]
        self._lines = [line for _, line in rows]
        self.head.setText(
            f"{subject.name}：按{found.version}版{found.clause.number}，认定投资额{in_words(book.recognised)}；"
            f"奖金 {found.working}；应付{in_words(book.entitled)}，已付{in_words(book.paid)}。"
        )
        self.hindrances.tell("；".join((*found.hindrances, *found.notes)))
        self.stage_rows.set_rows([_stage_row(part, line) for part, line in rows])
        self.share_rows.set_rows(
            [
                (
                    one.name,
                    f"{one.percent:g}%" if one.agreed else f"{one.percent:g}%（未商定）",
                    str(one.registered_on or "未登记"),
                    in_words(one.due),
                    in_words(one.paid),
                    one.identity,
                    one.id_masked,
                    one.paper,
                    "；".join(
                        (
                            *((f"多付{in_words(one.over)}，应追回",) if one.over else ()),
                            *(one.hindrances or ((f"已复核（{one.waived}）",) if one.waived else ())),
                        )
                    ),
                )
                for one in found.referrers
            ]
        )
        writable = self._context.writable
        self.register.setEnabled(writable)
        self.agree.setEnabled(writable and len(found.referrers) > 0)
        self.waive.setEnabled(writable and len(found.referrers) > 0)
        self.stages.select_row(row)
        self._show_stage()

    def register_referrer(self) -> None:
        """Open the form for a referrer."""
        if (one := self._subject) is not None:
            self._open(forms.register_form(self._context, self, one.id, one.name, self._context.today()))

    def agree_shares(self) -> None:
        """Open the form for the shares."""
        if self.bonus is not None:
            self._open(forms.shares_form(self._context, self, self.bonus))

    def waive_identity(self) -> None:
        """Open the form by which a doubtful identity is let pass."""
        if self.bonus is not None:
            doubtful = [one for one in self.bonus.referrers if one.hindrances] or list(self.bonus.referrers)
            self._open(forms.waive_form(self._context, self, doubtful, self._context.today()))

    def _show_stage(self) -> None:
        row = self.stages.currentIndex().row()
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        self.bar.show_line(line)
        self.told.setText(history(line) if line else "")

    def _open(self, form: ActDialog) -> None:
        self.dialog = form
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _again(self) -> None:
        if self._subject is not None and self._context.has_office:
            self.show_subject(self._subject)

    def _clear(self) -> None:
        self.bonus = self._subject = None
        self._lines = []
        self.head.setText(_INTRODUCTION)
        self.stage_rows.set_rows([])
        self.share_rows.set_rows([])
        self.hindrances.tell("")
        self.line.strip.tell("")
        self.told.setText("")
        self.bar.show_line(None)
        for one in (self.register, self.agree, self.waive):
            one.setEnabled(False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        for widget in (self.line, self.line.strip, self.head, self.hindrances):
            layout.addWidget(widget)
        stages, shares = Section("分期兑现"), Section("分配")
        stages.body.addWidget(self.stages, 1)
        stages.body.addWidget(self.told)
        stages.body.addWidget(self.bar)
        acts = QHBoxLayout()
        for one in (self.register, self.agree, self.waive):
            acts.addWidget(one)
        acts.addStretch(1)
        shares.body.addWidget(self.shares, 1)
        shares.body.addLayout(acts)
        layout.addWidget(stages, 4)
        layout.addWidget(shares, 3)


def _stage_row(part: Part, line: ClaimLine | None) -> tuple[str, ...]:
    """Return the row of a stage, or of the supplement that it gained after its claim."""
    if line is not None and line.supplement:
        paid = sum(one.amount for one in line.parts if one.paid_on)
        sums = ("", str(part.verified_on or "未认定"), in_words(line.amount), in_words(paid))
        return (line.title, *sums, str(line.standing.step), line.standing.next)
    due, paid = part.due, part.paid
    if line is not None and line.claim_id is not None:
        due, paid = min(part.due, line.amount), sum(one.amount for one in line.parts if one.paid_on)
    standing = (str(line.standing.step), line.standing.next) if line else ("", "")
    day = str(part.verified_on or "未认定")
    return (part.stage.label, f"{part.percent}%", day, in_words(due), in_words(paid), *standing)
