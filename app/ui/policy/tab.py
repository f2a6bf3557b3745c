"""The tab 政策匹配: its sections from 条款 to 成效, each made when it is first shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.policy.subjects import Subject
from app.ui.context import AppContext
from app.ui.policy.measures import MeasuresPage
from app.ui.theme import Space
from app.ui.widgets.pages import Pages
from app.ui.widgets.segments import Segments

SECTIONS: Final = (
    ("条款", "", ""),
    ("核对", "app.ui.policy.matching", "MatchingPage"),
    ("未兑现", "app.ui.policy.unclaimed", "UnclaimedPage"),
    ("以商招商", "app.ui.policy.referrals", "ReferralsPage"),
    ("奖金", "app.ui.policy.bonus", "BonusPage"),
    ("主导产业", "app.ui.policy.leading", "LeadingPage"),
    ("邻市", "app.ui.policy.neighbours", "NeighboursPage"),
    ("成效", "app.ui.policy.effects", "EffectsPage"),
)
"""Title, module and class of each section; the first is there from the start."""

CLAUSES, MATCHING, UNCLAIMED, REFERRALS, BONUS, LEADING, NEIGHBOURS, EFFECTS = range(len(SECTIONS))


class PolicyTab(QWidget):
    """Holds the sections; the chosen one fills the tab."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.sections = Segments([title for title, _, _ in SECTIONS])
        self.sections.setAccessibleName("分区")
        self.measures = MeasuresPage(context)
        self.clauses = self.measures.clauses
        self._made: dict[int, QWidget] = {CLAUSES: self.measures}
        self._pages = Pages(360)
        self._pages.addWidget(self.measures)
        top = QHBoxLayout()
        top.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, 0)
        top.addWidget(self.sections)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        self.sections.chosen.connect(self._show)

    def show_section(self, number: int) -> QWidget:
        """Show a section and return it."""
        self.sections.choose(number)
        return self._made[number]

    def focus_search(self) -> None:
        """Put the cursor into the search of the section shown."""
        search = getattr(self._pages.currentWidget(), "focus_search", None)
        if search is not None:
            search()

    def show_match(self, subject: Subject, clause: str, on: dt.date) -> None:
        """Show on 核对 what a clause says of a subject as of a day; other sections ask for it."""
        page = self.show_section(MATCHING)
        if show := getattr(page, "show_clause", None):
            show(subject, clause, on)

    def may_leave(self) -> bool:
        """Ask about measures that are being revised and are not saved."""
        return self.measures.may_leave()

    def _show(self, number: int) -> None:
        if number not in self._made:
            _, module, name = SECTIONS[number]
            maker = cast("Callable[[AppContext], QWidget]", getattr(import_module(module), name))
            self._made[number] = page = maker(self._context)
            self._pages.addWidget(page)
            if (asked := getattr(page, "match_asked", None)) is not None:
                asked.connect(self.show_match)
        self._pages.setCurrentWidget(self._made[number])
