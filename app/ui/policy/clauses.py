"""The measures clause by clause: versions, chapters and clauses on the left, the clause chosen on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.rules.errors import OfficeError
from app.rules.policy.document import in_force
from app.rules.policy.sentences import rule_sentence
from app.services.policy.policies import Clause, Measures, shipped, versions
from app.services.policy.policy_versions import named_industries
from app.ui.context import AppContext
from app.ui.theme import POINTS, Space, font, heading_font, title_font
from app.ui.widgets.layout import Strip, button, label

_CLAUSE = Qt.ItemDataRole.UserRole


class ClausesPage(QWidget):
    """Shows a version of the measures clause by clause, the one in force today first; `acts` stands over them."""

    shown = Signal()
    """Another version is shown, or the versions were read again."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.strip = Strip("error")
        self.search = QLineEdit()
        self.search.setPlaceholderText("在条款中查找（Ctrl+F）")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("在条款中查找")
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("条款")
        self.none_found = label("没有包含这些字的条款。", "muted")
        self.none_found.hide()
        self.head = label("")
        self.head.setFont(heading_font())
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(font(POINTS + 2))
        self.text.setAccessibleName("条款正文")
        self.rule = Strip("info")
        self.rule.setAccessibleName("规则读出来")
        self.copy_button, self.copy_all_button = button("复制本条"), button("复制全文")
        self._known: list[Measures] = []
        self._items: list[tuple[Clause, QTreeWidgetItem]] = []
        self._chapters: dict[str, QTreeWidgetItem] = {}
        self.measures: Measures | None = None
        self.title, self.facts = label(""), label("", "muted", wrap=True)
        self.title.setFont(title_font())
        self.versions = QComboBox()
        self.versions.setAccessibleName("版本")
        self.acts = QVBoxLayout()
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(self._show)
        self.copy_button.clicked.connect(self.copy)
        self.copy_all_button.clicked.connect(self.copy_all)
        self.versions.currentIndexChanged.connect(self._choose)
        context.office_opened.connect(self.refresh)
        context.data_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Offer the versions that there are; the one shown stays, else the one in force today is chosen."""
        shown = self.measures.version if self.measures else ""
        try:
            known = versions(self.context.connection) if self.context.has_office else shipped()
            self.strip.tell("")
        except OfficeError as error:
            self.strip.tell(error.message)
            return
        self._known = sorted(known, key=lambda one: one.valid_from, reverse=True)
        today = in_force(self._known, self.context.today()) or self._known[0]
        names = [one.version for one in self._known]
        self.versions.blockSignals(True)
        self.versions.clear()
        self.versions.addItems([f"{one.version} 起{'（现行）' if one is today else ''}" for one in self._known])
        self.versions.setCurrentIndex(names.index(shown) if shown in names else self._known.index(today))
        self.versions.blockSignals(False)
        self._choose(self.versions.currentIndex())
        self.shown.emit()

    def choose_version(self, version: str) -> None:
        """Show the version that begins on a day (2026-10-01), where it is known."""
        names = [one.version for one in self._known]
        if version in names:
            self.versions.setCurrentIndex(names.index(version))

    def _choose(self, number: int) -> None:
        if number < 0 or self.measures is self._known[number]:
            return
        self.measures = found = self._known[number]
        self.title.setText(found.title)
        until = f"，至{found.valid_to}止" if found.valid_to else ""
        self.facts.setText(f"自{found.version}起施行{until}，共 {len(found.clauses)} 条。{found.note}")
        self.tree.clear()
        self._items, self._chapters = [], {}
        self._fill()
        self._filter(self.search.text())
        self.shown.emit()

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def current(self) -> Clause | None:
        """Return the clause chosen, None where a chapter is."""
        item = self.tree.currentItem()
        clause = item.data(0, _CLAUSE) if item else None
        return clause if isinstance(clause, Clause) else None

    def copy(self) -> None:
        """Put the clause chosen on the clipboard, with its number."""
        if clause := self.current():
            QGuiApplication.clipboard().setText(_as_text(clause))
            self.context.status.emit(f"已复制{clause.number}。")

    def copy_all(self) -> None:
        """Put all clauses on the clipboard, under the titles of their chapters."""
        if self.measures is None:
            return
        lines, chapter = [self.measures.title], ""
        for clause in self.measures.clauses:
            if clause.chapter != chapter:
                chapter = clause.chapter
                lines.append(f"\n{chapter}")
            lines.append(_as_text(clause))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")
        self.context.status.emit(f"已复制全文，共 {len(self.measures.clauses)} 条。")

    def shown_clauses(self) -> list[Clause]:
        """Return the clauses that the search lets through, in order."""
        return [clause for clause, item in self._items if not item.isHidden()]

    def _lay_out(self) -> None:
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, Space.SMALL, 0)
        inside.setSpacing(Space.SMALL)
        for widget in (self.search, self.tree, self.none_found):
            inside.addWidget(widget)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(Space.SMALL, 0, 0, 0)
        beside.setSpacing(Space.SMALL)
        bar = QHBoxLayout()
        bar.addWidget(self.head, 1)
        bar.addWidget(self.copy_button)
        bar.addWidget(self.copy_all_button)
        beside.addLayout(bar)
        beside.addWidget(self.text, 1)
        beside.addWidget(self.rule)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([360, 900])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(label("版本", "muted"))
        head.addWidget(self.versions)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        layout.addWidget(self.strip)
        layout.addLayout(self.acts)
        layout.addWidget(splitter, 1)

    def _fill(self) -> None:
        for clause in self.measures.clauses if self.measures else ():
            if clause.chapter not in self._chapters:
                self._chapters[clause.chapter] = head = QTreeWidgetItem(self.tree, [clause.chapter])
                head.setFont(0, font(bold=True))
                head.setExpanded(True)
                head.setSizeHint(0, QSize(0, Space.ROW))
            item = QTreeWidgetItem(self._chapters[clause.chapter], [f"{clause.number}　{clause.title}"])
            item.setData(0, _CLAUSE, clause)
            item.setSizeHint(0, QSize(0, Space.ROW))
            self._items.append((clause, item))
        if self._items:
            self.tree.setCurrentItem(self._items[0][1])

    def _filter(self, wanted: str) -> None:
        wanted = wanted.strip()
        for clause, item in self._items:
            item.setHidden(wanted not in f"{clause.number}{clause.title}{clause.text}{clause.chapter}")
        shown = self.shown_clauses()
        for title, chapter in self._chapters.items():
            chapter.setHidden(all(clause.chapter != title for clause in shown))
        self.none_found.setVisible(not shown)
        if shown:
            self.tree.setCurrentItem(next(item for clause, item in self._items if clause is shown[0]))
            self._show()

    def _show(self, *_: object) -> None:
        clause = self.current()
        self.copy_button.setEnabled(clause is not None)
        self.head.setText(f"{clause.number}　{clause.title}" if clause else "")
        self.text.setPlainText(clause.text if clause else "")
        rule = clause.rule if clause else None
        self.rule.tell(f"规则：{rule_sentence(rule, named_industries())}" if rule else "")
        if clause and (wanted := self.search.text().strip()) and self.text.find(wanted):
            return
        self.text.moveCursor(QTextCursor.MoveOperation.Start)


def _as_text(clause: Clause) -> str:
    return f"{clause.number}　{clause.title}　{clause.text}"
