"""Rows H1 to H5, B1, B2 and L1 to L5: the head of a file and of a letter, title, addressees (7.2, 7.3.1, 10.1)."""

from __future__ import annotations

import re
from itertools import pairwise

from app.reports.checking.glyphs import Stroke
from app.reports.checking.layout import BLANK_NUMBER, Layout
from app.reports.checking.measures import (
    GEOMETRY,
    INSIDE,
    Findings,
    not_centred,
    off,
    shortened,
    wrong_face,
    wrong_size,
)
from app.reports.checking.report import Finding
from app.reports.checking.rows import Row
from app.reports.fonts.roles import Role
from app.reports.gongwen.marks import NO_END, NO_START
from app.reports.gongwen.words import common_words

_RIGHT_NUMBER = re.compile(r"[^\d〔〕]+〔\d{4}〕[1-9]\d*号")
_KINDS = (r"\d{6}", r"(绝密|机密|秘密)(★.+)?", r"特\s*急|加\s*急|平\s*急|特提")


def h1(layout: Layout) -> Findings:
    if layout.format != "file" or not layout.marks:
        return None
    found = _marks(layout)
    for place, row in enumerate(layout.marks):
        found += off(1, f"“{row.text}”上边缘", row.top, layout.top + place * layout.line_pitch)
    return found


def _marks(layout: Layout) -> list[Finding]:
    """What class and urgency look like, in their order, flush left."""
    found: list[Finding] = []
    order = []
    for row in layout.marks:
        kind = next((place for place, kind in enumerate(_KINDS) if re.fullmatch(kind, row.text)), None)
        if kind is None:
            found.append(Finding(1, row.text, "6 位份号、密级★期限、特急或加急"))
            continue
        order.append(kind)
        if kind:
            found += wrong_face(row, Role.HEI) + wrong_size(row, layout.profile.size, 16)
        found += off(1, f"“{row.text}”距版心左边", row.left - layout.first.left, 0)
    if order != sorted(order):
        found.append(Finding(1, "、".join(row.text for row in layout.marks), "份号、密级、紧急程度依次向下"))
    return found


def h2(layout: Layout) -> Findings:
    if layout.format != "file":
        return None
    return _authority(layout, layout.top + layout.profile.authority_below_area_top_mm, "版心上边缘 35 mm 处")


def _authority(layout: Layout, top: float, place: str) -> list[Finding]:
    rows = layout.red_rows
    if not rows:
        return [Finding(1, "没有红色的发文机关标志", place)]
    found = off(1, "标志上边缘", rows[0].ink_top, top)
    for row in rows:
        found += wrong_face(row, Role.TITLE) + not_centred(layout, row)
    return found


def h3(layout: Layout) -> Findings:
    if layout.format != "file":
        return None
    number = layout.number
    if number is None:
        return [Finding(1, "没有发文字号", "清招办〔2026〕5号")] if layout.red_rows and layout.head_rows else None
    found = _number_text(number)
    first = layout.signers[0] if layout.signers else number
    if layout.red_rows:
        gap = min(first.ink_top, number.ink_top) - layout.red_rows[-1].ink_bottom
        found += off(1, "标志至发文字号", gap, layout.profile.two_lines_mm)
    return found if layout.signers else found + not_centred(layout, number)


def _number_text(number: Row) -> list[Finding]:
    return (
        []
        if _RIGHT_NUMBER.fullmatch(number.text) or BLANK_NUMBER.fullmatch(number.text)
        else [Finding(1, number.text, "清招办〔2026〕5号：六角括号，不编虚位，不加“第”")]
    )


def h4(layout: Layout) -> Findings:
    if layout.format != "file" or not layout.signers:
        return None
    found: list[Finding] = []
    right = layout.first.left + layout.width
    for row in layout.signers:
        names = [glyph for glyph in row.glyphs if glyph.text not in "签发人：:"]
        found += wrong_face(Row(1, names), Role.KAI) if names else [Finding(1, row.text, "签发人：姓名")]
    found += off(1, "签发人距版心右边", right - max(row.right for row in layout.signers), layout.pitch)
    if layout.number is not None:
        found += off(1, "发文字号距版心左边", layout.number.left - layout.first.left, layout.pitch)
        found += off(1, "发文字号与签发人上下相差", layout.number.middle - layout.signers[-1].middle, 0)
    return found


def h5(layout: Layout) -> Findings:
    if layout.format != "file":
        return None
    if not layout.red_rules:
        return [Finding(1, "没有红色分隔线", "发文字号下 4 mm，与版心等宽")]
    rule = layout.red_rules[0]
    found = off(1, "红线长", rule.right - rule.left, layout.width)
    found += off(1, "红线距左边", rule.left, layout.first.left)
    above = [row for row in (layout.number, *layout.signers[-1:]) if row is not None] or layout.red_rows[-1:]
    if above:
        gap = rule.top - rule.width / 2 - max(row.ink_bottom for row in above)
        found += off(1, "发文字号至红线", gap, layout.profile.rule_below_number_mm)
    return found


