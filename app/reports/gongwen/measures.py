"""Which numbers of a paper an office may set otherwise, what each is called, and within which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "count", "choice", "switch"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of `Profile` by its name there; `unit` as people read it, bounds inclusive in that unit."""

    key: str
    label: str
    group: str
    unit: str = "mm"
    low: float = 0
    high: float = 0
    kind: Kind = "number"
    choices: tuple[tuple[str, str], ...] = ()
    """Of a choice: what is kept, and what people read."""


_PAGE, _HEAD, _TEXT, _FOOT, _LETTER = "版心和行款", "版头", "正文和落款", "页码和版记", "信函格式"

MEASURES: tuple[Measure, ...] = (
    Measure("top_mm", "天头（上白边）", _PAGE, low=20, high=60),
    Measure("binding_mm", "订口（左白边）", _PAGE, low=15, high=45),
    Measure("area_width_mm", "版心宽", _PAGE, low=120, high=180),
    Measure("area_height_mm", "版心高", _PAGE, low=180, high=260),
    Measure("characters", "每行字数", _PAGE, "字", 20, 36, "count"),
    Measure("line_pitch", "行距（固定值）", _PAGE, "磅", 18, 40),
    Measure("lines", "每页行数", _PAGE, "行", 15, 36, "count"),
    Measure("duplex", "双面印刷", _PAGE, "", kind="switch"),
    Measure("size", "正文字号", _TEXT, "磅", 15.5, 16.5),
    Measure("title_size", "标题字号", _TEXT, "磅", 20, 26),
    Measure(
        "figures",
        "正文数字和西文的字体",
        _TEXT,
        "",
        kind="choice",
        choices=tuple((one, one) for one in ("仿宋", "宋体", "Times New Roman")),
    ),
    Measure("one_line_mm", "空一行的距离", _TEXT, low=4, high=15),
    Measure("two_lines_mm", "空二行的距离", _TEXT, low=8, high=30),
    Measure("signature_indent", "不盖章署名右空", _TEXT, "字", 0, 8, "count"),
    Measure("sealed_indent", "盖章成文日期右空", _TEXT, "字", 2, 8, "count"),
    Measure("authority_below_area_top_mm", "标志距版心上边", _HEAD, low=15, high=60),
    Measure("rule_below_number_mm", "红线距发文字号", _HEAD, low=2, high=10),
    Measure("red_rule", "红线粗", _HEAD, "磅", 0.5, 4),
    Measure(
        "number_place",
        "页码位置",
        _FOOT,
        "",
        kind="choice",
        choices=(("outer", "单页居右、双页居左"), ("middle", "居中")),
    ),
    Measure("number_below_area_mm", "页码距版心下边", _FOOT, low=4, high=15),
    Measure("number_in_characters", "页码距版心外边", _FOOT, "字", 0, 4, "count"),
    Measure("small_size", "页码和版记字号", _FOOT, "磅", 12, 15),
    Measure("imprint_rule_mm", "版记首末线粗", _FOOT, low=0.1, high=1),
    Measure("imprint_inner_rule_mm", "版记中间线粗", _FOOT, low=0.1, high=1),
    Measure("letter_authority_top_mm", "信函标志距上页边", _LETTER, low=20, high=45),
    Measure("letter_rule_width_mm", "信函双线长", _LETTER, low=140, high=190),
    Measure("letter_rule_gap_mm", "信函双线距标志", _LETTER, low=2, high=10),
    Measure("letter_bottom_rule_mm", "信函下双线距下页边", _LETTER, low=10, high=30),
)

BY_KEY = {one.key: one for one in MEASURES}
