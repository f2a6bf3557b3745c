"""Slides on any screen: no text is cut, none lies over another, nothing stands at the edge, dark and light."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.rules.meeting_pack import (
    MeetingPack,
    PackedCity,
    PackedGroup,
    PackedIndicator,
    PackedMonth,
    PackedRecord,
    PackedUnit,
)
from app.ui.meeting.canvas import DARK, HIGH, LIGHT, WIDE, Canvas, Look
from app.ui.meeting.show import MeetingShow
from app.ui.meeting.slides import paint_slide, slides_of

SCREENS = ((1024, 768), (1366, 768), (1400, 1050), (1920, 1080), (3840, 2160))
LABELS = (
    "签约项目",
    "亿元以上项目",
    "签约额",
    "省外到位资金",
    "战略性新兴产业项目",
    "签约超期未开工",
    "开工加分",
    "外资",
    "税收",
)


def indicator(number: int) -> PackedIndicator:
    return PackedIndicator(
        f"k{number}", LABELS[number], "亿元", 1_234.56, 9_876.54 if number < 5 else None, 0.125, 0.5, 12.34, ""
    )


def unit(number: int, ranks: int) -> PackedUnit:
    long = "清沅国家高新技术产业开发区管理委员会" if number % 3 == 0 else f"第{number + 1}开发区"
    records = tuple(
        PackedRecord(
            "签约项目",
            f"ZS2026-{10 * number + one:05d} 某某新材料科技股份有限公司年产三十万吨生物基可降解材料一体化项目",
            "2026-06-01，123,456.78万元，占33.33%",
        )
        for one in range(9)
    )
    by_hand = ("承办全省招商现场会加2分，依据清招组〔2026〕12号", "报送不实扣1分，依据通报") if number % 2 else ()
    return PackedUnit(
        f"{long}{number}", "A", min(number + 1, ranks), 98.76, number + 3, 88.8, by_hand,
        tuple(map(indicator, range(9))), records,
    )  # fmt: skip


def hard_pack() -> MeetingPack:
    """30 units with long names, ties at the end, 9 indicators, 12 months, points by hand."""
    units = tuple(unit(number, 28) for number in range(30))
    ranks = {one.name: one.rank for one in units}
    months = tuple(PackedMonth(f"2026-{n:02d}", f"2026年{n}月", ranks, {}) for n in range(1, 13))
    scheme = "招商引资综合考核办法（2026年修订）"
    group = PackedGroup("county", "县区", scheme, "2026-12-31", 2, "", units, units[0].indicators[:6], months)
    cities = tuple(PackedCity(f"某某土家族苗族自治州{n}", n + 1, 98.7, 321, 45, 1_234.5) for n in range(14))
    gap = "清沅市2026年12月居全省第3位，与前一位某某土家族苗族自治州（第2位）相比：得分少1.4分，签约项目多3个，" * 2
    return MeetingPack(
        "清沅市2026年1月至12月招商引资暨重点项目建设工作情况", "清沅市", "清沅市招商引资工作领导小组办公室",
        "2026", "2026年1月至12月",
        "全市领导干部大会", "2026-12-31", (group,), cities, gap,
    )  # fmt: skip


class Measuring(Canvas):
    """Draws, and remembers what of every text is left and the room that it takes."""

    def __init__(self, painter: QPainter, look: Look) -> None:
        super().__init__(painter, look)
        self.texts: list[tuple[str, str, QRectF]] = []

    def text(self, x: float, y: float, width: float, height: float, text: str, size: float, **look: object) -> None:
        if text:
            how = {key: value for key, value in look.items() if key != "colour"}
            placed = self.placed(x, y, width, height, text, size, **how)  # pyright: ignore[reportArgumentType]
            self.texts.append((text, placed.text, placed.room))
        super().text(x, y, width, height, text, size, **look)  # pyright: ignore[reportArgumentType]


def measured(pack: MeetingPack) -> dict[str, list[tuple[str, str, QRectF]]]:
    """Return the texts of every slide by its title."""
    image = QImage(int(WIDE), int(HIGH), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    found: dict[str, list[tuple[str, str, QRectF]]] = {}
    slides = slides_of(pack)
    for number, slide in enumerate(slides):
        canvas = Measuring(painter, LIGHT)
        paint_slide(canvas, pack, slide, number, len(slides))
        found[f"{number} {slide.title}"] = canvas.texts
    painter.end()
    return found


def in_classes(pack: MeetingPack) -> MeetingPack:
    """Return a pack whose units are ranked in two classes, with points by hand in every score."""
    group = pack.groups[0]
    units = tuple(
        replace(one, class_key="AB"[number % 2], hand_points=(-1.0) ** number * 1.25)
        for number, one in enumerate(group.units)
    )
    classes = {one.name: one.class_key for one in units}
    months = tuple(replace(month, classes=classes) for month in group.months)
    return replace(pack, groups=(replace(group, units=units, months=months, by_class=True),))


@pytest.mark.parametrize("pack", [hard_pack(), in_classes(hard_pack())], ids=["together", "in classes"])
def test_no_text_is_cut_or_lies_over_another_or_leaves_the_slide(qtbot: QtBot, pack: MeetingPack) -> None:
    slide = QRectF(0, 0, WIDE, HIGH)
    for title, texts in measured(pack).items():
        for asked, shown, room in texts:
            assert shown == asked, f"{title}: {asked} is cut to {shown}"
            assert slide.contains(room), f"{title}: {asked} leaves the slide"
        for number, (one, _, room) in enumerate(texts):
            ink = room.adjusted(1, room.height() * 0.12, -1, -room.height() * 0.12)
            for other, _, beside in texts[number + 1 :]:
                meets = ink.intersects(beside.adjusted(1, beside.height() * 0.12, -1, -beside.height() * 0.12))
                assert not meets, f"{title}: {one} lies over {other}"


def test_units_are_spread_over_pages_so_that_the_type_stays_big(qtbot: QtBot) -> None:
    titles = [slide.title for slide in slides_of(hard_pack())]
    assert [one for one in titles if "得分构成" in one] == [
        "县区2026年1月至12月得分构成（1）",
        "县区2026年1月至12月得分构成（2）",
        "县区2026年1月至12月得分构成（3）",
    ]
    few = hard_pack()
    few = replace(few, groups=(replace(few.groups[0], units=few.groups[0].units[:7]),))
    assert sum("得分构成" in slide.title for slide in slides_of(few)) == 1


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def test_a_slide_fills_any_screen_and_touches_no_edge(qtbot: QtBot, screen: tuple[int, int], look: Look) -> None:
    show = MeetingShow(hard_pack())
    qtbot.addWidget(show)
    show.resize(*screen)
    show.look = look
    wide, high = screen
    for number in (2, 3, 6, 9, 10):
        show.go(number)
        image = show.grab().toImage()
        edge = [image.pixelColor(x, y).name() for x in range(0, wide, 3) for y in (0, high - 1)]
        edge += [image.pixelColor(x, y).name() for y in range(0, high, 3) for x in (0, wide - 1)]
        assert set(edge) == {look.paper}
        small = image.scaled(320, 180)
        inside = {small.pixelColor(x, y).name() for x in range(0, 320, 3) for y in range(0, 180, 3)}
        assert len(inside) > 5, "the slide is not blank"
