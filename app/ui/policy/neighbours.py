"""The page 邻市: what neighbouring cities pursue, agreements, copies, conflicts, courted projects."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.rules.copied import CopyState
from app.services.policy.neighbour_records import (
    CopyLine,
    CourtedLine,
    IndustryLine,
    Kind,
    copy_lines,
    courted_lines,
    industry_lines,
)
from app.services.policy.neighbours import Conflict, Neighbour, chain_conflicts, conflicts, copy_states, neighbours
from app.ui.context import AppContext
from app.ui.policy.neighbour_tables import copy_table, courted_table, industry_table
from app.ui.tasks import run_task
from app.ui.theme import Colour, Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, label, scrolled
from app.ui.widgets.pages import Pages
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

SECTIONS = ("冲突", *Kind)
_CHAIN = "延伸"


@dataclass(frozen=True)
class _Found:
    """All that the page shows, as of a day."""

    cities: list[Neighbour]
    leading: list[Conflict]
    chain: list[Conflict]
    states: dict[int, tuple[CopyState, str]]
    pursuits: tuple[IndustryLine, ...]
    agreements: tuple[IndustryLine, ...]
    copies: tuple[CopyLine, ...]
    courted: tuple[CourtedLine, ...]


class NeighboursPage(QWidget):
    """The conflicts first; behind the segments the records, each with its card."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self._asked = 0
        self.conflicts: list[Conflict] = []
        self._states: dict[int, tuple[CopyState, str]] = {}
        self.sections = Segments(SECTIONS)
        self.sections.setAccessibleName("邻市的记录")
        self.day = DayEdit(context.today())
        self.day.set_day(context.today())
        self.day.setAccessibleName("按哪天")
        self.day.setMaximumWidth(150)
        self.strip = Strip("warning")
        self.cities = TableView(units=context.named_units, settings=context.settings, key="neighbour-cities")
        self.city_rows = RowsModel(("城市", "主攻", "按协议保留", "照抄"))
        self.cities.setModel(self.city_rows)
        self.cities.setAccessibleName("邻市")
        self.cities.empty_text = "还没有登记邻市。在“主攻产业”“分工协议”里登记。"
        self.cities.set_widths(80, 160, 110, 60)
        self.cities.horizontalHeader().setStretchLastSection(True)
        self.table = TableView(units=context.named_units, settings=context.settings, key="neighbour-conflicts")
        self.rows = RowsModel(("冲突", "城市", "产业", "说明"))
        self.table.setModel(self.rows)
        self.table.setAccessibleName("与邻市的冲突")
        self.table.empty_text = "这一天与邻市没有冲突。"
        self.table.set_widths(80, 80, 120, 560)
        self.table.horizontalHeader().setStretchLastSection(True)
        pursuit_panel, self.pursuits = industry_table(context, Kind.PURSUIT)
        agreement_panel, self.agreements = industry_table(context, Kind.AGREEMENT)
        copy_panel, self.copies = copy_table(context, self._states)
        courted_panel, self.courted = courted_table(context)
        overview = QSplitter()
        overview.addWidget(self.cities)
        overview.addWidget(self.table)
        overview.setSizes([420, 860])
        overview.setStretchFactor(1, 1)
        overview.setChildrenCollapsible(False)
        self._pages = Pages(280)
        self._pages.addWidget(overview)
        for panel in (pursuit_panel, agreement_panel, copy_panel, courted_panel):
            self._pages.addWidget(scrolled(panel))
        self._lay_out()
        self.sections.chosen.connect(self._pages.setCurrentIndex)
        self.day.changed.connect(self.refresh)
        context.data_changed.connect(self._changed)
        context.office_opened.connect(self._changed)

    def refresh(self) -> None:
        """Read everything again, behind the window."""
        self._stale = False
        on = self.day.day() if not self.day.reason else None
        if not self._context.has_office or on is None:
            return
        office = self._context.office
        self._asked += 1
        asked = self._asked

        def work(_progress: object, _cancelled: object) -> _Found:
            with closing(office.read()) as connection:
                return _Found(
                    neighbours(connection, on),
                    conflicts(connection, on),
                    chain_conflicts(connection, on),
                    copy_states(connection, on),
                    industry_lines(connection, Kind.PURSUIT),
                    industry_lines(connection, Kind.AGREEMENT),
                    copy_lines(connection),
                    courted_lines(connection),
                )

        run_task(
            self, "读取邻市", work, lambda found: self._show(found, on) if asked == self._asked else None, quiet=True
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _show(self, found: _Found, on: dt.date) -> None:
        self._states.clear()
        self._states.update(found.states)
        self.conflicts = [*found.leading, *found.chain]
        self.city_rows.set_rows(
            [
                (
                    one.city,
                    "、".join(line.industry for line in one.pursues),
                    "、".join(line.industry for line in one.reserved),
                    f"{len(one.copies)} 次" if one.copies else "",
                )
                for one in found.cities
            ]
        )
        rows = [(one.kind, one.city, one.industry, one.text) for one in found.leading]
        rows += [(_CHAIN, one.city, one.industry, one.text) for one in found.chain]
        red = {
            n: Colour.RED for n, one in enumerate(self.conflicts) if one.kind == "保留" or CopyState.BROKEN in one.text
        }
        self.rows.set_rows(rows, red)
        broken = [state for state, _ in found.states.values()].count(CopyState.BROKEN)
        told = [f"{on}：与本市主导产业冲突或重叠 {len(found.leading)} 处"] if found.leading else []
        told += [f"产业链可延伸的方向里 {len(found.chain)} 个与邻市相遇"] if found.chain else []
        told += [f"{broken} 个城市违反照抄办法的条件"] if broken else []
        self.strip.tell("；".join(told) + "。" if told else "")
        self.pursuits.put(found.pursuits, same=True)
        self.agreements.put(found.agreements, same=True)
        self.copies.put(found.copies, same=True)
        self.courted.put(found.courted, same=True)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(self.sections)
        top.addStretch(1)
        top.addWidget(label("按哪天", "muted"))
        top.addWidget(self.day)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.strip)
        layout.addWidget(self._pages, 1)
