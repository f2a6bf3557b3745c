"""The tab 公文起草: its sections 起草, 公文登记, 模板, each made when it is first shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.context import AppContext
from app.ui.papers.batch import BatchDialog
from app.ui.papers.drafting import DraftingPage
from app.ui.papers.edit_dialog import EditDialog
from app.ui.papers.register import RegisterPage
from app.ui.papers.template_page import TemplatePage
from app.ui.theme import Space
from app.ui.widgets.segments import Segments

DRAFTING, REGISTER, TEMPLATES = range(3)
TITLES: Final = ("起草", "公文登记", "模板")


class PapersTab(QWidget):
    """Holds the sections; the chosen one fills the tab."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.sections = Segments(TITLES)
        self.sections.setAccessibleName("分区")
        self.drafting = DraftingPage(context)
        self._made: dict[int, QWidget] = {DRAFTING: self.drafting}
        self._pages = QStackedWidget()
        self._pages.addWidget(self.drafting)
        bar = QHBoxLayout()
        bar.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, 0)
        bar.addWidget(self.sections)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._pages, 1)
        self.sections.chosen.connect(self._show)
        self.drafting.drafted.connect(self._show_paper)

    @property
    def register(self) -> RegisterPage:
        """The register, made where it was not yet."""
        if REGISTER not in self._made:
            page = RegisterPage(self.context)
            page.batch_asked.connect(self.write_letters)
            page.edit_asked.connect(self.edit_paper)
            self._add(REGISTER, page)
        page = self._made[REGISTER]
        assert isinstance(page, RegisterPage)
        return page

    @property
    def templates(self) -> TemplatePage:
        """The templates, made where they were not yet."""
        if TEMPLATES not in self._made:
            self._add(TEMPLATES, TemplatePage(self.context))
        page = self._made[TEMPLATES]
        assert isinstance(page, TemplatePage)
        return page

    def show_section(self, number: int) -> QWidget:
        """Show a section and return it."""
        self.sections.choose(number)
        return self._made[number]

    def export(self) -> None:
        """The same as saving the paper shown as PDF."""
        page = self._pages.currentWidget()
        if isinstance(page, DraftingPage | RegisterPage):
            page.save_as()
        else:
            self.context.status.emit("这一页没有可以导出的内容。")

    def may_leave(self) -> bool:
        """Ask about a draft or a template that was edited and not saved."""
        if not self.drafting.may_leave():
            return False
        return TEMPLATES not in self._made or self.templates.may_leave()

    def write_letters(self) -> None:
        """Open the writing of a month's letters."""
        BatchDialog(self, self.context).open()

    def edit_paper(self, paper_id: int) -> None:
        """Open the text of a paper at 拟稿."""
        EditDialog(self, self.context, paper_id).open()

    def _add(self, number: int, page: QWidget) -> None:
        self._made[number] = page
        self._pages.addWidget(page)

    def _show(self, number: int) -> None:
        if number == REGISTER:
            self._pages.setCurrentWidget(self.register)
        elif number == TEMPLATES:
            self._pages.setCurrentWidget(self.templates)
        else:
            self._pages.setCurrentWidget(self.drafting)

    def _show_paper(self, paper_id: int) -> None:
        self.sections.choose(REGISTER)
        self.register.show_paper(paper_id)
