"""The form of one clause: title, key, text; and its rule: conditions, what it gives, its bounds, read aloud beneath."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.rules.policy.document import Clause, read_clause
from app.rules.policy.drafts import DraftClause
from app.rules.policy.faults import Fault
from app.rules.policy.sentences import rule_sentence
from app.ui.policy.editing.benefit_forms import FIRST, ScheduleForm, SubsidyForm, WordsForm
from app.ui.policy.editing.bonus_form import FIRST_BONUS, BonusForm
from app.ui.policy.editing.bounds_form import BoundsForm
from app.ui.policy.editing.condition_tree import ConditionTree
from app.ui.policy.editing.fields import FieldsForm
from app.ui.policy.editing.referral_form import ReferralForm
from app.ui.policy.editing.texts import Words
from app.ui.theme import POINTS, Space, font, heading_font
from app.ui.widgets.layout import button, label, scrolled
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments

KINDS = {
    "": "只有正文，没有规则",
    "schedule": "税收扶持（免、减若干年）",
    "subsidy": "补助（按比例，有上限）",
    "land": "用地",
    "service": "服务",
    "duty": "义务",
    "referral": "以商招商对照表",
    "bonus": "引荐奖金",
}
TEXT, CONDITIONS, BENEFIT, BOUNDS = range(4)
_BOUNDS = ("level", "overlap", "valid_from", "valid_to", "review", "basis")


class ClauseForm(QWidget):
    """Edits a clause of a draft in place."""

    edited = Signal()
    try_asked = Signal()

    def __init__(self, today: dt.date, words: Words, named: Callable[[str], str]) -> None:
        super().__init__()
        self._named = named
        self._clause: DraftClause | None = None
        self._put_away: dict[DraftClause, dict[str, Any]] = {}
        self.number = label("")
        self.number.setFont(heading_font())
        self.title, self.key = QLineEdit(), QLineEdit()
        self.title.setPlaceholderText("这一条的标题")
        self.key.setPlaceholderText("如 equipment；有规则的必须写")
        self.key.setMaximumWidth(210)
        self.kind = QComboBox()
        self.kind.addItems(list(KINDS.values()))
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("条款正文，照印发的文字录入")
        self.text.setTabChangesFocus(True)
        self.text.setFont(font(POINTS + 1))
        for widget, name in ((self.title, "标题"), (self.key, "代号"), (self.kind, "规则种类"), (self.text, "正文")):
            widget.setAccessibleName(name)
        self.segments = Segments(("正文", "条件", "内容", "审查与期限"))
        self.segments.setAccessibleName("本条的部分")
        self.conditions = ConditionTree(today, words)
        self.forms: dict[str, FieldsForm] = {
            "schedule": ScheduleForm(),
            "subsidy": SubsidyForm(),
            "words": WordsForm(),
            "referral": ReferralForm(),
            "bonus": BonusForm(),
        }
        self.bounds = BoundsForm(today)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setProperty("strip", "info")
        self.sentence.setAccessibleName("规则读出来")
        self.try_button = button("试一试")
        self.try_button.setToolTip("按这一条，现有项目里哪些可以享受、哪些还差条件、哪些不适用")
        self._lay_out()
        self._connect()

    def show_clause(self, clause: DraftClause, number: str, matters: Sequence[str]) -> None:
        """Show a clause with its number as printed; `matters` are the overlaps that clauses name."""
        same = clause is self._clause
        self._clause = clause
        self.number.setText(number)
        self.title.setText(str(clause.data.get("title", "")))
        self.title.setCursorPosition(0)
        self.key.setText(str(clause.data.get("key", "")))
        self.text.blockSignals(True)
        self.text.setPlainText(str(clause.data.get("text", "")))
        self.text.blockSignals(False)
        self._show_rule(matters)
        if not same:
            self.segments.choose(TEXT)

    def clause(self) -> Clause | None:
        """Return the clause as it can be read by itself, None while something in it is wrong."""
        return read_clause(self._clause.data) if self._clause else None

    def mark(self, faults: Iterable[Fault]) -> None:
        """Show which parts have faults, and read the rule aloud where it is whole."""
        found = list(faults)
        self.conditions.mark(found)
        if self._clause is None or self._clause.rule is None:
            self.sentence.hide()
            self.try_button.hide()
            return
        self.sentence.show()
        self.try_button.show()
        clause = self.clause()
        whole = clause is not None and clause.rule is not None
        self.try_button.setEnabled(whole and clause is not None and clause.benefit is not None)
        if clause is not None and clause.rule is not None:
            self.sentence.setText(rule_sentence(clause.rule, self._named))
        else:
            told = "；".join(fault.reason for fault in found[:2])
            self.sentence.setText(f"规则还没有填对，填对后在这里读出整条规则。{told}")

    def go_to(self, path: str) -> None:
        """Show the part that a place is in, and put the cursor there."""
        name = path.partition(".")[0].partition("[")[0]
        if name == "when":
            self.segments.choose(CONDITIONS)
            self.conditions.go_to(path)
        elif name in ("benefit", "bonus", "rule"):
            self.segments.choose(BENEFIT)
            if not self._form().go_to(path.partition(".")[2]):
                self.kind.setFocus()
        elif name in _BOUNDS:
            self.segments.choose(BOUNDS)
            self.bounds.go_to(path)
        else:
            self.segments.choose(TEXT)
            {"title": self.title, "key": self.key}.get(name, self.text).setFocus()

    def _kind(self) -> str:
        rule = self._clause.rule if self._clause else None
        if rule is None:
            return ""
        benefit = rule.get("benefit")
        if isinstance(benefit, dict):
            return str(benefit.get("kind", ""))
        return "bonus" if "bonus" in rule else ""

    def _form(self) -> FieldsForm:
        kind = self._kind()
        return self.forms.get(kind) or self.forms["words"]

    def _show_rule(self, matters: Sequence[str]) -> None:
        rule = self._clause.rule if self._clause else None
        kind = self._kind()
        self.kind.setCurrentIndex(list(KINDS).index(kind) if kind in KINDS else 0)
        self.segments.setVisible(rule is not None)
        if rule is None:
            self.segments.choose(TEXT)
            return
        self.conditions.show_when(rule.get("when"))
        form = self._form()
        form.show_data(rule.setdefault("bonus" if kind == "bonus" else "benefit", {}))
        self._benefits.setCurrentIndex(list(self.forms.values()).index(form))
        self.bounds.show_rule(rule, matters)

    def _choose_kind(self, number: int) -> None:
        """Turn the rule into another kind; conditions and bounds stay, and 没有规则 can be taken back."""
        clause, wanted, before = self._clause, list(KINDS)[number], self._kind()
        if clause is None or wanted == before:
            return
        if not wanted:
            self._put_away[clause] = clause.data.pop("rule")
        else:
            rule = clause.rule
            if rule is None:
                rule = clause.data["rule"] = self._put_away.pop(clause, {})
            had = rule.get("benefit") or {}
            if wanted != ("bonus" if "bonus" in rule else had.get("kind")):
                rule.pop("benefit", None)
                rule.pop("bonus", None)
                if wanted == "bonus":
                    rule["bonus"] = copy.deepcopy(FIRST_BONUS)
                else:
                    rule["benefit"] = copy.deepcopy(FIRST[wanted])
                    if "text" in had and "text" in rule["benefit"]:
                        rule["benefit"]["text"] = had["text"]
        matters = [self.bounds.matter.itemText(place) for place in range(self.bounds.matter.count())]
        self._show_rule(matters)
        if wanted:
            self.segments.choose(BENEFIT)
        self.edited.emit()

    def _put(self, name: str, value: str) -> None:
        if self._clause is not None:
            self._clause.put(name, value)
            self.edited.emit()

    def _text_changed(self) -> None:
        if self._clause is not None and self.text.toPlainText() != self._clause.data.get("text"):
            self._put("text", self.text.toPlainText())

    def _conditions_edited(self) -> None:
        if self._clause is not None:
            self._clause.put_rule("when", self.conditions.plain())
            self.edited.emit()

    def _connect(self) -> None:
        self.title.textEdited.connect(lambda text: self._put("title", text.strip()))
        self.key.textEdited.connect(lambda text: self._put("key", text.strip()))
        self.text.textChanged.connect(self._text_changed)
        self.kind.activated.connect(self._choose_kind)
        self.segments.chosen.connect(self._pages.setCurrentIndex)
        self.conditions.edited.connect(self._conditions_edited)
        self.bounds.edited.connect(self.edited)
        for form in self.forms.values():
            form.edited.connect(self.edited)
        self.try_button.clicked.connect(self.try_asked)

    def _lay_out(self) -> None:
        self._benefits = Pages()
        for form in self.forms.values():
            self._benefits.addWidget(scrolled(form))
        self._pages = Pages()
        for page in (self.text, self.conditions, self._benefits, scrolled(self.bounds)):
            self._pages.addWidget(page)
        head, second = QHBoxLayout(), QHBoxLayout()
        for line in (head, second):
            line.setSpacing(Space.SMALL)
        head.addWidget(self.number)
        head.addWidget(self.title, 1)
        head.addWidget(label("代号", "muted"))
        head.addWidget(self.key)
        second.addWidget(self.segments)
        second.addStretch(1)
        second.addWidget(label("本条规定", "muted"))
        second.addWidget(self.kind)
        last = QHBoxLayout()
        last.addWidget(self.sentence, 1)
        last.addWidget(self.try_button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(head)
        layout.addLayout(second)
        layout.addWidget(self._pages, 1)
        layout.addLayout(last)
