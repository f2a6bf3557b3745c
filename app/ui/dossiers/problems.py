"""问题: what holds the project up, who solves it, by when, and how it was solved."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.rules.errors import Refused
from app.services.dossiers.problems import (
    ProblemDraft,
    ProblemLine,
    problems_of,
    save_problem,
    solve_problem,
    void_problem,
)
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.record_table import Field, RecordTable, Shown, Values
from app.ui.widgets.asking import ask_text
from app.ui.widgets.edits import DayEdit


class ProblemsPanel(Panel):
    """Open problems first; those past their day stand out."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        today = context.today
        shown = Shown[ProblemLine](
            (("问题", 220), ("解决人", 90), ("时限", 92), ("办结", 92), ("解决办法", 180), ("提出", 92)),
            lambda line: (
                line.what,
                line.solver,
                line.due.isoformat() if line.due else "",
                line.solved_on.isoformat() if line.solved_on else "",
                line.solution,
                line.raised_on.isoformat(),
            ),
            "没有登记过问题。",
            lambda line: line.solved_on is None and line.due is not None and line.due < today(),
        )
        fields = (
            Field("what", "问题", QPlainTextEdit()),
            Field("solver", "由谁解决", QLineEdit(placeholderText="单位或人")),
            Field("raised_on", "提出时间", DayEdit(today())),
            Field("due", "解决时限", DayEdit(today())),
        )
        self.table = RecordTable[ProblemLine](self, "problems", "问题", shown, fields)
        self.table.on_save(
            self._save,
            first=lambda: {"raised_on": today()},
            values_of=lambda line: {key: getattr(line, key) for key in ProblemDraft.__dataclass_fields__},
        )
        self.table.on_void(lambda line, reason: void_problem(context.office, line.id, line.version, reason))
        self.table.add_act("办结…", self._solve, lambda line: line.solved_on is None)
        self.body.addWidget(self.table, 1)
        self._shown: int | None = None

    def refresh(self) -> None:
        if self.dossier is not None:
            same, self._shown = self._shown == self.dossier.id, self.dossier.id
            self.table.put(problems_of(self.context.connection, self.dossier.id), same=same)

    def _save(self, values: Values, line: ProblemLine | None) -> None:
        assert self.dossier is not None
        if values["raised_on"] is None:
            raise Refused("请填写提出时间。")
        known = {"problem_id": line.id, "version": line.version} if line else {}
        save_problem(self.context.office, self.dossier.id, ProblemDraft(**values), **known)

    def _solve(self, line: ProblemLine) -> None:
        how = ask_text(self, "问题办结", f"“{line.what}”是怎么解决的？")
        if how is not None:
            today = self.context.today()
            self.attempt(
                "问题办结",
                lambda: solve_problem(self.context.office, line.id, line.version, today, how),
                "问题已办结（Ctrl+Z 可撤销）",
            )
