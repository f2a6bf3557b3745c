"""Opening, creating and building offices from the window, with the questions that go with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from app.rules.errors import OfficeError
from app.ui.context import AppContext
from app.ui.errors import show_error

if TYPE_CHECKING:
    from app.services.office.offices import Office, OfficeNames
    from app.ui.tasks import Progress

DATABASE = "office.db"


def who_am_i() -> str:
    """Return the name that the history bears: the one the computer knows the user by."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未具名"


def usual_folder() -> Path:
    """Return where an office lies unless somebody said otherwise."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(documents)) / "招商台"


class Opener:
    """Opens offices into the context. `window` is the parent of its questions.

    `may_leave` asks about what is not saved in the office that is open; False keeps it.
    """

    def __init__(self, context: AppContext, window: QWidget, may_leave: Callable[[], bool]) -> None:
        self._context = context
        self._window = window
        self._may_leave = may_leave

    def open_folder(self, folder: Path) -> bool:
        """Open the office in `folder`; offer read-only where somebody else holds it. Return whether it is open."""
        from app.services.office import offices

        context = self._context
        if context.has_office and not context.office.read_only and _same(context.office.folder, folder):
            return True
        if not self._may_leave():
            return False
        try:
            office = offices.open_office(folder, who=who_am_i(), today=context.today())
        except offices.OfficeHeld as held:
            from app.ui.widgets.asking import ask

            answer = ask(self._window, "办公文件夹正被使用", held.message, ("以只读方式打开", "取消"))
            if answer != "以只读方式打开":
                return False
            try:
                office = offices.open_office(folder, who=who_am_i(), today=context.today(), read_only=True)
            except OfficeError as error:
                show_error(self._window, error, "打开办公文件夹")
                return False
        except OfficeError as error:
            show_error(self._window, error, "打开办公文件夹")
            if not (folder / DATABASE).exists():
                context.settings.forget_office(folder)
            return False
        self.take(office)
        return True

    def take(self, office: Office) -> None:
        """Make `office` the open one and remember it."""
        self._context.set_office(office)
        self._context.settings.remember_office(office.folder)

    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        from PySide6.QtWidgets import QFileDialog

        start = self._context.settings.recent_offices()[:1] or [usual_folder().parent]
        name = QFileDialog.getExistingDirectory(self._window, "打开办公文件夹", str(start[0]))
        if name:
            self.open_folder(Path(name))

    def create(self, folder: Path, names: OfficeNames, created: Callable[[], None] | None = None) -> None:
        """Create an office in the background, then open it."""
        from app.ui.tasks import run_task

        context, who, today = self._context, who_am_i(), self._context.today()

        def work(_progress: Progress, _cancelled: Callable[[], bool]) -> Office:
            from app.services.office import offices

            return offices.new_office(folder, names.city, names.authority, names.number_word, today=today, who=who)

        def done(office: Office) -> None:
            self.take(office)
            context.status.emit(f"已新建办公文件夹：{folder}")
            if created:
                created()

        run_task(self._window, "新建办公文件夹", work, done)

    def open_demo(self, folder: Path | None = None) -> None:
        """Open the demo office, building it first where it is not there yet."""
        import platformdirs

        from app.ui.tasks import run_task

        target = folder or Path(platformdirs.user_data_dir("zhaoshangtai", appauthor=False)) / "演示数据"
        if (target / DATABASE).exists():
            self.open_folder(target)
            return
        who = who_am_i()

        def work(progress: Progress, cancelled: Callable[[], bool]) -> Office:
            import shutil

            from app.services.office.offices import rebuild_demo

            is_new = not target.exists()
            try:
                return rebuild_demo(target, today=None, who=who, progress=progress, cancelled=cancelled)
            except BaseException:
                if is_new:
                    shutil.rmtree(target, ignore_errors=True)
                raise

        run_task(self._window, "准备演示数据", work, self.take)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except OSError:
        return one == other
