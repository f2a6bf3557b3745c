"""The button 更多: acts on the selected projects at once, merging two of them, taking back an import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QWidget

from app.rules.errors import OfficeError
from app.services.dossiers.projects import filter_choices, project_rows
from app.ui.context import AppContext
from app.ui.errors import show_error
from app.ui.widgets.asking import ask, ask_text

if TYPE_CHECKING:
    from app.ui.tasks import Progress


class ActsMenu(QPushButton):
    """Acts on `selected()`; `export_asked` asks for the export of the selected."""

    export_asked = Signal()

    def __init__(
        self, context: AppContext, selected: Callable[[], Sequence[int]], parent: QWidget | None = None
    ) -> None:
        super().__init__("更多", parent)
        self._context, self._selected = context, selected
        self.setAutoDefault(False)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def fill(self) -> QMenu:
        """Offer what can be done with the present selection, and return the menu."""
        menu, count, may = self._menu, len(self._selected()), self._context.writable
        menu.clear()
        for text, act, can in (
            (f"给选中的 {count} 个项目设置行业…", self.set_industry, may and count > 0),
            (f"给选中的 {count} 个项目添加备注…", self.add_note, may and count > 0),
            (f"导出选中的 {count} 个项目…", self.export_asked.emit, count > 0),
            ("", None, False),
            ("合并选中的两个项目…", self.merge_projects, may and count == 2),
            ("合并选中两个项目的企业…", self.merge_enterprises, may and count == 2),
            ("", None, False),
            ("撤销一次导入…", self.undo_import, may),
            ("核对全部资料的文件", self.check_documents, True),
        ):
            if act is None:
                menu.addSeparator()
                continue
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, act=act: act())
            action.setEnabled(can)
        return menu

    def set_industry(self) -> None:
        """Give the selected projects an industry."""
        from app.services.dossiers.groups import set_industry

        known = filter_choices(self._context.connection).industries
        names = [one.name for one in known]
        name, agreed = QInputDialog.getItem(self, "设置行业", "选中的项目都属于哪个行业？", names, 0, False)
        if agreed and name in names:
            ids = list(self._selected())
            industry = known[names.index(name)].id
            self._attempt(
                "设置行业", lambda: set_industry(self._context.office, ids, industry), "已设置 {} 个项目的行业"
            )

    def add_note(self) -> None:
        """Add a line to the notes of the selected projects."""
        from app.services.dossiers.groups import add_note

        text = ask_text(self, "添加备注", "给选中的每个项目添加一行备注：")
        if text is not None:
            ids = list(self._selected())
            self._attempt("添加备注", lambda: add_note(self._context.office, ids, text), "已给 {} 个项目添加备注")

    def merge_projects(self) -> None:
        """Make one of the two selected projects, after asking which stays and why."""
        from app.services.dossiers.merging import merge_projects

        rows = project_rows(self._context.connection, list(self._selected()))
        chosen = self._which("合并项目", [(row.id, f"{row.code} {row.name}") for row in rows])
        if chosen is None:
            return
        kept, dropped, reason = chosen
        today = self._context.today()
        self._attempt(
            "合并项目",
            lambda: merge_projects(self._context.office, kept, dropped, reason=reason, today=today),
            "已合并项目",
        )

    def merge_enterprises(self) -> None:
        """Make one of the enterprises of the two selected projects."""
        from app.services.dossiers.dossier_view import load_dossier
        from app.services.dossiers.merging import merge_enterprises

        dossiers = [load_dossier(self._context.connection, one) for one in self._selected()]
        firms = {one.enterprise_id: f"{one.enterprise} {one.uscc}".strip() for one in dossiers}
        if len(firms) < 2:
            self._context.status.emit("选中的两个项目已经是同一家企业的。")
            return
        chosen = self._which("合并企业", list(firms.items()))
        if chosen is None:
            return
        kept, dropped, reason = chosen
        today = self._context.today()

        def act() -> str:
            twins = merge_enterprises(self._context.office, kept, dropped, reason=reason, today=today)
            return f"，下面这些项目现在有重名，请核对是否也要合并：{'、'.join(twins)}" if twins else ""

        self._attempt("合并企业", act, "已合并企业{}")

    def undo_import(self) -> None:
        """Take back a whole import that the user picks; what was worked on since stays and is told."""
        from app.services.office.undo import imports, undo

        acts = imports(self._context.connection)
        if not acts:
            self._context.status.emit("没有可以撤销的导入。")
            return
        names = [f"{act.at:%Y-%m-%d %H:%M}　{act.act}（{act.who}）" for act in acts]
        name, agreed = QInputDialog.getItem(
            self, "撤销一次导入", "撤销哪一次导入？之后又改过的项目会保留，并列出来。", names, 0, False
        )
        if not agreed or name not in names:
            return
        try:
            report = undo(self._context.office, acts[names.index(name)].id)
        except OfficeError as error:
            show_error(self, error, "撤销导入")
            return
        self._context.data_changed.emit()
        self._context.status.emit(f"已撤销：{report.act}（共 {report.restored} 处）")
        if report.kept:
            shown = "\n".join(report.kept[:20]) + (f"\n……共 {len(report.kept)} 处" if len(report.kept) > 20 else "")
            ask(self, "有些记录保留了", f"导入之后又改过，所以没有动：\n{shown}", ("知道了",))

    def check_documents(self) -> None:
        """Read every document again and tell which are missing or were changed."""
        from app.services.dossiers.documents import check_documents
        from app.ui.tasks import run_task

        office = self._context.office

        def work(progress: Progress, cancelled: Callable[[], bool]) -> list[tuple[int, str, str]]:
            with closing(office.read()) as connection:
                return check_documents(connection, office.folder, progress, cancelled)

        def done(found: list[tuple[int, str, str]]) -> None:
            if not found:
                self._context.status.emit("全部资料的文件都在，内容没有变。")
                return
            rows = {row.id: row.name for row in project_rows(self._context.connection, [one for one, _, _ in found])}
            shown = "\n".join(f"{rows.get(project, '')}：“{name}”{trouble}" for project, name, trouble in found[:20])
            ask(
                self, "有资料的文件不对", f"共 {len(found)} 份，请从备份恢复 attachments 文件夹：\n{shown}", ("知道了",)
            )

        run_task(self, "核对资料", work, done)

    def _which(self, title: str, two: Sequence[tuple[int, str]]) -> tuple[int, int, str] | None:
        """Ask which of two records stays, and why they are one; None where the user thought better of it."""
        if len(two) != 2:
            return None
        (one, first), (other, second) = two
        question = f"保留哪一个？另一个的内容会并进来，随时可以撤销。\n\n1　{first}\n2　{second}"
        answer = ask(self, title, question, ("保留 1", "保留 2", "取消"))
        if answer == "取消":
            return None
        reason = ask_text(self, title, "为什么认为是同一个？（记入历史）")
        if reason is None:
            return None
        return (one, other, reason) if answer == "保留 1" else (other, one, reason)

    def _attempt(self, title: str, act: Callable[[], object], notice: str) -> None:
        try:
            told = act()
        except OfficeError as error:
            show_error(self, error, title)
            return
        self._context.data_changed.emit()
        self._context.status.emit(f"{notice.format('' if told is None else told)}（Ctrl+Z 可撤销）")
