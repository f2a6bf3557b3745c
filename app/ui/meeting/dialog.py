"""会议放映…: which period, which audience; shown at once, or written into a pack file to be carried."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rules.audience import Audience
from app.rules.errors import OfficeError
from app.rules.meeting_pack import MeetingPack
from app.services.meeting.packing import groups_for, open_pack, pack
from app.services.meeting.sealing import SHORTEST
from app.services.ranking.ranking import GROUPS
from app.ui.context import AppContext
from app.ui.meeting.opening import PACKS, begin, choose_pack
from app.ui.meeting.paper import write_briefings, write_meeting
from app.ui.meeting.show import HELP, MeetingShow
from app.ui.ranking.choosers import PeriodChooser
from app.ui.ranking.latest import latest_month
from app.ui.tasks import run_task
from app.ui.theme import Space
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.layout import Strip, button, label

_USUAL = Audience.ALL_OFFICIALS


class MeetingDialog(QDialog):
    """Chooses what the meeting sees."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("会议放映")
        self.setMinimumWidth(720)
        self._context = context
        self.show_: MeetingShow | None = None
        self.periods = PeriodChooser(context.today())
        if (month := latest_month(context.connection)) is not None:
            self.periods.set_period(month)
        self.as_of = DayEdit(context.today())
        self.as_of.set_day(context.today())
        self.audience = QComboBox()
        for audience in Audience:
            self.audience.addItem(audience.label, int(audience))
        self.audience.setCurrentIndex(self.audience.findData(int(_USUAL)))
        self.groups = label("", "muted", wrap=True)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(f"不加锁就不填；加锁至少 {SHORTEST} 个字符")
        self.fault = Strip("error")
        self.go, self.save = button("放映", primary=True), button("存成会议包…")
        self.open_file = button("打开会议包文件…")
        self.pdf, self.briefings = button("整套存成 PDF…"), button("各单位一页简报…")
        self._lay_out()
        self._tell_groups()

    def chosen_audience(self) -> Audience:
        """Return the audience chosen."""
        return Audience(self.audience.currentData())

    def present(self) -> None:
        """Build what the audience may see, and show it."""

        def done(made: MeetingPack) -> None:
            self.show_ = begin(self.parentWidget(), made)
            self.accept()

        self._build("准备会议放映", done)

    def save_pdf(self) -> None:
        """Ask where to, and write the slides as a PDF."""
        name = f"{self.periods.period().label}招商引资会议（{self.chosen_audience().label}）.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "整套存成 PDF", name, "PDF 文件 (*.pdf)")
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_name(f"{path.name}.pdf")

            def done(made: MeetingPack) -> None:
                self._written(lambda: write_meeting(path, made), str(path))

            self._build("存成 PDF", done, path.stem)

    def save_briefings(self) -> None:
        """Ask for a folder, and write one page for each unit into it."""
        chosen = QFileDialog.getExistingDirectory(self, "各单位一页简报存到哪个文件夹")
        if chosen:
            folder = Path(chosen)
            self._build("各单位简报", lambda made: self._written(lambda: write_briefings(folder, made), chosen))

    def _build(self, title: str, done: Callable[[MeetingPack], None], name: str = "会议") -> None:
        """Build what the audience may see, through a pack file and so through its door, behind the window.

        `name` is what will be called so; it passes the door too.
        """

        def work(_progress: object, _cancelled: object) -> MeetingPack:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"{name}.zsp"
                self._pack(path, None)
                return open_pack(path)

        if self._readable():
            run_task(self, title, work, done, self._failed)

    def _written(self, write: Callable[[], object], place: str) -> None:
        try:
            write()
        except OfficeError as error:
            self.fault.tell(error.message)
            return
        self._context.status.emit(f"已保存到 {place}")
        self.accept()

    def save_pack(self) -> None:
        """Ask where to, and write the pack file."""
        if not self._readable():
            return
        name = f"{self.periods.period().label}招商引资会议包.zsp"
        chosen, _ = QFileDialog.getSaveFileName(self, "存成会议包", name, PACKS)
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_name(f"{path.name}.zsp")
        password = self.password.text() or None

        def done(_digest: str) -> None:
            self._context.status.emit(f"会议包已保存到 {path}")
            self.accept()

        run_task(self, "存成会议包", lambda _p, _c: self._pack(path, password), done, self._failed)

    def open_pack(self) -> None:
        """Ask for a pack file and show it."""
        show = choose_pack(self.parentWidget())
        if show is not None:
            self.show_ = show
            self.accept()

    def _pack(self, path: Path, password: str | None) -> str:
        context = self._context
        with closing(context.office.read()) as connection:
            return pack(
                connection,
                self.periods.period(),
                self.chosen_audience(),
                path,
                as_of=self.as_of.day() or context.today(),
                today=context.today(),
                password=password,
            )

    def _readable(self) -> bool:
        self.fault.tell(f"截至日期：{self.as_of.reason}" if self.as_of.reason else "")
        return not self.as_of.reason

    def _failed(self, error: BaseException) -> None:
        from app.ui.errors import show_error

        if isinstance(error, OfficeError):
            self.fault.tell(error.message)
        else:
            show_error(self, error, "会议放映")

    def _tell_groups(self) -> None:
        names = "、".join(GROUPS[group] for group in groups_for(self.chosen_audience()))
        self.groups.setText(f"这个范围能看到：{names}" if names else "这个范围看不到任何一组的排名，只有全省位次。")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(Space.SMALL)
        form.addRow("期间", self.periods)
        form.addRow("截至", self.as_of)
        form.addRow("印发范围", self.audience)
        form.addRow("", self.groups)
        form.addRow("口令", self.password)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_file)
        buttons.addWidget(self.pdf)
        buttons.addWidget(self.briefings)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.MEDIUM)
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addWidget(
            label("用已发布的排名；没有发布的用截至当天的数。不在范围内的单位一个字也不会出现。", "muted", wrap=True)
        )
        layout.addWidget(label(HELP, "muted", wrap=True))
        layout.addLayout(buttons)
        self.audience.currentIndexChanged.connect(lambda _place: self._tell_groups())
        self.go.clicked.connect(self.present)
        self.save.clicked.connect(self.save_pack)
        self.pdf.clicked.connect(self.save_pdf)
        self.briefings.clicked.connect(self.save_briefings)
        self.open_file.clicked.connect(self.open_pack)
