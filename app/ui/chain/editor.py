"""产业资料: the tables of knowledge, edited in place; what a change would turn is shown before it is saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.rules.errors import Cancelled, OfficeError
from app.services.chain.knowledge import KINDS, OwnRow, own_rows, shipped_rows, table
from app.ui.chain.choice_delegate import ChoiceDelegate
from app.ui.chain.knowledge_model import KnowledgeModel
from app.ui.chain.turned_dialog import TurnedDialog
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.tasks import Progress, run_task
from app.ui.theme import Space
from app.ui.widgets.asking import ask
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.services.chain.turned_verdicts import Turned

_KINDS = tuple(KINDS)
_WIDE = {"理由": 420, "依据": 240, "条件": 220, "例外": 200, "须核实": 220, "应改做什么": 220, "佐证": 220, "来源": 180}
_MIDDLE = {"名称": 150, "已有": 160, "跟随": 180, "供方": 130, "需方": 130, "货物": 130, "说明": 260, "词": 130}
_HINT = "双击或按 F2 就地修改；黄色的还没有保存。停用的行加删除线，可以恢复；第一列加粗的是本单位自己的行。"


class EditorPage(QWidget):
    """Changes one table at a time; nothing is kept before 保存."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self.kinds = Segments(tuple(KINDS.values()))
        self.kinds.setAccessibleName("哪张表")
        self.search = QLineEdit(clearButtonEnabled=True, placeholderText="查找代码、行业、货物、理由……")
        self.search.setMinimumWidth(220)
        self.add_button, self.off_button, self.back_button = button("新增"), button("停用"), button("退回一步")
        self.back_button.setToolTip("撤回还没有保存的上一处改动（Ctrl+Shift+Z）")
        self.save_button = button("看影响并保存…", primary=True)
        self.export_button, self.import_button = button("导出…"), button("导入…")
        self.trouble = Strip("error")
        self.model = KnowledgeModel()
        self.table = TableView(units=context.named_units)
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.table.setItemDelegate(ChoiceDelegate(self.table))
        self.table.setMinimumHeight(110)
        self.table.empty_text = "没有符合的行。"
        self.count = label("", "muted", wrap=True)
        self._soon = QTimer(self, singleShot=True, interval=200)
        self._kind = _KINDS[0]
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read the table again; what is not saved is kept, so nothing is read while there is any."""
        if not self._context.has_office or self.model.changes():
            return
        self._stale = False
        connection, kind = self._context.connection, self._kind
        own = [row for row in own_rows(connection) if row.kind == kind]
        shipped = shipped_rows(kind)
        off = {row.key: shipped[row.key] for row in own if not row.cells and row.key in shipped}
        self.model.writable = self._context.writable
        before = self.model.kind, self.model.columnCount()
        self.model.show_table(kind, table(connection, kind), {row.key for row in own if row.cells}, off)
        if before != (kind, self.model.columnCount()) or self.table.columnWidth(0) == 100:
            for column, head in enumerate(self.model.heads):
                self.table.setColumnWidth(column, _WIDE.get(head) or _MIDDLE.get(head) or 96)

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def may_leave(self) -> bool:
        """Ask about what is not saved; False where the user wants to stay."""
        changes = self.model.changes()
        if not changes:
            return True
        text = f"{KINDS[self._kind]}有 {len(changes)} 处改动还没有保存。离开后，这些改动不会保留。"
        if ask(self, "产业资料还没有保存", text, ("放弃改动", "留下")) != "放弃改动":
            return False
        self._drop()
        return True

    def save(self) -> None:
        """Work out which verdicts the changes turn, show them, and save once the user agrees."""
        if repeated := self.model.repeated_key():
            self._refuse(f"没有保存：{KINDS[self._kind]}里“{repeated}”有两行。请改正后再试。")
            return
        changes = self.model.changes()
        if not changes:
            return
        self._preview(changes, lambda reason: self._keep(changes, reason))

    def add(self) -> None:
        """Add an empty line and begin to write in it."""
        row = self.model.add()
        index = self.model.index(row, 0)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def switch(self) -> None:
        """Switch the chosen lines off, or on again."""
        rows = self.table.selected_rows()
        lines = [line for row in rows if (line := self.model.line(row))]
        if lines:
            self.model.switch(rows, off=not lines[0].off)

    def export(self) -> None:
        """Write the table in force to an .xlsx file."""
        kind = self._kind
        name, _ = QFileDialog.getSaveFileName(self, "导出", f"{KINDS[kind]}.xlsx", "Excel 工作簿 (*.xlsx)")
        if not name:
            return
        path, office = Path(name).with_suffix(".xlsx"), self._context.office

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> Path:
            from app.services.chain.knowledge import export_table

            with closing(office.read()) as connection:
                export_table(connection, kind, path)
            return path

        run_task(self, "导出产业资料", work, lambda done: self._context.status.emit(f"已导出：{done}"))

    def import_table(self) -> None:
        """Read a table from Excel, show what it would turn, and save it once the user agrees."""
        if not self.may_leave():
            return
        name, _ = QFileDialog.getOpenFileName(self, "导入", "", "表格 (*.xlsx *.xls *.csv)")
        if not name:
            return
        path, kind, office = Path(name), self._kind, self._context.office

        def work(_progress: Progress, cancelled: Callable[[], bool]) -> list[OwnRow]:
            from app.services.chain.knowledge import changed_rows, read_rows

            rows = read_rows(kind, path)
            if cancelled():
                raise Cancelled
            with closing(office.read()) as connection:
                return changed_rows(connection, rows)

        def done(rows: list[OwnRow]) -> None:
            if rows:
                self._preview(rows, lambda reason: self._keep(rows, reason or f"导入“{path.name}”"))
            else:
                self._context.status.emit("与现有的表相同，没有变动。")

        run_task(self, "读取产业资料", work, done, self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _preview(self, rows: list[OwnRow], agreed: Callable[[str], None]) -> None:
        self.trouble.tell("")
        office, today = self._context.office, self._context.today()

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> list[Turned]:
            from app.services.chain.turned_verdicts import turned_verdicts

            with closing(office.read()) as connection:
                return turned_verdicts(connection, rows, today)

        def done(turned: list[Turned]) -> None:
            dialog = TurnedDialog(len(rows), turned, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.agreed.connect(agreed)
            dialog.open()

        run_task(self, "推算改动的影响", work, done, self._failed)

    def _keep(self, rows: list[OwnRow], reason: str) -> None:
        from app.services.chain.knowledge import save_rows

        try:
            changed = save_rows(self._context.office, rows, reason=reason)
        except OfficeError as error:
            self._refuse(error.message)
            return
        self._drop()
        self._context.data_changed.emit()
        self._context.status.emit(f"已保存产业资料 {changed} 条（Ctrl+Z 可撤销）")

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OfficeError) and not isinstance(error, Cancelled):
            self._refuse(error.message)
        else:
            show_error(self, error, "产业资料")

    def _refuse(self, text: str) -> None:
        """Tell what is wrong, and go to the line that is named first."""
        self.trouble.tell(text)
        for key in re.findall(r"“([^”]+)”", text):
            row = self.model.row_of_key(key)
            if row is not None:
                self.table.setCurrentIndex(self.model.index(row, 0))
                return

    def _drop(self) -> None:
        while self.model.can_take_back():
            self.model.take_back()
        self.trouble.tell("")
        self.refresh()

    def _choose_kind(self, number: int) -> None:
        if _KINDS[number] == self._kind:
            return
        if not self.may_leave():
            self.kinds.choose(_KINDS.index(self._kind))
            return
        self._kind = _KINDS[number]
        self.trouble.tell("")
        self.refresh()

    def _told(self) -> None:
        changes = len(self.model.changes())
        writable = self._context.writable
        self.save_button.setEnabled(writable and bool(changes))
        self.back_button.setEnabled(self.model.can_take_back())
        for one in (self.add_button, self.off_button, self.import_button):
            one.setEnabled(writable)
        line = self.model.line(self.table.currentIndex().row())
        self.off_button.setText("恢复" if line is not None and line.off else "停用")
        unsaved = f"　{changes} 处未保存。" if changes else ""
        self.count.setText(f"{self.model.rowCount():,} 行。{unsaved}{_HINT}")

    def _data_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._choose_kind)
        self.search.textChanged.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(lambda: (self.model.search(self.search.text()), self._told()))
        self.add_button.clicked.connect(self.add)
        self.off_button.clicked.connect(self.switch)
        self.back_button.clicked.connect(self.model.take_back)
        self.save_button.clicked.connect(self.save)
        self.export_button.clicked.connect(self.export)
        self.import_button.clicked.connect(self.import_table)
        self.model.edited.connect(self._told)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._told())
        back = QShortcut(QKeySequence("Ctrl+Shift+Z"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.model.take_back)
        self._context.data_changed.connect(self._data_changed)

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        acts = (self.add_button, self.off_button, self.back_button, self.save_button)
        for widget in (self.kinds, self.search, *acts, self.import_button, self.export_button):
            bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self.trouble)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.count)
