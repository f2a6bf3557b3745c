"""The section 模板: a template's text, its fields, and its pages with example values as one types."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QColor, QShowEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSplitter, QTextEdit, QVBoxLayout, QWidget

from app.rules.errors import Refused
from app.services.papers.fields import Field, listed
from app.services.papers.sandbox import TemplateFault
from app.services.papers.templates import example_fields, restore_template, save_template, template, templates
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.papers.pane import PreviewPane
from app.ui.papers.workshop import Workshop
from app.ui.theme import Colour, Space
from app.ui.widgets.asking import ask, ask_text
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

PREVIEW_DELAY_MS: Final = 60
"""The pages follow each keystroke within 0.3 s: this pause, and the setting of one or two pages."""

_HINT = (
    "--- 以上是标题、主送等，以下是正文，一行一段。{{ 字段 }} 填入数据，{% if 条件 %}…{% endif %} 按条件写，"
    "{% for 个 in 列表 %}…{% endfor %} 逐条写。双击字段表里的一行，插入到光标处。"
)


class TemplatePage(QWidget):
    """Edits templates of papers."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._name = ""
        self._saved = ""
        self._fields: list[Field] = []
        self.names = QComboBox()
        self.names.setAccessibleName("模板")
        self.names.setMinimumWidth(180)
        self.save_button, self.copy_button = button("保存", primary=True), button("另存为新模板…")
        self.restore_button = button("恢复原样")
        self.restore_button.setToolTip("删去本办公室改过的版本，恢复软件自带的")
        self.state = label("", "muted")
        self.state.setFixedHeight(self.save_button.sizeHint().height())
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName("模板内容")
        self.editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.editor.setTabStopDistance(4 * self.editor.fontMetrics().horizontalAdvance("0"))
        self.model = RowsModel(("字段", "示例", "说明"))
        self.table = TableView(units=context.named_units, settings=context.settings, key="template-fields")
        self.table.setModel(self.model)
        self.table.set_widths(250, 150, 200)
        self.table.setAccessibleName("字段表")
        self.pane = PreviewPane(context)
        self.workshop = Workshop(self)
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_DELAY_MS)
        self._lay_out()
        self._connect()
        self._list("")

    def may_leave(self) -> bool:
        """Ask about a template that was edited and not saved."""
        if not self.changed():
            return True
        return ask(self, "模板还没有保存", f"模板“{self._name}”改过，还没有保存。", ("放弃改动", "留下")) == "放弃改动"

    def changed(self) -> bool:
        """Tell whether the text differs from what is kept."""
        return self.editor.toPlainText() != self._saved

    def waiting(self) -> bool:
        """Tell whether the pages still wait for the typing to rest."""
        return self._soon.isActive()

    def choose(self, name: str) -> None:
        """Show another template."""
        self.names.setCurrentText(name)

    def save(self, name: str = "") -> None:
        """Keep the text as the office's own version of the template, or under another name."""
        name, source = name or self._name, self.editor.toPlainText()
        with shown(self, "保存模板"):
            save_template(self.context.office, name, source, self.context.today())
            self._saved = source
            self.context.status.emit(f"模板“{name}”已保存。")
            self._list(name)
            self.context.data_changed.emit()

    def restore(self) -> None:
        """Take the office's own version away, after a question."""
        question = f"恢复后，本办公室对“{self._name}”的改动不再保留。"
        if ask(self, "恢复原样", question, ("恢复", "取消")) != "恢复":
            return
        with shown(self, "恢复模板"):
            restore_template(self.context.office, self._name)
            self._saved = self.editor.toPlainText()
            self._list(self._name)
            self.context.data_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def _lay_out(self) -> None:
        bar = FlowLayout(spacing=Space.SMALL)
        for widget in (self.names, self.save_button, self.copy_button, self.restore_button, self.state):
            bar.addWidget(widget)
        top = QWidget()
        writing = QVBoxLayout(top)
        writing.setContentsMargins(0, 0, 0, 0)
        writing.setSpacing(Space.SMALL)
        writing.addLayout(bar)
        writing.addWidget(self.editor, 1)
        writing.addWidget(label(_HINT, "muted", wrap=True))
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.addWidget(top)
        lists.addWidget(self.table)
        lists.setSizes([420, 180])
        lists.setChildrenCollapsible(False)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(lists)
        splitter.addWidget(self.pane)
        splitter.setSizes([700, 620])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.names.currentTextChanged.connect(self._chosen)
        self.save_button.clicked.connect(self._save_clicked)
        self.copy_button.clicked.connect(self._save_copy)
        self.restore_button.clicked.connect(self.restore)
        self.editor.textChanged.connect(self._soon.start)
        self.table.doubleClicked.connect(self._insert)
        self._soon.timeout.connect(self._follow)
        self.workshop.typeset.connect(self._show_pages)
        self.workshop.not_typeset.connect(self.pane.tell_fault)
        self.workshop.faulted.connect(self._mark)

    def _list(self, wanted: str) -> None:
        names = [one.name for one in templates(self.context.office.folder)]
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems(names)
        self.names.setCurrentText(wanted if wanted in names else names[0])
        self.names.blockSignals(False)
        self._load(self.names.currentText())

    def _chosen(self, name: str) -> None:
        if name in ("", self._name):
            return
        if not self.may_leave():
            self.names.setCurrentText(self._name)
            return
        self._load(name)

    def _load(self, name: str) -> None:
        with shown(self, "打开模板"):
            one = template(self.context.office.folder, name)
            self._name, self._saved = name, one.source
            if self.editor.toPlainText() != one.source:
                self.editor.setPlainText(one.source)
            self._saved = self.editor.toPlainText()
            told = {(True, True): "本办公室改过", (True, False): "本办公室自建", (False, True): "软件自带"}
            self.state.setText(told.get((one.own, one.shipped), ""))
            self.restore_button.setEnabled(one.own)
            self.restore_button.setText("恢复原样" if one.shipped else "删除")
            self._soon.start()

    def _save_clicked(self) -> None:
        self.save()

    def _save_copy(self) -> None:
        name = ask_text(self, "另存为新模板", "新模板的名称")
        if name:
            self.save(name)

    def _follow(self) -> None:
        """Bring fields and pages in line with the text."""
        if not self.context.has_office:
            return
        source = self.editor.toPlainText()
        try:
            self._fields = listed(example_fields(source, self.context.names, self.context.today()))
            self.model.set_rows([(one.path, one.example, one.note) for one in self._fields])
        except Refused:
            pass  # the fields stay; the fault is told with the pages
        self.workshop.show_sample(self.context.office, source, self.context.today())

    def _show_pages(self, pdf: bytes) -> None:
        self._mark(None)
        self.pane.show_pdf(pdf, self._name)

    def _mark(self, error: object) -> None:
        """Colour the line of a fault, or none."""
        marks: list[QTextEdit.ExtraSelection] = []
        if isinstance(error, TemplateFault) and error.line:
            block = self.editor.document().findBlockByNumber(error.line - 1)
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            mark.format.setBackground(QColor(Colour.RED_SOFT))
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(mark)
        self.editor.setExtraSelections(marks)

    def _insert(self, index: QModelIndex) -> None:
        self.editor.insertPlainText(self._fields[index.row()].path)
        self.editor.setFocus()
