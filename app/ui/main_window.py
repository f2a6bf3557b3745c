"""The window: start page or the four tabs, menus, title, notices, and what is remembered of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QStackedWidget, QTextEdit

from app.ui.actions import Actions, Command, Menu
from app.ui.context import AppContext
from app.ui.opening import Opener, usual_folder
from app.ui.tabs import TABS, Tabs
from app.ui.widgets.table import TableView

if TYPE_CHECKING:
    from app.ui.start_page import StartPage

NOTICE_MS = 8000
"""How long a notice stays in the status bar."""

LEDGERS = (".xlsx", ".xls", ".xlsm", ".ods", ".et", ".csv", ".txt")


class MainWindow(QMainWindow):
    """The one window of the program."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.tabs = Tabs(context)
        self.opener = Opener(context, self, self.tabs.may_leave)
        self._start_page: StartPage | None = None
        self._pages = QStackedWidget()
        self._pages.addWidget(self.tabs)
        self.setCentralWidget(self._pages)
        self.setMinimumSize(480, 320)
        self.setAcceptDrops(True)
        self.statusBar().setSizeGripEnabled(False)
        self.actions_ = Actions(self, self._menus())
        self.actions_.menus["编辑(&E)"].aboutToShow.connect(self._name_undo)
        self.actions_.menus["文件(&F)"].aboutToShow.connect(self._list_recent)
        self._recent_menu = self.actions_.menus["文件(&F)"].addMenu("最近使用")
        self.actions_.menus["文件(&F)"].insertMenu(self.actions_["import"], self._recent_menu)
        self.tabs.import_asked.connect(self.import_files)
        context.office_opened.connect(self._office_opened)
        context.data_changed.connect(self._tell_title)
        context.status.connect(self.notice)
        self._restore()
        self.actions_.update(has_office=False, writable=False)

    def open_first(self, folder: Path | None, *, usual: bool = True) -> None:
        """Open `folder`, else (`usual`) the office used last or the one at the usual place; else the start page."""
        known = [path for path in [*self.context.settings.recent_offices()[:1], usual_folder()] if _is_office(path)]
        if folder is not None:
            self.opener.open_folder(folder)
        elif known and usual:
            self.opener.open_folder(known[0])
        if not self.context.has_office:
            self._office_opened()

    @property
    def start_page(self) -> StartPage:
        """The page without an office, made when it is first shown."""
        if self._start_page is None:
            from app.ui.start_page import StartPage

            page = self._start_page = StartPage(self.context.settings)
            page.new_asked.connect(self.new_office)
            page.demo_asked.connect(self.opener.open_demo)
            page.open_asked.connect(self.opener.choose_folder)
            page.folder_asked.connect(self.opener.open_folder)
            self._pages.addWidget(page)
        return self._start_page

    def notice(self, text: str) -> None:
        """Show a quiet notice for a while."""
        self.statusBar().showMessage(text, NOTICE_MS)

    def new_office(self) -> None:
        """Ask what the new office is called and where it lies, and create it."""
        from app.ui.new_office import NewOfficeDialog

        dialog = NewOfficeDialog(usual_folder(), self)
        dialog.agreed.connect(self.opener.create)
        dialog.open()

    def import_files(self, paths: tuple[Path, ...] = ()) -> None:
        """Open the import wizard, with files where some were dropped."""
        from app.ui.importing import ImportWizard

        wizard = ImportWizard(self.context, self, paths)
        wizard.open()

    def present_meeting(self, path: Path | None = None) -> None:
        """Show the meeting pack at `path`; without it choose what is shown, or a file where no office is open."""
        if path is not None:
            from app.ui.meeting.opening import show_pack

            show_pack(self, path)
        elif self.context.has_office:
            from app.ui.meeting.dialog import MeetingDialog

            MeetingDialog(self.context, self).open()
        else:
            from app.ui.meeting.opening import choose_pack

            choose_pack(self)

    def show_office_info(self) -> None:
        """Show what the office is called on papers, to be changed."""
        from app.ui.office_info import OfficeInfoDialog

        OfficeInfoDialog(self.context, self).open()

    def show_paper_profile(self) -> None:
        """Show the office's own measures of papers, to be changed."""
        from app.ui.paper_profile import PaperProfileDialog

        PaperProfileDialog(self.context, self).open()

    def undo(self) -> None:
        """Take back the last change and say which it was."""
        self._take_back(redo=False)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self._take_back(redo=True)

    def copy(self) -> None:
        """Copy what is selected where the cursor is."""
        place = QApplication.focusWidget()
        if isinstance(place, TableView | QLineEdit | QTextEdit | QPlainTextEdit):
            place.copy()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.tabs.may_leave() or not self._may_stop_work():
            event.ignore()
            return
        settings = self.context.settings
        settings.set_state("window/geometry", self.saveGeometry())
        settings.set_text("window/tab", str(self.tabs.currentIndex()))
        self.tabs.save_state()
        settings.sync()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.context.writable and _ledgers(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _ledgers(event):
            event.acceptProposedAction()
            self.import_files(paths)

    def _menus(self) -> list[Menu]:
        tabs = self.tabs
        return [
            (
                "文件(&F)",
                [
                    Command("new", "新建办公文件夹…", self.new_office, ("Ctrl+Shift+N",)),
                    Command("open", "打开办公文件夹…", self.opener.choose_folder, ("Ctrl+O",)),
                    Command("demo", "打开演示数据", self.opener.open_demo),
                    Command("import", "导入台账…", self.import_files, ("Ctrl+I",), "writable"),
                    Command("export", "导出…", tabs.export, ("Ctrl+E",), "office"),
                    Command("names", "本单位信息…", self.show_office_info, (), "office"),
                    Command("profile", "公文版式…", self.show_paper_profile, (), "office"),
                    None,
                    Command("close", "关闭办公文件夹", self._close_office, (), "office"),
                    Command("quit", "退出", self.close, ("Ctrl+Q",)),
                ],
            ),
            (
                "编辑(&E)",
                [
                    Command("add", "新增项目…", tabs.add_project, ("Ctrl+N",), "writable"),
                    None,
                    Command("undo", "撤销", self.undo, ("Ctrl+Z",), "writable"),
                    Command("redo", "重做", self.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "writable"),
                    None,
                    Command("copy", "复制", self.copy, ("Ctrl+C",), "office"),
                    Command("find", "查找", tabs.focus_search, ("Ctrl+F",), "office"),
                ],
            ),
            (
                "查看(&V)",
                [
                    *(
                        Command(f"tab{n}", title, lambda n=n: tabs.setCurrentIndex(n), (f"Ctrl+{n + 1}",), "office")
                        for n, (title, _, _) in enumerate(TABS)
                    ),
                    None,
                    Command("dossier", "显示或收起项目档案", tabs.toggle_dossier, ("F9",), "office"),
                    Command("meeting", "会议放映…", self.present_meeting, ("F6",)),
                    Command("refresh", "刷新", self.context.data_changed.emit, ("F5",), "office"),
                ],
            ),
            (
                "帮助(&H)",
                [
                    Command("manual", "使用手册", self._manual, ("F1",)),
                    Command("keys", "快捷键", self._shortcuts),
                    Command("selftest", "自检", self._self_test),
                    None,
                    Command("about", "关于招商台", self._about),
                ],
            ),
        ]

    def _take_back(self, *, redo: bool) -> None:
        from app.rules.errors import OfficeError
        from app.services.office.undo import last_act, undo
        from app.ui.errors import show_error

        context, word = self.context, "重做" if redo else "撤销"
        act = last_act(context.connection, undone=redo)
        if act is None:
            self.notice(f"没有可以{word}的操作。")
            return
        try:
            report = undo(context.office, act.id)
        except OfficeError as error:
            show_error(self, error, word)
            return
        context.data_changed.emit()
        plain = _plain(act.act)
        text = f"已{word}：{plain}（共 {report.restored} 处）"
        self.notice(text + (f"；{len(report.kept)} 处没有动：{report.kept[0]}" if report.kept else ""))

    def _name_undo(self) -> None:
        """Say in the menu what 撤销 and 重做 would act on."""
        from app.services.office.undo import last_act

        for key, word, undone in (("undo", "撤销", False), ("redo", "重做", True)):
            act = last_act(self.context.connection, undone=undone) if self.context.writable else None
            plain = _plain(act.act) if act else ""
            self.actions_[key].setText(f"{word}：{plain}" if act else word)

    def _list_recent(self) -> None:
        self._recent_menu.clear()
        folders = self.context.settings.recent_offices()
        for folder in folders:
            self._recent_menu.addAction(str(folder)).triggered.connect(
                lambda _checked=False, folder=folder: self.opener.open_folder(folder)
            )
        self._recent_menu.setEnabled(bool(folders))

    def _close_office(self) -> None:
        if self.tabs.may_leave():
            self.context.set_office(None)

    def _office_opened(self) -> None:
        context = self.context
        self.actions_.update(has_office=context.has_office, writable=context.writable)
        if not context.has_office:
            self.setWindowTitle("招商台")
            self.start_page.refresh()
            self._pages.setCurrentWidget(self.start_page)
            return
        self.setWindowTitle("招商台")
        office = context.office
        self._tell_title()
        self._pages.setCurrentWidget(self.tabs)
        if office.read_only:
            self.notice("以只读方式打开：可以查看和导出，不能改动。")

    def _tell_title(self) -> None:
        if self.context.has_office:
            names, office = self.context.names, self.context.office
            suffix = "（只读）" if office.read_only else ""
            self.setWindowTitle(f"{names.city} · {names.authority} — {office.folder}{suffix}")

    def _restore(self) -> None:
        settings = self.context.settings
        geometry = settings.state("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(min(1440, room.width()), min(860, room.height() - 40))
        tab = settings.text("window/tab", "0")
        self.tabs.setCurrentIndex(int(tab) if tab.isdigit() and int(tab) < len(TABS) else 0)

    def _may_stop_work(self) -> bool:
        from app.ui.tasks import running_tasks
        from app.ui.widgets.asking import ask

        tasks = [task for task in running_tasks() if not task.quiet]
        if not tasks:
            return True
        if (
            ask(self, "还有工作没有做完", "退出会取消正在进行的工作，已经保存的数据不受影响。", ("退出", "继续工作"))
            != "退出"
        ):
            return False
        for task in tasks:
            task.cancel()
        return True

    def _manual(self) -> None:
        from app.ui.help import show_manual

        show_manual(self)

    def _shortcuts(self) -> None:
        from app.ui.help import show_shortcuts

        show_shortcuts(self, self.actions_.shortcuts())

    def _self_test(self) -> None:
        from app.ui.help import run_self_test

        run_self_test(self)

    def _about(self) -> None:
        from app.ui.help import show_about

        show_about(self)


def _is_office(folder: Path) -> bool:
    return (folder / "office.db").is_file()


def _plain(act: str) -> str:
    """Return what was done, without the words that say it was taken back or made again."""
    return act.removeprefix("撤销：").removeprefix("重做：")


def _ledgers(event: QDragEnterEvent | QDropEvent) -> tuple[Path, ...]:
    paths = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return tuple(path for path in paths if path.suffix.lower() in LEDGERS)
