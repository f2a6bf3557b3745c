"""What the search found beside projects: enterprises, people, units, papers; one line of small buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.dossiers.projects import ProjectFilter
from app.ui.context import AppContext
from app.ui.theme import Space, small_font
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button

if TYPE_CHECKING:
    from app.services.finding.everywhere import Hit

MOST = 5
"""So many are shown; who looks for more types more."""

FIRMS = 2
"""So many enterprises are among them: the list shows their projects anyway."""


class HitsRow(QWidget):
    """Hidden while there is nothing to show."""

    project_chosen = Signal(int)
    filter_chosen = Signal(object, str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._hits: tuple[Hit, ...] = ()
        self._line = FlowLayout(self, spacing=Space.TIGHT)
        self.buttons = [button("") for _ in range(MOST)]
        for place, made in enumerate(self.buttons):
            made.setFont(small_font())
            made.clicked.connect(lambda _checked=False, place=place: self.choose(place))
            made.hide()
            self._line.addWidget(made)
        self.hide()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Offer these, or nothing."""
        if not hits and not self._hits:
            return
        from app.services.finding.everywhere import KINDS

        firms = [hit for hit in hits if hit.kind == "enterprise"][:FIRMS]
        self._hits = tuple([*(hit for hit in hits if hit.kind != "enterprise"), *firms][:MOST])
        for place, made in enumerate(self.buttons):
            made.setVisible(place < len(self._hits))
            if place < len(self._hits):
                hit = self._hits[place]
                name = hit.name if len(hit.name) <= 16 else f"{hit.name[:15]}…"
                made.setText(f"{KINDS[hit.kind]}　{name}")
                made.setToolTip(f"{hit.name}　{hit.detail}".strip())
        self.setVisible(bool(self._hits))

    def choose(self, place: int) -> None:
        """Go where a hit leads: to its projects, or tell where it is found."""
        from app.services.finding.everywhere import projects_behind

        hit = self._hits[place]
        if hit.kind == "unit":
            self.filter_chosen.emit(ProjectFilter(unit=hit.id), hit.name)
            return
        if hit.kind == "enterprise":
            self.filter_chosen.emit(ProjectFilter(enterprise=hit.id), hit.name)
            return
        projects = projects_behind(self._context.connection, hit)
        if len(projects) == 1:
            self.project_chosen.emit(projects[0])
        elif projects:
            self.filter_chosen.emit(ProjectFilter(ids=tuple(projects)), hit.name)
        else:
            where = {"paper": "请到“公文起草”里查看", "offer": "请到“推介项目”里查看"}.get(hit.kind, "没有相关的项目")
            self._context.status.emit(f"{hit.name}：{where}")
