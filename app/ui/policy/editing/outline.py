"""The outline of a draft: its head, its chapters and clauses; they are added, taken out and moved here."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.rules.policy.drafts import Draft, DraftChapter, DraftClause
from app.rules.policy.faults import Fault
from app.rules.policy.numbering import chapter_number, clause_number
from app.ui.theme import Colour, Space, font
from app.ui.widgets.asking import ask
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button

Part = Draft | DraftChapter | DraftClause
_PART = Qt.ItemDataRole.UserRole


class Outline(QWidget):
    """Shows a draft as a tree and tells by `chosen` which part of it is to be edited."""

    chosen = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.draft = Draft()
        self._items: dict[int, QTreeWidgetItem] = {}
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("章和条")
        self.tree.installEventFilter(self)
        self.add_clause_button, self.add_chapter_button = button("加条"), button("加章")
        self.remove_button = button("删去")
        self.up_button, self.down_button = button("上移"), button("下移")
        for made, tip in (
            (self.add_clause_button, "在选中的条后面、或选中的章末尾加一条（Insert）；以后各条的号自动顺延"),
            (self.add_chapter_button, "在选中的章后面加一章"),
            (self.remove_button, "删去选中的条或章（Delete）"),
            (self.up_button, "Alt+↑；条可以移到前一章"),
            (self.down_button, "Alt+↓；条可以移到后一章"),
        ):
            made.setToolTip(tip)
        line = QWidget()
        flow = FlowLayout(line, spacing=Space.TIGHT)
        for made in (
            self.add_clause_button,
            self.add_chapter_button,
            self.remove_button,
            self.up_button,
            self.down_button,
        ):
            flow.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.tree, 1)
        layout.addWidget(line)
        self.tree.currentItemChanged.connect(lambda *_: self._part_chosen())
        self.add_clause_button.clicked.connect(self.add_clause)
        self.add_chapter_button.clicked.connect(self.add_chapter)
        self.remove_button.clicked.connect(self.remove)
        self.up_button.clicked.connect(lambda: self.shift(-1))
        self.down_button.clicked.connect(lambda: self.shift(1))

    def show_draft(self, draft: Draft) -> None:
        """Show a draft, its head chosen."""
        self.draft = draft
        self.rebuild(draft)

    def part(self) -> Part:
        """Return the part that the cursor is on: the draft itself means its head."""
        item = self.tree.currentItem()
        part = item.data(0, _PART) if item else None
        return part if isinstance(part, Draft | DraftChapter | DraftClause) else self.draft

    def choose(self, part: Part) -> None:
        """Put the cursor on a part."""
        self.tree.setCurrentItem(self._items[id(part)])

    def choose_fault(self, fault: Fault) -> None:
        """Put the cursor on the part that a fault is in."""
        clauses = self.draft.clauses()
        if fault.clause is not None and fault.clause < len(clauses):
            self.choose(clauses[fault.clause])
        elif fault.chapter is not None and fault.chapter < len(self.draft.chapters):
            self.choose(self.draft.chapters[fault.chapter])
        else:
            self.choose(self.draft)

    def rename(self) -> None:
        """Show the titles as they are now."""
        number = 0
        for place, chapter in enumerate(self.draft.chapters, start=1):
            self._items[id(chapter)].setText(0, f"{chapter_number(place)}　{chapter.title or '（没有标题）'}")
            for clause in chapter.clauses:
                number += 1
                title = clause.data.get("title") or "（没有标题）"
                self._items[id(clause)].setText(0, f"{clause_number(number)}　{title}")

    def mark(self, faults: Iterable[Fault]) -> None:
        """Show in red the parts that have faults."""
        clauses, found = self.draft.clauses(), list(faults)
        wrong = {id(clauses[one.clause]) for one in found if one.clause is not None and one.clause < len(clauses)}
        wrong |= {id(self.draft.chapters[one.chapter]) for one in found if one.chapter is not None}
        wrong |= {id(self.draft) for one in found if one.clause is None and one.chapter is None}
        for key, item in self._items.items():
            item.setForeground(0, QBrush(QColor(Colour.RED if key in wrong else Colour.TEXT)))

    def add_clause(self) -> None:
        """Add an empty clause after the chosen one, or at the end of the chosen chapter."""
        new = DraftClause({"title": "", "text": ""})
        part = self.part()
        chapter = self._chapter_of(part)
        if chapter is None:
            chapter = DraftChapter("")
            self.draft.chapters.append(chapter)
        place = chapter.clauses.index(part) + 1 if isinstance(part, DraftClause) else len(chapter.clauses)
        chapter.clauses.insert(place, new)
        self._changed(new)

    def add_chapter(self) -> None:
        """Add a chapter after the chosen one, with a first clause."""
        new = DraftChapter("", [DraftClause({"title": "", "text": ""})])
        above = self._chapter_of(self.part())
        place = self.draft.chapters.index(above) + 1 if above else len(self.draft.chapters)
        self.draft.chapters.insert(place, new)
        self._changed(new)

    def remove(self) -> None:
        """Take the chosen clause or chapter out, after a question where something stands in it."""
        part = self.part()
        if isinstance(part, DraftChapter):
            told = f"“{part.title}”连同其中 {len(part.clauses)} 条都会删去。"
            if part.clauses and ask(self, "删去一章", told, ("删去", "不删")) != "删去":
                return
            place = self.draft.chapters.index(part)
            self.draft.chapters.remove(part)
            left = self.draft.chapters[min(place, len(self.draft.chapters) - 1)] if self.draft.chapters else self.draft
            self._changed(left)
        elif isinstance(part, DraftClause):
            title = part.data.get("title") or "这一条"
            if part.data.get("text") and ask(self, "删去一条", f"删去“{title}”？", ("删去", "不删")) != "删去":
                return
            chapter = self._chapter_of(part)
            assert chapter is not None
            place = chapter.clauses.index(part)
            chapter.clauses.remove(part)
            self._changed(chapter.clauses[min(place, len(chapter.clauses) - 1)] if chapter.clauses else chapter)

    def shift(self, step: int) -> None:
        """Move the chosen clause or chapter by -1 or 1; a clause at the edge goes into the chapter beside it."""
        part = self.part()
        chapter = self._chapter_of(part)
        if chapter is None:
            return
        number = self.draft.chapters.index(chapter)
        beside = number + step
        if isinstance(part, DraftChapter):
            if 0 <= beside < len(self.draft.chapters):
                self.draft.chapters.insert(beside, self.draft.chapters.pop(number))
                self._changed(part)
        elif isinstance(part, DraftClause):
            place = chapter.clauses.index(part)
            if 0 <= place + step < len(chapter.clauses):
                chapter.clauses.insert(place + step, chapter.clauses.pop(place))
            elif 0 <= beside < len(self.draft.chapters):
                other = self.draft.chapters[beside].clauses
                other.insert(len(other) if step < 0 else 0, chapter.clauses.pop(place))
            else:
                return
            self._changed(part)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tree and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, alt = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.shift(-1 if key == Qt.Key.Key_Up else 1)
                return True
            act = {Qt.Key.Key_Insert: self.add_clause, Qt.Key.Key_Delete: self.remove}.get(key)
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def rebuild(self, chosen: Part) -> None:
        """Make the tree anew with the cursor on a part."""
        self.tree.blockSignals(True)
        self.tree.clear()
        self._items.clear()
        self._put(self.draft, None, "文件头", bold=True)
        for chapter in self.draft.chapters:
            head = self._put(chapter, None, "", bold=True)
            for clause in chapter.clauses:
                self._put(clause, head, "", bold=False)
        self.rename()
        self.tree.expandAll()
        self.tree.setCurrentItem(self._items[id(chosen)])
        self.tree.blockSignals(False)
        self._part_chosen()

    def _changed(self, chosen: Part) -> None:
        self.rebuild(chosen)
        self.edited.emit()

    def _put(self, part: Part, above: QTreeWidgetItem | None, text: str, *, bold: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text])
        item.setData(0, _PART, part)
        item.setFont(0, font(bold=bold))
        item.setSizeHint(0, QSize(0, Space.ROW))
        self._items[id(part)] = item
        if above is None:
            self.tree.addTopLevelItem(item)
        else:
            above.addChild(item)
        return item

    def _chapter_of(self, part: Part) -> DraftChapter | None:
        if isinstance(part, DraftChapter):
            return part
        return next((one for one in self.draft.chapters if part in one.clauses), None)

    def _part_chosen(self) -> None:
        part = self.part()
        movable = not isinstance(part, Draft)
        for made in (self.remove_button, self.up_button, self.down_button):
            made.setEnabled(movable)
        self.chosen.emit()
