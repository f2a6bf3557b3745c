"""会议放映: slides of one audience, keys and remote control, packs opened without an office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

import main
from app.cli.arguments import window_call
from app.rules.audience import Audience
from app.rules.meeting_pack import MeetingPack
from app.rules.periods import Period
from app.services.meeting.meeting_content import meeting_content
from app.services.meeting.packing import open_pack, pack
from app.services.ranking.province import Standing, set_standings
from app.services.ranking.units import add_unit
from app.ui.context import AppContext
from app.ui.main_window import MainWindow
from app.ui.meeting import wording
from app.ui.meeting.canvas import DARK, HIGH, LIGHT, WIDE, Canvas
from app.ui.meeting.dialog import MeetingDialog
from app.ui.meeting.show import MeetingShow
from app.ui.meeting.slides import paint_slide, slides_of
from app.ui.settings import Settings
from tests.classed_office import by_hand, classed
from tests.gui.conftest import settle
from tests.support import TODAY, reading, set_target, signed_project

JUNE = Period.parse("2026-06")
LOCK = "八个字符以上的口令"


class Listening(Canvas):
    """Draws, and remembers every text and where it stands."""

    def __init__(self, painter: QPainter) -> None:
        super().__init__(painter, LIGHT)
        self.texts: list[str] = []
        self.boxes: list[tuple[float, float, float, float]] = []

    def text(self, x: float, y: float, width: float, height: float, text: str, size: float, **look: object) -> None:
        self.texts.append(text)
        self.boxes.append((x, y, width, height))
        super().text(x, y, width, height, text, size, **look)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def file(context: AppContext, tmp_path: Path) -> Path:
    """A pack of June 2026 for the meeting of all officials."""
    return write(context, tmp_path / "六月.zsp", Audience.ALL_OFFICIALS)


def write(context: AppContext, path: Path, audience: Audience, password: str | None = None) -> Path:
    office = context.office
    for unit in ("定国县", "云河县", "市工信局", "周明远"):
        set_target(office, unit, "signed", 12)
    signed_project(office, "甲项目", 20_000, dt.date(2026, 6, 3))
    signed_project(office, "乙项目", 800, dt.date(2026, 6, 30), county="云河县")
    cities = [("江宁市", 1), ("东陵市", 2), ("清沅市", 3), ("南浦市", 4)]
    set_standings(office, [Standing("2026-06", city, rank, signed=200 - rank) for city, rank in cities], today=TODAY)
    pack(context.connection, JUNE, audience, path, as_of=TODAY, today=TODAY, password=password)
    return path


@pytest.fixture
def show(qtbot: QtBot, file: Path) -> MeetingShow:
    show = MeetingShow(open_pack(file))
    qtbot.addWidget(show)
    show.resize(1366, 768)
    show.show()
    return show


def drawn(show: MeetingShow) -> list[list[str]]:
    """Return the texts of every slide."""
    image = QImage(int(WIDE), int(HIGH), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    found = []
    for number, slide in enumerate(show.slides):
        canvas = Listening(painter)
        paint_slide(canvas, show.pack, slide, number, len(show.slides))
        assert all(x >= 0 and y >= 0 and x + w <= WIDE + 1 and y + h <= HIGH + 1 for x, y, w, h in canvas.boxes)
        found.append(canvas.texts)
    painter.end()
    return found


def press(qtbot: QtBot, show: MeetingShow, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(show, key)


def test_slides_go_from_the_city_to_every_unit(show: MeetingShow) -> None:
    titles = [slide.title for slide in show.slides]
    assert titles[:3] == ["清沅市2026年6月招商引资工作情况", "清沅市2026年6月总体情况", "全省位次"]
    assert titles.index("县区2026年6月排名") < titles.index("定国县　2026年6月") < titles.index("市直部门2026年6月排名")
    texts = drawn(show)
    table = texts[titles.index("县区2026年6月排名")]
    assert {"定国县", "云河县", "8.33%"} <= set(table)
    assert any("甲项目" in text for text in texts[titles.index("定国县　2026年6月")])
    assert any("与前一位东陵市" in text for text in texts[2])


def test_nothing_outside_the_audience_is_shown(show: MeetingShow) -> None:
    said = "".join(text for slide in drawn(show) for text in slide)
    for leader in ("周明远", "沈国栋", "方文博"):
        assert leader not in said
    assert "印发范围：全市领导干部大会" in said


def test_a_wider_audience_sees_no_group_that_a_narrower_one_does(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    narrow = MeetingShow(open_pack(write(context, tmp_path / "常委会.zsp", Audience.STANDING_COMMITTEE)))
    qtbot.addWidget(narrow)
    assert any("周明远" in slide.title for slide in narrow.slides)


def test_a_remote_control_goes_on_and_back(qtbot: QtBot, show: MeetingShow) -> None:
    last = len(show.slides) - 1
    press(qtbot, show, Qt.Key.Key_PageUp)
    assert show.number == 0
    press(qtbot, show, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_Right)
    assert show.number == 3
    press(qtbot, show, Qt.Key.Key_PageUp)
    assert show.number == 2
    press(qtbot, show, Qt.Key.Key_End, Qt.Key.Key_PageDown)
    assert show.number == last
    press(qtbot, show, Qt.Key.Key_Home)
    assert show.number == 0
    press(qtbot, show, Qt.Key.Key_4, Qt.Key.Key_Return)
    assert show.number == 3
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(show, Qt.MouseButton.RightButton)
    assert show.number == 3


def test_black_hides_the_slide_and_the_next_key_brings_it_back(qtbot: QtBot, show: MeetingShow) -> None:
    press(qtbot, show, Qt.Key.Key_PageDown, Qt.Key.Key_B)
    image = show.grab().toImage()
    assert {image.pixelColor(x, y).name() for x in range(0, 1366, 50) for y in range(0, 768, 50)} == {"#000000"}
    press(qtbot, show, Qt.Key.Key_PageDown)
    assert (show.black, show.number) == (False, 1), "from black the same slide comes back"


def test_dark_and_light(qtbot: QtBot, show: MeetingShow) -> None:
    assert show.grab().toImage().pixelColor(683, 20).name() == LIGHT.paper
    press(qtbot, show, Qt.Key.Key_D)
    assert show.grab().toImage().pixelColor(683, 20).name() == DARK.paper


def test_escape_ends_it(qtbot: QtBot, show: MeetingShow) -> None:
    show.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    press(qtbot, show, Qt.Key.Key_Escape)
    assert not show.isVisible()


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080), (3840, 2160)])
def test_every_slide_fits_every_screen(show: MeetingShow, size: tuple[int, int]) -> None:
    show.resize(*size)
    for number in range(len(show.slides)):
        show.go(number)
        image = show.grab().toImage()
        colours = {image.pixelColor(x, y).name() for x in range(0, size[0], 17) for y in range(0, size[1], 17)}
        assert len(colours) > 2, show.slides[number].title


def showing() -> MeetingShow:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, MeetingShow) and one.isVisible()]
    return found


def test_a_pack_is_opened_without_any_office(
    qtbot: QtBot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(AppContext(TODAY, Settings(tmp_path / "other.ini")))
    qtbot.addWidget(window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    assert window.actions_["meeting"].isEnabled()
    window.actions_["meeting"].trigger()
    show = showing()
    assert show.isFullScreen()
    assert show.pack.title == "清沅市2026年6月招商引资工作情况"
    show.close()


def test_a_locked_pack_asks_for_its_password_until_it_is_right(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(context, tmp_path / "锁.zsp", Audience.ALL_OFFICIALS, LOCK)
    window = MainWindow(AppContext(TODAY, Settings(tmp_path / "other.ini")))
    qtbot.addWidget(window)
    typed = iter([("猜一个口令试试", True), (LOCK, True)])
    asked: list[str] = []
    monkeypatch.setattr(QInputDialog, "getText", lambda _p, _t, told, *_: asked.append(told) or next(typed))
    window.present_meeting(path)
    assert ["加了锁" in asked[0], "口令不对" in asked[1]] == [True, True]
    showing().close()


def test_a_damaged_pack_is_told(qtbot: QtBot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(file.read_bytes()[:-40])
    window = MainWindow(AppContext(TODAY, Settings(tmp_path / "other.ini")))
    qtbot.addWidget(window)
    told: list[str] = []
    monkeypatch.setattr("app.ui.errors._open", lambda box: told.append(box.text()))
    window.present_meeting(file)
    assert len(told) == 1
    assert "会议包" in told[0]


def test_the_dialog_says_what_an_audience_sees_and_writes_a_pack(
    qtbot: QtBot, context: AppContext, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file.exists()
    dialog = MeetingDialog(context)
    qtbot.addWidget(dialog)
    assert dialog.groups.text() == "这个范围能看到：县区、市直部门"
    target = tmp_path / "带走"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.password.setText("短")
    dialog.save.click()
    settle(qtbot)
    assert "口令太短" in dialog.fault.text()
    dialog.password.setText(LOCK)
    dialog.save.click()
    settle(qtbot)
    assert open_pack(tmp_path / "带走.zsp", LOCK).audience == "全市领导干部大会"


def test_the_dialog_presents_at_once(qtbot: QtBot, context: AppContext, file: Path) -> None:
    assert file.exists()
    dialog = MeetingDialog(context)
    qtbot.addWidget(dialog)
    dialog.audience.setCurrentIndex(dialog.audience.findData(int(Audience.PUBLIC)))
    dialog.go.click()
    settle(qtbot)
    show = showing()
    assert show.pack.audience == "公开"
    show.close()


def test_the_meeting_goes_on_paper_whole_and_one_page_for_each_unit(
    qtbot: QtBot, context: AppContext, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = MeetingDialog(context)
    qtbot.addWidget(dialog)
    whole, folder = tmp_path / "整套.pdf", tmp_path / "简报"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(whole), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    dialog.pdf.click()
    settle(qtbot)
    with pdfplumber.open(whole) as pdf:
        assert len(pdf.pages) == len(slides_of(open_pack(file)))
        said = "".join(page.dedupe_chars().extract_text() or "" for page in pdf.pages)
    assert "甲项目" in said
    assert "周明远" not in said
    dialog.briefings.click()
    settle(qtbot)
    names = sorted(one.name for one in folder.iterdir())
    assert names == sorted(f"{unit}2026年6月简报.pdf" for unit in ("定国县", "云河县", "市工信局", "市商务局"))
    with pdfplumber.open(folder / "定国县2026年6月简报.pdf") as pdf:
        assert len(pdf.pages) == 1
        text = pdf.pages[0].dedupe_chars().extract_text() or ""
    assert "甲项目" in text
    assert "云河县" not in text


def test_a_briefing_that_cannot_be_written_is_told(
    qtbot: QtBot, context: AppContext, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file.exists()
    dialog = MeetingDialog(context)
    qtbot.addWidget(dialog)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "没有"))
    dialog.briefings.click()
    settle(qtbot)
    assert "没有保存到" in dialog.fault.text()


def test_the_window_can_be_started_with_a_pack() -> None:
    call = window_call(["--pack", "六月.zsp"])
    assert call is not None
    assert (call.pack, call.office) == (Path("六月.zsp"), None)
    assert window_call(["--pack="]) is None


@pytest.mark.parametrize("damaged", [False, True])
def test_a_pack_that_cannot_be_read_ends_the_program_and_says_why(
    file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    path = file if damaged else tmp_path / "没有.zsp"
    if damaged:
        file.write_bytes(file.read_bytes()[:-40])
    assert main.main(["--pack", str(path)]) == 1
    assert path.name in capfd.readouterr().err
    boxes: list[str] = []
    monkeypatch.setattr(QApplication, "platformName", lambda: "windows")
    monkeypatch.setattr(QMessageBox, "exec", lambda box: boxes.append(box.text()))
    assert main.main(["--pack", str(path)]) == 1
    assert len(boxes) == 1
    assert path.name in boxes[0]


def classed_pack(context: AppContext) -> MeetingPack:
    """A pack of June by class, 东湖区 with 3 points by hand and 云河县 with 1.5 taken."""
    by_hand(classed(context.office), {"东湖区": "3", "云河县": "-1.5"})
    with reading(context.office) as connection:
        return meeting_content(connection, JUNE, Audience.ALL_OFFICIALS, ("county",), as_of=TODAY, today=TODAY)


def said_by_title(made: MeetingPack) -> dict[str, Listening]:
    """Return what every slide of a pack says, by its title."""
    image = QImage(int(WIDE), int(HIGH), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    found = {}
    for number, slide in enumerate(slides_of(made)):
        found[slide.title] = canvas = Listening(painter)
        paint_slide(canvas, made, slide, number, 99)
    painter.end()
    return found


def test_each_class_has_slides_of_its_own(context: AppContext) -> None:
    slides = said_by_title(classed_pack(context))
    name = "县区2026年6月"
    for title in (f"{name}%s排名", f"{name}%s得分构成", "县区%s名次走势"):
        first, second = slides[title % "A类"].texts, slides[title % "B类"].texts
        assert any("定国县" in text for text in first)
        assert not any("东湖区" in text for text in first)
        assert any("东湖区" in text for text in second)
    assert "B类第1名" in slides["东湖区　2026年6月"].texts


def test_points_by_hand_are_told_beside_the_score(context: AppContext) -> None:
    slides = said_by_title(classed_pack(context))
    table = slides["县区2026年6月A类排名"].texts
    assert {"手工加减分", "-1.50", "—"} <= set(table)
    assert "手工加减分" in slides["县区2026年6月A类得分构成"].texts
    assert "其中手工加减分 +3.00" in slides["东湖区　2026年6月"].texts


def test_every_line_of_a_trend_bears_its_name(context: AppContext) -> None:
    names = [f"第{number}开发区" for number in range(1, 24)]
    for name in names:
        add_unit(context.office, "county", name)
        set_target(context.office, name, "signed", 12)
    signed_project(context.office, "甲项目", 20_000, dt.date(2026, 5, 3), county="第1开发区")
    with reading(context.office) as connection:
        made = meeting_content(connection, JUNE, Audience.ALL_OFFICIALS, ("county",), as_of=TODAY, today=TODAY)
    assert set(names) <= set(said_by_title(made)["县区名次走势"].texts)


@pytest.mark.parametrize(
    ("value", "told"), [(13 / 32, "40.63%"), (0.125, "12.50%"), (0.00125, "0.13%"), (1.0, "100.00%"), (None, "")]
)
def test_a_share_rounds_as_in_the_table(value: float | None, told: str) -> None:
    assert wording.share(value) == told


@pytest.mark.parametrize(
    ("value", "decimals", "told"), [(29.0, 2, "29.00"), (12.5, 2, "12.50"), (12.5, 0, "13"), (8.125, 2, "8.13")]
)
def test_points_bear_the_decimals_of_their_scheme(value: float, decimals: int, told: str) -> None:
    assert wording.score(value, decimals) == told


def test_amounts_round_half_up_without_idle_zeros() -> None:
    assert [wording.amount(value) for value in (2.675, 10.0, 0.125, 1234.5)] == ["2.68", "10", "0.13", "1,234.5"]
