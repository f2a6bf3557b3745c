"""资料: files dropped here are kept in the office, opened with the system's program, and watched for change."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.evidence import PROVES, kinds_for
from app.services.dossiers.documents import (
    DocumentLine,
    add_document,
    copy_to_open,
    documents_of,
    save_copy,
    void_document,
)
from app.services.dossiers.evidence import EvidenceLine, add_evidence, evidence_of, void_evidence
from app.ui.context import AppContext
from app.ui.dossiers.panel import Panel
from app.ui.dossiers.record_table import Field, RecordTable, Shown, Values, choices, offer
from app.ui.errors import show_error
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, button

if TYPE_CHECKING:
    from app.ui.tasks import Progress

from PySide6.QtWidgets import QLineEdit


class DocumentsPanel(Panel):
    """The files, and the evidence of each stage below them."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAcceptDrops(True)
        self._opened: tempfile.TemporaryDirectory[str] | None = None
        self.trouble = Strip("warning")
        self.add_button = button("添加文件…", primary=True)
        self.add_button.clicked.connect(self._choose)
        shown = Shown[DocumentLine](
            (("名称", 230), ("大小", 80), ("添加时间", 92), ("状况", 110)),
            lambda line: (line.name, _size(line.size), line.added_on.isoformat(), line.trouble),
            "还没有资料。把文件拖到这里，就存进办公文件夹。",
            lambda line: bool(line.trouble),
        )
        self.files = RecordTable[DocumentLine](self, "documents", "资料", shown, ())
        self.files.add_action(self.add_button)
        self.files.table.activated.connect(lambda _index: self._open_current())
        self.files.table.doubleClicked.connect(lambda _index: self._open_current())
        self.files.add_act("打开", self.open, lambda _line: True, changes=False)
        self.files.add_act("另存…", self._save_as, lambda _line: True, changes=False)
        self.files.on_void(lambda line, reason: void_document(context.office, line.id, line.version, reason))
        self.stage, self.file = choices([]), choices([])
        proofs = Shown[EvidenceLine](
            (("阶段", 64), ("种类", 96), ("名称或文号", 200), ("日期", 92), ("文件", 140)),
            lambda line: (
                line.stage.label,
                line.kind,
                line.title,
                line.day.isoformat() if line.day else "",
                self._file_name(line.document_id),
            ),
            "还没有佐证。没有佐证的阶段一直是待认定，不计数。",
        )
        self.proofs = RecordTable[EvidenceLine](
            self,
            "evidence",
            "佐证",
            proofs,
            (
                Field("stage_id", "阶段", self.stage),
                Field("kind", "种类", choices([(kind, kind) for kind in PROVES])),
                Field("title", "名称或文号", QLineEdit()),
                Field("day", "日期", DayEdit(context.today())),
                Field("document_id", "文件", self.file),
            ),
        )
        self.proofs.on_save(self._save_proof, first=self._first_proof)
        self.proofs.on_void(lambda line, reason: void_evidence(context.office, line.id, line.version, reason))
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.files, 1)
        self.body.addWidget(self.proofs, 1)
        self._shown: int | None = None

    def refresh(self) -> None:
        if self.dossier is None:
            return
        same, self._shown = self._shown == self.dossier.id, self.dossier.id
        connection = self.context.connection
        files = documents_of(connection, self.context.office.folder, self.dossier.id)
        self.files.put(files, same=same)
        self.proofs.put(evidence_of(connection, self.dossier.id), same=same)
        bad = [f"“{line.name}”{line.trouble}" for line in files if line.trouble]
        self.trouble.tell("；".join(bad) + "。请从备份恢复 attachments 文件夹，或重新添加。" if bad else "")
        offer(self.stage, [(f"{line.stage.label} {line.day}", line.id) for line in self.dossier.stages])
        offer(self.file, [("（没有）", None), *((line.name, line.id) for line in files)])
        self.add_button.setEnabled(self.may_change)
        self.proofs.add_button.setEnabled(self.may_change and bool(self.dossier.stages))

    def add_files(self, paths: list[Path]) -> None:
        """Copy files into the office, off the GUI thread; what is refused is told, the rest is kept."""
        from app.ui.tasks import run_task

        if self.dossier is None or not self.may_change or not paths:
            return
        context, project, today = self.context, self.dossier.id, self.context.today()

        def work(progress: Progress, cancelled: Callable[[], bool]) -> list[str]:
            refused = []
            for number, path in enumerate(paths):
                progress(number, len(paths), path.name)
                try:
                    add_document(context.office, project, path, today=today, cancelled=cancelled)
                except Refused as error:
                    refused.append(error.message)
            return refused

        def done(refused: list[str]) -> None:
            context.data_changed.emit()
            kept = len(paths) - len(refused)
            if kept:
                context.status.emit(f"已添加 {kept} 份资料（Ctrl+Z 可撤销）")
            if refused:
                show_error(self, Refused("\n".join(refused)), "添加资料")

        run_task(self, "添加资料", work, done)

    def open(self, line: DocumentLine) -> None:
        """Open a true, read-only copy with the system's program."""
        if self._opened is None:
            self._opened = tempfile.TemporaryDirectory(prefix="zst-", ignore_cleanup_errors=True)
            self.destroyed.connect(self._opened.cleanup)
        try:
            copy = copy_to_open(self.context.office.folder, line, Path(self._opened.name))
        except OfficeError as error:
            show_error(self, error, "打开资料")
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self.context.status.emit(f"系统里没有能打开“{line.name}”的程序，请用“另存”。")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.may_change and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _dropped(event):
            event.acceptProposedAction()
            self.add_files(paths)

    def _open_current(self) -> None:
        if line := self.files.current():
            self.open(line)

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "添加资料")
        self.add_files([Path(name) for name in names])

    def _save_as(self, line: DocumentLine) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "另存资料", line.name)
        if name:
            try:
                save_copy(self.context.office.folder, line, Path(name))
            except OfficeError as error:
                show_error(self, error, "另存资料")
                return
            self.context.status.emit(f"已另存：{name}")

    def _first_proof(self) -> Values:
        file = self.files.current()
        stages = self.dossier.stages if self.dossier else ()
        waiting = next((line for line in stages if line.verified_on is None), stages[-1] if stages else None)
        return {
            "stage_id": waiting.id if waiting else None,
            "kind": kinds_for(waiting.stage)[0] if waiting else None,
            "document_id": file.id if file else None,
            "title": Path(file.name).stem if file else "",
        }

    def _save_proof(self, values: Values, _line: EvidenceLine | None) -> None:
        if values["stage_id"] is None:
            raise Refused("请先登记阶段。")
        add_evidence(
            self.context.office,
            values["stage_id"],
            values["kind"],
            values["title"],
            day=values["day"],
            document_id=values["document_id"],
        )

    def _file_name(self, document: int | None) -> str:
        return next((line.name for line in self.files.lines if line.id == document), "")


def _dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _size(size: int) -> str:
    for unit in ("B", "KB", "MB"):
        if size < 1024 or unit == "MB":
            return f"{size:,.0f} {unit}"
        size = -(-size // 1024)
    return ""
