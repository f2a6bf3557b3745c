"""The page 核对: what the measures give a project or an enterprise, clause by clause, and what is done about it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import OfficeError
from app.rules.facts import ENTERED
from app.rules.policy.conditions import State, Weighed
from app.rules.policy.matching import ClauseMatch
from app.rules.policy.referral import Passed
from app.services.papers.door import pass_texts
from app.services.papers.plain_text import plain_text
from app.services.policy.grants import Granted
from app.services.policy.matching import Answer, ProjectClause, answer_for
from app.services.policy.subjects import Subject
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.policy import match_acts
from app.ui.policy.act_dialog import ActDialog
from app.ui.policy.asking import AskingLine
from app.ui.policy.tables import policy_table
from app.ui.theme import Colour, Space, heading_font
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Section, Strip, button, label

_MARKS = {True: "符合", False: "不符合", None: "未登记"}
_INTRODUCTION = "输入一个项目或企业，逐条核对现行办法：适用、还差什么、为什么不适用。"
_YEARS_TALL, _GRANTS_TALL = 170, 130


class MatchingPage(QWidget):
    """Asks for a subject; on the left the clauses and what was granted, on the right all about the one chosen."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.answer: Answer | None = None
        self.dialog: ActDialog | None = None
        self._subject: Subject | None = None
        self.line = AskingLine(context, enterprises=True)
        self.told = Strip("info")
        self.head = label(_INTRODUCTION, "muted", wrap=True)
        self.paper, self.letter = button("告知书…", primary=True), button("复制告知书")
        self.clauses, self.clause_rows = policy_table(
            context,
            "policy-clauses",
            "条款核对结果",
            ("条款", "结论", "内容"),
            (92, 76, 240),
            empty="还没有核对。",
        )
        self.grants, self.grant_rows = policy_table(
            context,
            "policy-grants",
            "已兑现的扶持",
            ("条款", "版本", "文号", "兑现日期", "终止"),
            (84, 84, 122, 84, 66),
        )
        self.grants.setMaximumHeight(_GRANTS_TALL)
        self.grants_section = Section("已兑现（办法修订后照旧执行）")
        self.grants_section.body.addWidget(self.grants)
        self.conditions, self.condition_rows = policy_table(
            context,
            "policy-conditions",
            "条件",
            ("结果", "事实", "要求", "实际", "来源"),
            (72, 120, 180, 150, 220),
        )
        self.years, self.year_rows = policy_table(
            context,
            "policy-years",
            "分年安排",
            ("年度", "比例", "可享受税额（估算，不作承诺）"),
            (90, 80, 300),
            right=("比例",),
        )
        self.years.setMaximumHeight(_YEARS_TALL)
        self.title, self.details = label("", wrap=True), label("", wrap=True)
        self.title.setFont(heading_font())
        self.fact_button, self.grant_button = button("登记事实…"), button("兑现…")
        self.end_button, self.judge_button = button("终止…"), button("个别认定…")
        self.tie_button = button("论证关联…")
        self._lay_out()
        self._connect()
        self._clear()

    def focus_search(self) -> None:
        """Put the cursor into the name."""
        self.line.name.setFocus()
        self.line.name.selectAll()

    def show_clause(self, subject: Subject, clause: str, on: dt.date) -> None:
        """Match a subject as of a day and show the clause of that key."""
        self.line.set_question(subject.code or subject.name, on)
        self.show_subject(subject)
        for row, one in enumerate(self.answer.clauses if self.answer else ()):
            if one.match.clause.key == clause:
                self.clauses.select_row(row)

    def show_subject(self, subject: Subject) -> None:
        """Match a subject on the day chosen and show the answer; what fails is told in the line's strip."""
        try:
            answer = answer_for(self._context.connection, subject, self.line.on())
        except OfficeError as error:
            self._clear()
            self.line.strip.tell(error.message)
            return
        again = self._subject == subject
        row = max(self.clauses.currentIndex().row(), 0) if again else 0
        self.answer, self._subject = answer, subject
        states = [one.match.state for one in answer.clauses] + [one.state for one in answer.referral]
        entitled = sum(one.match.entitled for one in answer.clauses)
        entitled += sum(one.state is State.YES for one in answer.referral)
        could = states.count(State.COULD)
        version = f"{answer.measures.title}（{answer.measures.version} 起）"
        self.head.setText(f"{answer.subject.name}：按{version}，可享受 {entitled} 条，可争取 {could} 条。")
        self.told.tell("\n".join(answer.told))
        several = answer.subject.kind == "enterprise" and len(answer.subject.projects) > 1
        rows = [
            (
                one.match.clause.number,
                one.match.state.label,
                f"{one.match.clause.title}，{one.project}" if several else one.match.clause.title,
            )
            for one in answer.clauses
        ]
        rows += [("以商招商", one.state.label, f"引荐{one.project}") for one in answer.referral]
        muted = {row: Colour.MUTED for row, state in enumerate(states) if state is State.NO}
        self.clause_rows.set_rows(rows, muted)
        self.grant_rows.set_rows([_grant_row(one) for one in answer.grants])
        self.grants_section.setVisible(bool(answer.grants))
        for one in (self.paper, self.letter):
            one.setEnabled(True)
        if rows:
            self.clauses.select_row(min(row, len(rows) - 1))
        self._show_clause()

    def show_letter(self) -> None:
        """Open the decision letter as a paper, to be saved, printed or kept as a draft."""
        if (answer := self.answer) is None:
            return
        from app.services.policy.papers.letters import decision_paper
        from app.ui.papers.paper_window import show_paper

        office, today = self._context.office, self._context.today()
        show_paper(self, self._context, lambda connection: decision_paper(office, connection, answer, today=today))

    def copy_letter(self) -> None:
        """Put the decision letter on the clipboard, ready for a paper."""
        if self.answer is None:
            return
        from app.services.policy.papers.letters import decision_paper

        context = self._context
        with shown(self, "复制告知书"):
            content = decision_paper(context.office, context.connection, self.answer, today=context.today())
            text = plain_text(content)
            pass_texts(context.connection, content.scope, [("告知书", text)])
            QGuiApplication.clipboard().setText(text)
            self._context.status.emit("已复制告知书，可粘贴到公文里。")

    def record_fact(self, fact: str = "") -> None:
        """Open the form for a fact of the project whose clause is shown; the first one lacking is chosen."""
        if (found := self._clause()) is not None:
            lacking = fact or next(iter(_lacking(found.match)), "")
            form = match_acts.fact_form(self._context, self, found.project_id, found.project, self.line.on(), lacking)
            self._open(form)

    def grant(self) -> None:
        """Open the form that grants what is shown."""
        day = self.line.on()
        if (found := self._clause()) is not None:
            clause = found.match.clause
            about = f"{found.project}\n{clause.number}　{found.match.benefit}"
            self._open(match_acts.grant_form(self._context, self, found.project_id, about, day, clause.key))
        elif (passed := self._passed()) is not None and self._subject is not None:
            about = f"引荐{passed.project}，{passed.benefit}"
            form = match_acts.grant_referral_form(self._context, self, self._subject, passed.key, about, day)
            self._open(form)

    def end(self) -> None:
        """Open the form that ends a grant: the one chosen in the list, else the one of the clause shown."""
        running = self._running()
        if not running or self.answer is None:
            return
        row = self.grants.currentIndex().row()
        wanted = self.answer.grants[row].id if row >= 0 else self._granted_here()
        place = next((n for n, one in enumerate(running) if one.id == wanted), 0)
        self._open(match_acts.end_form(self._context, self, running, self._context.today(), place))

    def judge(self) -> None:
        """Open the form that judges whether the project is of a leading industry."""
        if (found := self._clause()) is not None:
            form = match_acts.judge_form(self._context, self, found.project_id, found.project, self.line.on())
            self._open(form)

    def justify(self) -> None:
        """Open the form that justifies the tie between the enterprise and the project it brought."""
        if (passed := self._passed()) is not None and self._subject is not None:
            form = match_acts.tie_form(self._context, self, self._subject, passed.key, passed.project, self.line.on())
            self._open(form)

    def _open(self, form: ActDialog) -> None:
        self.dialog = form
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _clause(self) -> ProjectClause | None:
        """Return the clause shown; None where it is a referral's line."""
        row = max(self.clauses.currentIndex().row(), 0)
        return self.answer.clauses[row] if self.answer and row < len(self.answer.clauses) else None

    def _passed(self) -> Passed | None:
        if self.answer is None:
            return None
        row = self.clauses.currentIndex().row() - len(self.answer.clauses)
        return self.answer.referral[row] if 0 <= row < len(self.answer.referral) else None

    def _running(self) -> list[Granted]:
        return [one for one in self.answer.grants if one.ended_on is None] if self.answer else []

    def _granted_here(self) -> int | None:
        found, passed = self._clause(), self._passed()
        for one in self._running():
            if found and (one.project_id, one.clause) == (found.project_id, found.match.clause.key):
                return one.id
            if passed and one.referred_project_id == passed.key:
                return one.id
        return None

    def _lay_out(self) -> None:
        acts = QWidget()
        line = FlowLayout(acts, spacing=Space.SMALL)
        for one in (self.fact_button, self.grant_button, self.end_button, self.judge_button, self.tie_button):
            line.addWidget(one)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(Space.SMALL, 0, 0, 0)
        beside.setSpacing(Space.SMALL)
        for widget, stretch in (
            (self.title, 0),
            (self.details, 0),
            (acts, 0),
            (self.conditions, 1),
            (self.years, 0),
        ):
            beside.addWidget(widget, stretch)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(self.clauses, 1)
        column.addWidget(self.grants_section)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([440, 820])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        below = QHBoxLayout()
        below.addWidget(self.paper)
        below.addWidget(self.letter)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        for widget in (self.line, self.line.strip, self.head, self.told):
            layout.addWidget(widget)
        layout.addWidget(splitter, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.line.asked.connect(self.show_subject)
        self.line.missed.connect(self._clear)
        self.paper.clicked.connect(self.show_letter)
        self.letter.clicked.connect(self.copy_letter)
        self.fact_button.clicked.connect(lambda _on: self.record_fact())
        self.grant_button.clicked.connect(self.grant)
        self.end_button.clicked.connect(self.end)
        self.judge_button.clicked.connect(self.judge)
        self.tie_button.clicked.connect(self.justify)
        self.clauses.selectionModel().currentRowChanged.connect(lambda *_: self._show_clause())
        self.conditions.activated.connect(self._condition_opened)
        self._context.data_changed.connect(self._again)
        self._context.office_opened.connect(self._clear)

    def _condition_opened(self, index: QModelIndex) -> None:
        fact = self.condition_rows.index(index.row(), 1).data()
        if fact in ENTERED:
            self.record_fact(fact)

    def _show_clause(self) -> None:
        found, passed = self._clause(), self._passed()
        writable = self._context.writable
        lacking = _lacking(found.match) if found else []
        self.fact_button.setText(f"登记{lacking[0]}…" if lacking else "登记事实…")
        self.fact_button.setEnabled(writable and found is not None)
        self.judge_button.setEnabled(writable and found is not None)
        self.tie_button.setVisible(passed is not None)
        self.tie_button.setEnabled(writable)
        self.end_button.setEnabled(writable and bool(self._running()))
        granted = self._granted_here() is not None
        may = found.match.entitled if found else passed is not None and passed.state is State.YES
        self.grant_button.setEnabled(writable and may and not granted)
        if found is not None and self.answer is not None:
            project = f"（{found.project}）" if self.answer.subject.kind == "enterprise" else ""
            self.title.setText(f"{found.match.clause.number}　{found.match.clause.title}{project}")
            self._show(self.details, _details(found.match), found.match.conditions)
            self._show_years(found.match)
        elif passed is not None:
            self.title.setText(f"以商招商　{passed.project}")
            self._show(self.details, _passed_lines(passed), passed.conditions)
            self.year_rows.set_rows([(f"{one.year}年", f"{one.rate}%", "未登记预计税额") for one in passed.schedule])
            self.years.setVisible(bool(passed.schedule))

    def _show(self, details: QLabel, lines: list[str], conditions: tuple[Weighed, ...]) -> None:
        details.setText("\n".join(line for line in lines if line))
        rows = [(_MARKS[line.ok], line.fact, line.required, line.actual, line.source) for line in conditions]
        red = {row: Colour.RED for row, line in enumerate(conditions) if line.ok is False}
        self.condition_rows.set_rows(rows, red)

    def _show_years(self, found: ClauseMatch) -> None:
        """Lay the schedule out by calendar year; without figures of tax it says where to record them."""
        ranges = found.estimate.years if found.estimate else ()
        words = [match_acts.estimate_words(*one) for one in ranges] or ["未登记预计年留成税额"] * len(found.schedule)
        self.year_rows.set_rows(
            [(f"{one.year}年", f"{one.rate}%", text) for one, text in zip(found.schedule, words, strict=True)]
        )
        self.years.setVisible(bool(found.schedule))

    def _again(self) -> None:
        if self._subject is not None and self._context.has_office:
            self.show_subject(self._subject)

    def _clear(self) -> None:
        self.answer = self._subject = None
        self.head.setText(_INTRODUCTION)
        self.fact_button.setText("登记事实…")
        for rows in (self.clause_rows, self.condition_rows, self.grant_rows, self.year_rows):
            rows.set_rows([])
        for emptied in (self.title, self.details):
            emptied.clear()
        for strip in (self.told, self.line.strip):
            strip.tell("")
        self.grants_section.hide()
        self.years.hide()
        self.tie_button.hide()
        acts = (self.fact_button, self.grant_button, self.end_button, self.judge_button)
        for one in (self.paper, self.letter, *acts):
            one.setEnabled(False)


def _grant_row(one: Granted) -> tuple[str, ...]:
    ended = f"{one.ended_on}：{one.end_reason}" if one.ended_on else "执行中"
    return one.number, one.policy, one.paper, str(one.granted_on), ended


def _lacking(found: ClauseMatch) -> list[str]:
    """Return the facts to be entered by hand that a clause still lacks or falls short of."""
    return [line.fact for line in found.conditions if line.fact in ENTERED and not line.ok]


def _details(found: ClauseMatch) -> list[str]:
    basis = found.first.basis if found.first else ""
    return [
        f"{found.state.label}　{found.benefit}",
        f"起算：{basis}" if basis else "",
        f"还差：{'；'.join(found.missing)}" if found.missing else "",
        found.estimate.text if found.estimate else "",
        found.note,
        f"已兑现：{found.granted_by}" if found.granted_by else "",
    ]


def _passed_lines(one: Passed) -> list[str]:
    return [f"{one.state.label}　{one.benefit}", one.note]
