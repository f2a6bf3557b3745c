"""批量提醒函: a month's letters looked over, signed in one go, written, and their recipients printed as a list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.services.letters import LAG_TEMPLATE, LetterBatch, WrittenBatch, lag_letters, write_letters
from app.services.papers.recipient_list import recipients_pdf
from app.services.papers.store import write_whole
from app.services.templates import inputs_of, template
from app.ui.context import AppContext
from app.ui.errors import shown
from app.ui.ranking.choosers import PeriodChooser
from app.ui.ranking.latest import latest_month
from app.ui.tasks import Progress, run_task
from app.ui.theme import Space
from app.ui.widgets.layout import Strip, button, label
from app.ui.widgets.rows_model import RowsModel
from app.ui.widgets.table import TableView


class BatchDialog(QDialog):
    """Writes the letters of a month to those that lag."""

    def __init__(self, parent: QWidget | None, context: AppContext) -> None:
        super().__init__(parent)
        self.setWindowTitle("批量提醒函（进度滞后）")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self.batch: LetterBatch | None = None
        self.written: WrittenBatch | None = None
        self.periods = PeriodChooser(context.today())
        self.periods.set_period(latest_month(context.connection) or self.periods.period())
        self.lines: dict[str, QLineEdit] = {}
        self.folder = QLineEdit(str(context.office.folder / "papers" / "提醒函"))
        self.folder.setAccessibleName("写到文件夹")
        choose = button("选文件夹…")
        self.model = RowsModel(("收文单位", "文号", "标题", "文件"))
        self.table = TableView()
        self.table.setModel(self.model)
        self.table.set_widths(130, 170, 330, 240)
        self.told, self.leaders = Strip("info"), Strip("warning")
        self.count = label("", "muted")
        self.write_button = button("签发并生成", primary=True)
        self.list_button, self.open_button, close = button("发文清单 PDF"), button("打开文件夹"), button("关闭")
        self._lay_out(choose, close)
        self.periods.changed.connect(self.look)
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
        """Find whom the letters of the chosen period go to."""
        office, today, period = self.context.office, self.context.today(), self.periods.period()
        inputs = {name: line.text().strip() for name, line in self.lines.items()}

        def work(*_: object) -> LetterBatch:
            connection = office.read()
            try:
                return lag_letters(office, connection, period, as_of=today, today=today, inputs=inputs)
            finally:
                connection.close()

        run_task(self, "查找进度滞后的单位", work, self._show, self._failed, quiet=True)

    def write(self) -> None:
        """Sign all letters and write them; nothing is numbered where this is cancelled or fails."""
        office, today, out = self.context.office, self.context.today(), Path(self.folder.text().strip())
        period = self.periods.period()
        inputs = {name: line.text().strip() for name, line in self.lines.items()}

        def work(progress: Progress, cancelled: Callable[[], bool]) -> WrittenBatch:
            connection = office.read()
            try:
                batch = lag_letters(office, connection, period, as_of=today, today=today, inputs=inputs)
            finally:
                connection.close()
            return write_letters(office, batch, out, today=today, progress=progress, cancelled=cancelled)

        run_task(self, "签发并生成提醒函", work, self._done)

    def print_list(self) -> None:
        """Write the list of recipients beside the letters."""
        if self.written is None:
            return
        path = Path(self.folder.text().strip()) / f"{self.periods.period().label}提醒函发文清单.pdf"
        with shown(self, "发文清单"):
            keys = [one.paper_id for one in self.written.letters]
            write_whole(path, recipients_pdf(self.context.connection, keys, self.context.today()))
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            self.context.status.emit(f"发文清单保存在 {path}")

    def _lay_out(self, choose: QWidget, close: QWidget) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setSpacing(Space.SMALL)
        form.addRow("期间", self.periods)
        with shown(self, "读取模板"):
            for one in inputs_of(template(self.context.office.folder, LAG_TEMPLATE).source):
                line = QLineEdit()
                if one.standing:
                    line.setText(one.example)
                else:
                    line.setPlaceholderText(f"如：{one.example}；不填则信中不写")
                line.setAccessibleName(one.name)
                self.lines[one.name] = line
                form.addRow(one.name, line)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        form.addRow("写到", place)
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        for widget in (self.list_button, self.open_button, close, self.write_button):
            buttons.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(form)
        layout.addWidget(self.told)
        layout.addWidget(self.leaders)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self.list_button.setEnabled(False)
        self.open_button.setEnabled(False)
        self.write_button.setEnabled(False)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "写到哪个文件夹", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _show(self, batch: LetterBatch) -> None:
        self.batch, self.written = batch, None
        self.model.set_rows([(one.recipients[0].name, "签发时编号", one.title, "") for one in batch.contents])
        self.count.setText(f"{len(batch.contents)} 封")
        exempt = f"免予提醒：{'、'.join(batch.exempt)}。" if batch.exempt else ""
        nobody = "这一期没有需要发函的单位。" if not batch.contents else ""
        self.told.tell(f"{nobody}{exempt}")
        self.leaders.tell(
            f"另有市领导进度滞后：{'、'.join(batch.leaders)}。不对上级领导发函，请另行呈阅。" if batch.leaders else ""
        )
        self.write_button.setEnabled(bool(batch.contents) and self.context.writable)

    def _failed(self, error: BaseException) -> None:
        self.batch = None
        self.model.set_rows([])
        self.write_button.setEnabled(False)
        self.told.tell(str(error))

    def _done(self, written: WrittenBatch) -> None:
        self.written = written
        self.model.set_rows(
            [
                (one.recipient, one.number, "早已签发，按原件重印" if one.again else "已签发", one.file.name)
                for one in written.letters
            ]
        )
        if written.joined is not None:
            self.told.tell(f"已签发并写出 {len(written.letters)} 封，合订打印：{written.joined}")
        self.list_button.setEnabled(bool(written.letters))
        self.open_button.setEnabled(bool(written.letters))
        self.context.data_changed.emit()
