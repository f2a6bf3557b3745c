"""Beginning a meeting: a pack file opened (with its password where it is locked), with or without an office."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

from app.rules.errors import OfficeError, Refused
from app.rules.meeting_pack import MeetingPack
from app.services.meeting.packing import needs_password, open_pack
from app.ui.errors import show_error
from app.ui.meeting.show import MeetingShow

PACKS = "会议包 (*.zsp);;所有文件 (*)"
TITLE = "打开会议包"


def choose_pack(parent: QWidget | None) -> MeetingShow | None:
    """Ask for a pack file and begin its presentation; None where the user thought better of it or it failed."""
    chosen, _ = QFileDialog.getOpenFileName(parent, TITLE, "", PACKS)
    return show_pack(parent, Path(chosen)) if chosen else None


def show_pack(parent: QWidget | None, path: Path) -> MeetingShow | None:
    """Open a pack file and begin its presentation; a wrong password is asked for again."""
    try:
        pack = _open(parent, path)
    except OfficeError as error:
        show_error(parent, error, TITLE)
        return None
    return begin(parent, pack) if pack is not None else None


def begin(parent: QWidget | None, pack: MeetingPack) -> MeetingShow:
    """Show a pack over the whole screen that the window is on."""
    show = MeetingShow(pack, parent)
    if parent is not None:
        show.setGeometry(parent.screen().geometry())
    show.showFullScreen()
    show.activateWindow()
    return show


def _open(parent: QWidget | None, path: Path) -> MeetingPack | None:
    if not needs_password(path):
        return open_pack(path)
    told = f"“{path.name}”加了锁，请输入口令："
    while True:
        password, agreed = QInputDialog.getText(parent, TITLE, told, QLineEdit.EchoMode.Password)
        if not agreed:
            return None
        try:
            return open_pack(path, password)
        except Refused as error:
            told = f"{error.message}\n请再输入一次："