def b1(layout: Layout) -> Findings:
    if not layout.title:
        return [Finding(1, "没有找到标题", "2 号小标宋")]
    found: list[Finding] = []
    for row in layout.title:
        found += wrong_size(row, layout.profile.title_size) + wrong_face(row, Role.TITLE) + not_centred(layout, row)
    if layout.format == "file" and layout.red_rules:
        rule = layout.red_rules[0]
        gap = layout.title[0].ink_top - rule.top - rule.width / 2
        found += off(1, "红线至标题", gap, layout.profile.two_lines_mm)
    return found + _shape(layout)


def _shape(layout: Layout) -> list[Finding]:
    """Lines that grow, shrink, or are longest in the middle; no word on two of them."""
    widths = [row.right - row.left for row in layout.title]
    peak = widths.index(max(widths))
    slack = 0.5
    rising = all(after > before - slack for before, after in pairwise(widths[: peak + 1]))
    falling = all(after < before + slack for before, after in pairwise(widths[peak:]))
    found = [] if rising and falling else [Finding(1, " / ".join(row.text for row in layout.title), "梯形或菱形")]
    text = "".join(row.text for row in layout.title)
    place = 0
    for above, below in pairwise(layout.title):
        place += len(above.text)
        split = next((w for w in common_words() if _lies_over(text, w, place)), None)
        if split:
            found.append(Finding(1, f"“{split}”拆在两行", "词不拆开"))
        elif below.text[0] in NO_START or above.text[-1] in NO_END:
            found.append(Finding(1, f"{above.text} / {below.text}", "行首没有点号，行末没有前括号"))
    return found


def _lies_over(text: str, word: str, place: int) -> bool:
    at = text.find(word, max(0, place - len(word) + 1))
    return 0 <= at < place < at + len(word)


def b2(layout: Layout) -> Findings:
    rows = layout.addressees
    if not rows:
        return None
    found: list[Finding] = []
    if not rows[-1].text.endswith("："):
        found.append(Finding(1, f"“{shortened(rows[-1].text[-12:])}”", "末尾用全角冒号"))
    if layout.title:
        gap = rows[0].ink_top - layout.title[-1].ink_bottom
        found += off(1, "标题至主送机关", gap, layout.profile.one_line_mm)
    for row in rows:
        found += off(1, f"“{shortened(row.text)}”距版心左边", row.left - layout.first.left, 0, INSIDE)
    return found


def l1(layout: Layout) -> Findings:
    if layout.format != "letter":
        return None
    found = _authority(layout, layout.profile.letter_authority_top_mm, "上页边 30 mm 处")
    if layout.red_rows and layout.red_rows[-1].text.endswith("文件"):
        found.append(Finding(1, layout.red_rows[-1].text, "不加“文件”二字"))
    return found


def l2(layout: Layout) -> Findings:
    if layout.format != "letter":
        return None
    rules, profile = layout.red_rules, layout.profile
    if len(rules) != 4:
        return [Finding(1, f"{len(rules)} 条红线", "上下各一条双线，共 4 条")]
    found: list[Finding] = []
    for rule in rules:
        found += off(1, "红线长", rule.length, profile.letter_rule_width_mm)
        found += off(1, "红线中点", (rule.left + rule.right) / 2, profile.page_width_mm / 2)
    if not (rules[0].width > rules[1].width and rules[3].width > rules[2].width):
        value = "、".join(f"{rule.width:.2f}" for rule in rules)
        found.append(Finding(1, f"线粗依次 {value} mm", "上双线上粗下细，下双线上细下粗"))
    if layout.red_rows:
        found += off(1, "标志至双线", _upper(rules[0]) - layout.red_rows[-1].ink_bottom, profile.letter_rule_gap_mm)
    below = layout.first.raw.height - rules[3].top - rules[3].width / 2
    return found + off(1, "双线距下页边", below, profile.letter_bottom_rule_mm)


def _upper(rule: Stroke) -> float:
    return rule.top - rule.width / 2


def l3(layout: Layout) -> Findings:
    if layout.format != "letter" or (layout.number is None and not layout.marks):
        return None
    found: list[Finding] = _marks(layout)
    elements = [*layout.marks[:1], *([layout.number] if layout.number is not None else [])]
    if len(layout.red_rules) >= 2:
        rule = layout.red_rules[1]
        for row in elements:
            gap = row.ink_top - rule.top - rule.width / 2
            found += off(1, f"双线至“{shortened(row.text)}”", gap, layout.profile.letter_number_gap_mm)
    if layout.number is not None:
        found += _number_text(layout.number)
        right = layout.first.left + layout.width
        found += off(1, "发文字号距版心右边", right - layout.number.right, 0)
    return found


def l4(layout: Layout) -> Findings:
    if layout.format != "letter" or not layout.title:
        return None
    above = [row.ink_bottom for row in (*layout.marks, layout.number) if row is not None]
    if not above:
        above = [rule.top + rule.width / 2 for rule in layout.red_rules[1:2]]
    if not above:
        return None
    return off(1, "标题与上一要素", layout.title[0].ink_top - max(above), layout.profile.two_lines_mm, GEOMETRY)


def l5(layout: Layout) -> Findings:
    if layout.format != "letter":
        return None
    row = layout.first.number_row
    return [] if row is None else [Finding(1, row.text, "首页没有页码")]
