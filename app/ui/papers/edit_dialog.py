"""改稿: the text of a paper at 拟稿, changed beside its pages."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.rules.errors import Refused
from app.services.papers.register import PaperView, paper_view
from app.services.papers.way import edit_paper
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.papers.drafting import PREVIEW_DELAY_MS
from app.ui.papers.form import DraftForm
from app.ui.papers.pane import PreviewPane
from app.ui.papers.workshop import Workshop
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.asking import ask
from app.ui.widgets.layout import button, scrolled


class EditDialog(QDialog):
    """Changes one paper at 拟稿."""

    def __init__(self, parent: QWidget | None, context: AppContext, paper_id: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("改稿")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._view: PaperView = paper_view(context.connection, paper_id)
        self._edited = False
        self.form = DraftForm(context.today())
        self.pane = PreviewPane(context)
        self.workshop = Workshop(self)
        self.save_button, cancel = button("保存", primary=True), button("取消")
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_DELAY_MS)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(scrolled(self.form))
        splitter.addWidget(self.pane)
        splitter.setSizes([560, 620])
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(splitter, 1)
        layout.addLayout(buttons)
        self.form.edited.connect(self._form_edited)
        self._soon.timeout.connect(self._set_type)
        self.save_button.clicked.connect(self.save)
        cancel.clicked.connect(self.reject)
        self.workshop.typeset.connect(self.pane.show_pdf)
        self.workshop.not_typeset.connect(self.pane.tell_fault)
        content = self._view.content
        if content is not None:
            self.form.show_content(content, content.number_text(None))
            self._set_type()
        self.resize(1240, 680)

    def save(self) -> None:
        """Keep the changed text."""
        with shown(self, "保存改稿"):
            content, row, office = self.form.content(), self._view.row, self._context.office

            def done(_: None) -> None:
                self._edited = False
                self._context.data_changed.emit()
                self.accept()

            run_task(self, "保存改稿", lambda *_: edit_paper(office, row.id, row.version, content), done)

    def reject(self) -> None:
        """Close, after a question where something was changed."""
        if not self._edited or ask(self, "改稿还没有保存", "改过的文字不会保留。", ("放弃改动", "留下")) == "放弃改动":
            super().reject()

    def _form_edited(self) -> None:
        self._edited = True
        self._soon.start()

    def _set_type(self) -> None:
        try:
            self.workshop.set_type(self._context.office, self.form.content(), None)
        except Refused as error:
            self.pane.tell_fault(error.message)
