"""The page 以商招商: who brought whom as a table and as a picture, what each gets for it and why, and what is done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from app.rules.audience import goes_to
from app.rules.errors import OfficeError
from app.rules.money import in_words
from app.rules.policy.conditions import State
from app.services.policy.referral_map import BroughtLine, Referring, referral_map
from app.ui.context import AppContext
from app.ui.errors import show_error, shown
from app.ui.policy.act_dialog import ActDialog
from app.ui.policy.brought_scene import BroughtScene, BroughtView
from app.ui.policy.match_acts import end_form, grant_referral_form, tie_form
from app.ui.policy.tables import policy_table
from app.ui.tasks import run_task
from app.ui.theme import Colour, Space, heading_font
from app.ui.widgets.edits import DayEdit
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.layout import Strip, button, label

_HEADS = ("引荐企业", "被引荐项目", "产业", "投资额", "结论", "分年安排", "兑现", "理由")
_WIDTHS = (112, 204, 72, 78, 60, 196, 130, 320)
"""Up to 分年安排 they stand in view beside the picture at 1366 pixels."""
_KINDS = "PNG 图片 (*.png);;SVG 矢量图 (*.svg)"


class ReferralsPage(QWidget):
    """Reads who brought whom behind the window, and anew whenever something was written."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._lines: list[tuple[Referring, BroughtLine]] = []
        self._asked, self._stale = 0, True
        self.dialog: ActDialog | None = None
        self.day = DayEdit(context.today())
        self.day.set_day(context.today())
        self.day.setAccessibleName("按哪天")
        self.day.setMaximumWidth(150)
        self.fault, self.told = Strip("error"), label("", "muted", wrap=True)
        self.table, self.rows = policy_table(
            context,
            "policy-referrals",
            "引荐关系",
            _HEADS,
            _WIDTHS,
            right=("投资额",),
            empty="还没有登记引荐企业。在招商档案里给项目填上引荐企业，这里就有。",
        )
        self.view = BroughtView()
        self.title, self.reason = label("", wrap=True), label("", wrap=True)
        self.title.setFont(heading_font())
        self.tie_button, self.grant_button, self.end_button = button("论证关联…"), button("兑现…"), button("终止…")
        self.open_button, self.picture_button, self.paper_button = button("看档案"), button("存图…"), button("打印…")
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read everything again, behind the window."""
        if not self._context.has_office:
            return
        if self.day.reason or (on := self.day.day()) is None:
            self.fault.tell(f"按哪天：{self.day.reason or '请填写，如 2026-07-05'}")
            return
        self._stale = False
        self._asked += 1
        asked, office = self._asked, self._context.office

        def work(_progress: object, _cancelled: object) -> tuple[Referring, ...]:
            with closing(office.read()) as connection:
                return referral_map(connection, on)

        def done(found: tuple[Referring, ...]) -> None:
            if asked == self._asked:
                self._show(found)

        def failed(error: BaseException) -> None:
            if asked != self._asked:
                return
            self._show(())
            if isinstance(error, OfficeError):
                self.fault.tell(error.message)
            else:
                show_error(self, error, "以商招商")

        run_task(self, "读取引荐关系", work, done, failed, quiet=True)

    def chosen(self) -> tuple[Referring, BroughtLine] | None:
        """Return the line that the cursor is on, with its referrer."""
        row = self.table.currentIndex().row()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def justify(self) -> None:
        """Open the form that justifies the tie of the line chosen."""
        if found := self.chosen():
            one, line = found
            day = self._context.today()
            self._open(tie_form(self._context, self, one.subject, line.project_id, line.project, day))

    def grant(self) -> None:
        """Open the form that grants what the line chosen gives."""
        if found := self.chosen():
            one, line = found
            about = f"引荐{line.project}，{line.passed.benefit}"
            day = self._context.today()
            self._open(grant_referral_form(self._context, self, one.subject, line.project_id, about, day))

    def end(self) -> None:
        """Open the form that ends the grant of the line chosen from a stated day."""
        if (found := self.chosen()) and (granted := found[1].granted):
            day = found[1].passed.ended_on or self._context.today()
            self._open(end_form(self._context, self, [granted], day))

    def save_picture(self) -> None:
        """Write the picture of who brought whom as PNG or vectors; it states how far it may go."""
        scene = self.view.picture
        if scene is None or not scene.boxes:
            self._context.status.emit("没有可以保存的图。")
            return
        name, _ = QFileDialog.getSaveFileName(self, "存图", "以商招商引荐关系图.png", _KINDS)
        if not name:
            return
        from app.ui.ranking.picture import save_picture

        path = Path(name)
        audience = goes_to(self._context.named_units(), [*scene.said, path.name])
        with shown(self, "存图"):
            self.view.fit()
            save_picture(self.view, path, f"以商招商引荐关系图　截至{self.day.text()}", audience)
            self._context.status.emit(f"图已保存到 {path}")

    def show_report(self) -> None:
        """Open the paper on who brought whom, to be printed or saved."""
        if self.day.reason or (on := self.day.day()) is None:
            return
        from app.services.policy.papers.referrals import brought_paper
        from app.ui.papers.paper_window import show_paper

        today = self._context.today()
        show_paper(self, self._context, lambda connection: brought_paper(connection, on, today=today))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _show(self, found: tuple[Referring, ...]) -> None:
        before = self.chosen()
        self.fault.tell("")
        self._lines = [(one, line) for one in found for line in one.brought]
        muted = {n: Colour.MUTED for n, (_, line) in enumerate(self._lines) if line.passed.state is State.NO}
        self.rows.set_rows([_row(one, line) for one, line in self._lines], muted)
        counts = [sum(line.passed.state is state for _, line in self._lines) for state in (State.YES, State.COULD)]
        self.told.setText(
            f"{len(found)} 家企业引荐 {len(self._lines)} 个项目：可享受 {counts[0]} 个，可争取 {counts[1]} 个，"
            f"不享受 {len(self._lines) - sum(counts)} 个。几项引荐扶持依次顺延，不重叠。"
        )
        self.view.show_scene(BroughtScene(found))
        same = [
            n
            for n, (one, line) in enumerate(self._lines)
            if before and (one.subject.id, line.project_id) == (before[0].subject.id, before[1].project_id)
        ]
        if self._lines:
            self.table.select_row(same[0] if same else 0)
        self._show_line()

    def _show_line(self) -> None:
        found, writable = self.chosen(), self._context.writable
        line = found[1] if found else None
        may = line is not None and line.passed.state is State.YES and bool(line.passed.schedule)
        running = line is not None and line.granted is not None and line.granted.ended_on is None
        untied = line is not None and any(one.fact == "产业关联" and not one.ok for one in line.passed.conditions)
        self.tie_button.setEnabled(writable and untied)
        self.grant_button.setEnabled(writable and may and line is not None and line.granted is None)
        self.end_button.setEnabled(writable and running)
        self.open_button.setEnabled(line is not None)
        if found is None or line is None:
            self.title.setText("")
            self.reason.setText("")
            return
        one = found[0]
        self.title.setText(f"{one.subject.name} → {line.project}")
        self.reason.setText("\n".join(filter(None, _words(line))))
        self.view.look_at(one.subject.id, line.project_id)

    def _choose(self, referrer: int, project: int) -> None:
        for row, (one, line) in enumerate(self._lines):
            if (one.subject.id, line.project_id) == (referrer, project):
                self.table.select_row(row)

    def _open(self, form: ActDialog) -> None:
        self.dialog = form
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _dossier(self) -> None:
        if found := self.chosen():
            self._context.project_requested.emit(found[1].project_id)

    def _outdated(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _connect(self) -> None:
        self.day.returnPressed.connect(self.refresh)
        self.day.changed.connect(lambda: None if self.day.hasFocus() else self.refresh())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_line())
        self.table.activated.connect(self._dossier)
        self.view.chosen.connect(self._choose)
        self.tie_button.clicked.connect(self.justify)
        self.grant_button.clicked.connect(self.grant)
        self.end_button.clicked.connect(self.end)
        self.open_button.clicked.connect(self._dossier)
        self.picture_button.clicked.connect(self.save_picture)
        self.paper_button.clicked.connect(self.show_report)
        self._context.data_changed.connect(self._outdated)
        self._context.office_opened.connect(self._outdated)

    def _lay_out(self) -> None:
        line = QWidget()
        bar = FlowLayout(line, spacing=Space.SMALL)
        for widget in (
            label("按哪天", "muted"),
            self.day,
            self.tie_button,
            self.grant_button,
            self.end_button,
            self.open_button,
            self.picture_button,
            self.paper_button,
        ):
            bar.addWidget(widget)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(Space.SMALL, 0, 0, 0)
        beside.setSpacing(Space.SMALL)
        beside.addWidget(self.title)
        beside.addWidget(self.reason)
        beside.addWidget(self.view, 1)
        splitter = QSplitter()
        splitter.addWidget(self.table)
        splitter.addWidget(side)
        splitter.setSizes([756, 564])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(line)
        layout.addWidget(self.fault)
        layout.addWidget(self.told)
        layout.addWidget(splitter, 1)
        hint = "绿为可享受，黄为可争取，灰为不享受；点图上的项目选中对应的行，滚轮缩放，双击一行看档案。"
        layout.addWidget(label(hint, "muted", wrap=True))


def _row(one: Referring, line: BroughtLine) -> tuple[str, ...]:
    granted = line.granted
    ended = f"（{granted.ended_on}止）" if granted and granted.ended_on else ""
    return (
        one.subject.name,
        line.project,
        line.industry,
        in_words(line.investment) if line.investment else "",
        line.passed.state.label,
        line.years,
        f"{granted.paper}{ended}" if granted else "",
        line.passed.note,
    )


def _words(line: BroughtLine) -> tuple[str, ...]:
    granted = line.granted
    return (
        f"{line.passed.state.label}　{line.passed.benefit}",
        f"分年：{line.years}" if line.years else "",
        line.passed.note,
        f"已兑现：{granted.paper}（{granted.granted_on}）" if granted else "",
    )
