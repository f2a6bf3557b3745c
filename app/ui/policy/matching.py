"""The page 核对: what the measures give a project or an enterprise, clause by clause, with each condition."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.policy.conditions import State, Weighed
from app.rules.policy.matching import ClauseMatch
from app.rules.policy.referral import Passed
from app.services.matching import Answer, answer_for, decision_letter
from app.services.subjects import Subject
from app.ui.context import AppContext
from app.ui.policy.asking import AskingLine
from app.ui.theme import Colour, Space, heading_font
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_MARKS = {True: "符合", False: "不符合", None: "未登记"}


class MatchingPage(QWidget):
    """Asks for a subject; on the left the clauses with their answers, on the right the conditions of the one chosen."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.answer: Answer | None = None
        self._subject: Subject | None = None
        self.line = AskingLine(context, enterprises=True)
        self.told = Strip("info")
        self.head = label("输入一个项目或企业，逐条核对现行办法：适用、还差什么、为什么不适用。", "muted", wrap=True)
        self.letter = button("复制告知书")
        self.letter.setEnabled(False)
        self.clauses = TableView(units=context.named_units, settings=context.settings, key="policy-clauses")
        self.clause_rows = RowsModel(("条款", "结论", "内容"))
        self.clauses.setModel(self.clause_rows)
        self.clauses.empty_text = "还没有核对。"
        self.clauses.set_widths(92, 76, 240)
        self.clauses.horizontalHeader().setStretchLastSection(True)
        self.conditions = TableView(units=context.named_units, settings=context.settings, key="policy-conditions")
        self.condition_rows = RowsModel(("结果", "事实", "要求", "实际", "来源"))
        self.conditions.setModel(self.condition_rows)
        self.conditions.set_widths(72, 130, 190, 180, 240)
        self.conditions.horizontalHeader().setStretchLastSection(True)
        self.title = label("", wrap=True)
        self.title.setFont(heading_font())
        self.details = label("", wrap=True)
        self._lay_out()
        self.line.asked.connect(self.show_subject)
        self.letter.clicked.connect(self.copy_letter)
        self.clauses.selectionModel().currentRowChanged.connect(lambda *_: self._show_clause())
        context.data_changed.connect(self._again)
        context.office_opened.connect(self._clear)

    def focus_search(self) -> None:
        """Put the cursor into the name."""
        self.line.name.setFocus()
        self.line.name.selectAll()

    def show_subject(self, subject: Subject) -> None:
        """Match a subject on the day chosen and show the answer; what fails is told in the line's strip."""
        try:
            self.answer = answer_for(self._context.connection, subject, self.line.on())
        except OfficeError as error:
            self.line.strip.tell(error.message)
            return
        self._subject = subject
        answer = self.answer
        states = [one.match.state for one in answer.clauses] + [one.state for one in answer.referral]
        entitled = sum(one.match.entitled for one in answer.clauses)
        entitled += sum(one.state is State.YES for one in answer.referral)
        could = states.count(State.COULD)
        version = f"{answer.measures.title}（{answer.measures.version} 起）"
        self.head.setText(f"{answer.subject.name}：按{version}，可享受 {entitled} 条，可争取 {could} 条。")
        self.told.tell("\n".join(answer.told))
        rows = [(one.match.clause.number, one.match.state.label, one.match.clause.title) for one in answer.clauses]
        rows += [("以商招商", one.state.label, f"引荐{one.project}") for one in answer.referral]
        muted = {row: Colour.MUTED for row, state in enumerate(states) if state is State.NO}
        self.clause_rows.set_rows(rows, muted)
        self.letter.setEnabled(True)
        if rows:
            self.clauses.select_row(0)
        self._show_clause()

    def copy_letter(self) -> None:
        """Put the decision letter on the clipboard, ready for a paper."""
        if self.answer is not None:
            QGuiApplication.clipboard().setText("\n".join(decision_letter(self.answer)) + "\n")
            self._context.status.emit("已复制告知书，可粘贴到公文里。")

    def _lay_out(self) -> None:
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(Space.SMALL, 0, 0, 0)
        beside.setSpacing(Space.SMALL)
        for widget, stretch in ((self.title, 0), (self.details, 0), (self.conditions, 1)):
            beside.addWidget(widget, stretch)
        splitter = QSplitter()
        splitter.addWidget(self.clauses)
        splitter.addWidget(right)
        splitter.setSizes([440, 820])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.line)
        layout.addWidget(self.line.strip)
        layout.addWidget(self.head)
        layout.addWidget(self.told)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_clause(self) -> None:
        if self.answer is None:
            return
        row = max(self.clauses.currentIndex().row(), 0)
        own = len(self.answer.clauses)
        if row < own:
            found = self.answer.clauses[row]
            project = f"（{found.project}）" if self.answer.subject.kind == "enterprise" else ""
            self.title.setText(f"{found.match.clause.number}　{found.match.clause.title}{project}")
            self._show(self.details, _details(found.match), found.match.conditions)
        elif row - own < len(self.answer.referral):
            passed = self.answer.referral[row - own]
            self.title.setText(f"以商招商　{passed.project}")
            self._show(self.details, _passed(passed), passed.conditions)

    def _show(self, details: QLabel, lines: list[str], conditions: tuple[Weighed, ...]) -> None:
        details.setText("\n".join(line for line in lines if line))
        rows = [(_MARKS[line.ok], line.fact, line.required, line.actual, line.source) for line in conditions]
        red = {row: Colour.RED for row, line in enumerate(conditions) if line.ok is False}
        self.condition_rows.set_rows(rows, red)

    def _again(self) -> None:
        if self._subject is not None and self._context.has_office:
            self.show_subject(self._subject)

    def _clear(self) -> None:
        self.answer = self._subject = None
        self.clause_rows.set_rows([])
        self.condition_rows.set_rows([])
        for shown in (self.title, self.details, self.told, self.line.strip):
            shown.clear()
        self.told.tell("")
        self.line.strip.tell("")
        self.letter.setEnabled(False)


def _details(found: ClauseMatch) -> list[str]:
    years = "、".join(f"{one.year}年{one.rate}%" for one in found.schedule)
    basis = found.first.basis if found.first else ""
    return [
        f"{found.state.label}　{found.benefit}",
        f"分年：{years}（{basis}）" if years else "",
        f"还差：{'；'.join(found.missing)}" if found.missing else "",
        found.estimate.text if found.estimate else "",
        found.note,
        f"已兑现：{found.granted_by}" if found.granted_by else "",
    ]


def _passed(one: Passed) -> list[str]:
    years = "、".join(f"{year.year}年{year.rate}%" for year in one.schedule)
    return [f"{one.state.label}　{one.benefit}", f"分年：{years}" if years else "", one.note]
