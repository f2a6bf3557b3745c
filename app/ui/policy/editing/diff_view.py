"""Two versions beside each other: the clauses that differ on the left, old and new text on the right, marked."""

from __future__ import annotations

import difflib
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTextBrowser, QVBoxLayout, QWidget

from app.rules.policy.comparing import Difference, Part
from app.ui.theme import POINTS, Colour, Space, font
from app.ui.widgets.layout import label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_COLOURS = {"新增": Colour.GREEN, "删去": Colour.RED}


class DiffView(QWidget):
    """Shows a difference, the first change chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[Part, ...]] = []
        self.summary = label("", "muted")
        self.rows = RowsModel(("变化", "原条", "新条", "标题"))
        self.table = TableView()
        self.table.setModel(self.rows)
        self.table.set_widths(46, 78, 78, 120)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.empty_text = "两个版本的条款完全一样。"
        self.table.setAccessibleName("有变化的条款")
        self.text = QTextBrowser()
        self.text.setFont(font(POINTS + 1))
        self.text.setAccessibleName("旧文与新文")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.table)
        splitter.addWidget(self.text)
        splitter.setSizes([400, 740])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(self.summary)
        layout.addWidget(splitter, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())

    def show_difference(self, found: Difference) -> None:
        """Show what differs: the head of the document first where it does."""
        rows = [("修改", "", "", "文件头")] if found.head else []
        self._parts = [found.head] if found.head else []
        rows += [(one.kind, one.before, one.after, one.title) for one in found.clauses]
        self._parts += [one.parts for one in found.clauses]
        self.summary.setText(found.summary)
        colours = {row: _COLOURS[line[0]] for row, line in enumerate(rows) if line[0] in _COLOURS}
        self.rows.set_rows(rows, colours)
        self.text.clear()
        if rows:
            self.table.select_row(1 if found.head and len(rows) > 1 else 0)

    def _show(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._parts):
            moved = "<p>只是换了位置，文字和规则都没有变。</p>"
            self.text.setHtml("".join(_table(part) for part in self._parts[row]) or moved)


def _table(part: Part) -> str:
    """Return the old and the new text side by side, what differs marked."""
    old, new = _marked(part.before, part.after)
    cell = f'width="50%" valign="top" style="border: 1px solid {Colour.LINE}; padding: 6px"'
    head = f'width="50%" align="left" style="color: {Colour.MUTED}; font-weight: normal"'
    none = f'<span style="color: {Colour.FAINT}">（无）</span>'
    return (
        f'<h4 style="margin: 10px 0 4px 0">{escape(part.name)}</h4>'
        f'<table width="100%" cellspacing="0" cellpadding="4"><tr><th {head}>旧</th><th {head}>新</th></tr>'
        f"<tr><td {cell}>{old or none}</td><td {cell}>{new or none}</td></tr></table>"
    )


def _marked(before: str, after: str) -> tuple[str, str]:
    old, new = "", ""
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = escape(before[a:b]).replace("\n", "<br>"), escape(after[c:d]).replace("\n", "<br>")
        if what == "equal":
            old, new = old + gone, new + come
            continue
        if gone:
            old += f'<span style="background: {Colour.RED_SOFT}; color: {Colour.RED}">{gone}</span>'
        if come:
            new += f'<span style="background: {Colour.GREEN_SOFT}; color: {Colour.GREEN}">{come}</span>'
    return old, new
