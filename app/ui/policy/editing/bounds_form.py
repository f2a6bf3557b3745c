"""The form of what bounds a rule: level, overlap with other clauses, validity, 公平竞争审查, the state's basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit

from app.rules.policy.document import Outcome
from app.ui.policy.editing.fields import WIDE, FieldsForm, Plain
from app.ui.policy.editing.values import DayValue
from app.ui.widgets.layout import label

LEVELS = {"不限": "不限", "全额（主导产业）": "全额", "较低（其他产业）": "较低"}
OVERLAPS = {"就高：同一事项只享受最优的一条": "就高", "叠加：可以同时享受": "叠加"}


class BoundsForm(FieldsForm):
    """Edits the fields of a rule beside its conditions and its benefit."""

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self.add_choice("level", "水平", dict(LEVELS), "不限")
        self.matter = QComboBox()
        self.matter.setEditable(True)
        self.matter.setMaximumWidth(260)
        self.how = QComboBox()
        self.how.addItems(list(OVERLAPS))
        self.how.setMaximumWidth(WIDE)
        self.matter.setAccessibleName("重叠事项")
        self.how.setAccessibleName("重叠时")
        edit = self.matter.lineEdit()
        assert isinstance(edit, QLineEdit)
        edit.setPlaceholderText("如 税收扶持；不填为没有")
        self.fields["overlap"] = self.matter
        self.rows.addRow(label("同一事项", "muted"), self.matter)
        self.rows.addRow(label("重叠时", "muted"), self.how)
        self.add_value("valid_from", "本条生效", DayValue(today))
        self.add_value("valid_to", "本条失效", DayValue(today))
        self.outcome = QComboBox()
        self.outcome.addItems(["（还没有写）", *(one.value for one in Outcome)])
        self.outcome.setAccessibleName("公平竞争审查结论")
        self.outcome.setMaximumWidth(260)
        self.review_paper = QLineEdit()
        self.review_paper.setPlaceholderText("如 清市监竞审〔2026〕11号；结论为“有效”的必须写")
        self.review_paper.setMaximumWidth(WIDE)
        self.review_paper.setAccessibleName("审查文号")
        self.fields["review"] = self.outcome
        self.rows.addRow(label("公平竞争审查", "muted"), self.outcome)
        self.rows.addRow(label("审查文号", "muted"), self.review_paper)
        self.add_text("basis", "国家依据", "形式为“减免”的必须写：法律、国务院规定的名称和条款")
        self.matter.editTextChanged.connect(lambda _text: self._put_overlap())
        self.how.activated.connect(lambda _number: self._put_overlap())
        self.outcome.activated.connect(lambda _number: self._put_review())
        self.review_paper.textEdited.connect(lambda _text: self._put_review())

    def show_rule(self, rule: Plain, matters: Sequence[str]) -> None:
        """Show a rule; `matters` are those that other clauses name."""
        self.show_data(rule)
        overlap, review = rule.get("overlap") or {}, rule.get("review") or {}
        self.matter.blockSignals(True)
        self.matter.clear()
        self.matter.addItems(list(matters))
        self.matter.setEditText(str(overlap.get("matter", "")))
        self.matter.blockSignals(False)
        self.how.setCurrentIndex(list(OVERLAPS.values()).index("叠加" if overlap.get("rule") == "叠加" else "就高"))
        self.outcome.setCurrentIndex(max(self.outcome.findText(str(review.get("outcome", ""))), 0))
        self.review_paper.setText(str(review.get("paper", "")))

    def go_to(self, path: str) -> bool:
        if path.startswith("review") and self.outcome.currentIndex() > 0:
            self.review_paper.setFocus()
            return True
        return super().go_to(path)

    def _put_overlap(self) -> None:
        matter = self.matter.currentText().strip()
        how = OVERLAPS[self.how.currentText()]
        self.put("overlap", {"matter": matter, "rule": how} if matter else None)

    def _put_review(self) -> None:
        if self.outcome.currentIndex() <= 0:
            self.put("review", None)
            return
        paper = self.review_paper.text().strip()
        self.put("review", {"outcome": self.outcome.currentText(), **({"paper": paper} if paper else {})})
