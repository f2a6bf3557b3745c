"""批量提醒函: a month's letters looked over, signed in one go, written, issued, their recipients printed as a list."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.services.chain.extend_letters import EXTEND_TEMPLATE, extend_letters
from app.services.papers.letters import LetterBatch, WrittenBatch, issue_letters, write_letters
from app.services.papers.recipient_list import recipients_pdf
from app.services.papers.store import write_whole
from app.services.papers.templates import inputs_of, template
from app.services.supervision.lag_letters import LAG_TEMPLATE, lag_letters
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.ranking.choosers import PeriodChooser
from app.ui.ranking.latest import latest_month
from app.ui.tasks import Progress, run_task
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView

_KINDS = {"进度滞后提醒函": (LAG_TEMPLATE, lag_letters), "产业延伸提醒函": (EXTEND_TEMPLATE, extend_letters)}
"""What letters are called; the template that they are made of, and what drafts them."""


class BatchDialog(QDialog):
    """Writes the letters of a month: to those that lag, or to those that brought projects."""

    def __init__(self, parent: QWidget | None, context: AppContext) -> None:
        super().__init__(parent)
        self.setWindowTitle("批量提醒函")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self.batch: LetterBatch | None = None
        self.written: WrittenBatch | None = None
        self.kinds = QComboBox()
        self.kinds.addItems(list(_KINDS))
        self.kinds.setAccessibleName("种类")
        self.periods = PeriodChooser(context.today())
        self.periods.set_period(latest_month(context.connection) or self.periods.period())
        self.lines: dict[str, QLineEdit] = {}
        self._inputs = QFormLayout()
        self._asked = 0
        self.folder = QLineEdit(str(context.office.folder / "papers" / "提醒函"))
        self.folder.setAccessibleName("写到文件夹")
        choose = button("选文件夹…")
        self.model = RowsModel(("收文单位", "文号", "标题", "文件"))
        self.table = TableView(units=context.named_units)
        self.table.setModel(self.model)
        self.table.set_widths(130, 170, 330, 240)
        self.told, self.leaders = Strip("info"), Strip("warning")
        self.count = label("", "muted")
        self.write_button = button("签发并生成", primary=True)
        self.issue_button = button("全部印发")
        self.issue_button.setToolTip("记为今天发给各收文单位，答复期限从今天起算")
        self.list_button, self.open_button, close = button("发文清单 PDF"), button("打开文件夹"), button("关闭")
        self._lay_out(choose, close)
        self.periods.changed.connect(self.look)
        self.kinds.currentIndexChanged.connect(self._kind_chosen)
        self.issue_button.clicked.connect(self.issue)
        choose.clicked.connect(self._choose_folder)
        self.write_button.clicked.connect(self.write)
        self.list_button.clicked.connect(self.print_list)
        self.open_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text().strip()))
        )
        close.clicked.connect(self.reject)
        self.resize(960, 560)
        self.look()

    def look(self) -> None:
        """Find whom the letters of the chosen kind and period go to."""
        self._asked += 1
        asked, drafted = self._asked, self._drafting()

        def found(batch: LetterBatch) -> None:
            if asked == self._asked:
                self._show(batch)

        def failed(error: BaseException) -> None:
            if asked == self._asked:
                self._failed(error)

        run_task(self, "查找收文单位", lambda *_: drafted(), found, failed, quiet=True)

    def write(self) -> None:
        """Sign all letters and write them; nothing is numbered where this is cancelled or fails."""
        office, today, out = self.context.office, self.context.today(), Path(self.folder.text().strip())
        drafted = self._drafting()

        def work(progress: Progress, cancelled: Callable[[], bool]) -> tuple[LetterBatch, WrittenBatch]:
            batch = drafted()
            return batch, write_letters(office, batch, out, today=today, progress=progress, cancelled=cancelled)

        run_task(self, "签发并生成提醒函", work, self._done)

    def issue(self) -> None:
        """Issue all letters that were written."""
        office, today, batch, written = self.context.office, self.context.today(), self.batch, self.written
        if batch is None or written is None:
            return

        def done(count: int) -> None:
            self.told.tell(f"已印发 {count} 封，答复期限从今天起算。" if count else "这些信函都已印发过。")
            self.issue_button.setEnabled(False)
            self.context.data_changed.emit()

        run_task(self, "印发提醒函", lambda *_: issue_letters(office, written, today), done)

    def print_list(self) -> None:
        """Write the list of recipients beside the letters."""
        if self.written is None:
            return
        path = Path(self.folder.text().strip()) / f"{self.periods.period().label}{self.kinds.currentText()}发文清单.pdf"
        with shown(self, "发文清单"):
            keys = [one.paper_id for one in self.written.letters]
            write_whole(path, recipients_pdf(self.context.connection, keys, self.context.today()))
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            self.context.status.emit(f"发文清单保存在 {path}")

    def _drafting(self) -> Callable[[], LetterBatch]:
        """Return what drafts the letters as chosen now, on a connection of its own."""
        office, today, period = self.context.office, self.context.today(), self.periods.period()
        inputs = {name: line.text().strip() for name, line in self.lines.items()}
        _, letters = _KINDS[self.kinds.currentText()]

        def draft() -> LetterBatch:
            with closing(office.read()) as connection:
                return letters(office, connection, period, as_of=today, today=today, inputs=inputs)

        return draft

    def _kind_chosen(self) -> None:
        self._ask()
        self.look()

    def _ask(self) -> None:
        """Ask for what the template of the chosen kind wants filled in."""
        while self._inputs.rowCount():
            self._inputs.removeRow(0)
        self.lines = {}
        with shown(self, "读取模板"):
            name, _ = _KINDS[self.kinds.currentText()]
            for one in inputs_of(template(self.context.office.folder, name).source):
                line = QLineEdit()
                if one.standing:
                    line.setText(one.example)
                else:
                    line.setPlaceholderText(f"如：{one.example}；不填则信中不写")
                line.setAccessibleName(one.name)
                self.lines[one.name] = line
                self._inputs.addRow(one.name, line)

    def _lay_out(self, choose: QWidget, close: QWidget) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setSpacing(Space.SMALL)
        form.addRow("种类", self.kinds)
        form.addRow("期间", self.periods)
        self._inputs.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self._inputs.setSpacing(Space.SMALL)
        self._ask()
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        form.addRow("写到", place)
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        for widget in (self.list_button, self.issue_button, self.open_button, close, self.write_button):
            buttons.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(form)
        layout.addLayout(self._inputs)
        layout.addWidget(self.told)
        layout.addWidget(self.leaders)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self.list_button.setEnabled(False)
        self.issue_button.setEnabled(False)
        self.open_button.setEnabled(False)
        self.write_button.setEnabled(False)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "写到哪个文件夹", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _show(self, batch: LetterBatch) -> None:
        self.batch, self.written = batch, None
        for widget in (self.list_button, self.issue_button):
            widget.setEnabled(False)
        self.model.set_rows([(one.recipients[0].name, "签发时编号", one.title, "") for one in batch.contents])
        self.count.setText(f"{len(batch.contents)} 封")
        exempt = f"免予提醒：{'、'.join(batch.exempt)}。" if batch.exempt else ""
        nobody = "这一期没有需要发函的单位。" if not batch.contents else ""
        self.told.tell(f"{nobody}{exempt}")
        self.leaders.tell(
            f"另有市领导：{'、'.join(batch.leaders)}。不对上级领导发函，请另行呈阅。" if batch.leaders else ""
        )
        self.write_button.setEnabled(bool(batch.contents) and self.context.writable)

    def _failed(self, error: BaseException) -> None:
        self.batch = None
        self.model.set_rows([])
        self.write_button.setEnabled(False)
        self.told.tell(str(error))

    def _done(self, made: tuple[LetterBatch, WrittenBatch]) -> None:
        self.batch, self.written = made
        written = self.written
        self.model.set_rows(
            [
                (one.recipient, one.number, "早已签发，按原件重印" if one.again else "已签发", one.file.name)
                for one in written.letters
            ]
        )
        if written.joined is not None:
            self.told.tell(f"已签发并写出 {len(written.letters)} 封，合订打印：{written.joined}")
        self.list_button.setEnabled(bool(written.letters))
        self.issue_button.setEnabled(bool(written.letters))
        self.open_button.setEnabled(bool(written.letters))
        self.context.data_changed.emit()
