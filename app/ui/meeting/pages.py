"""The slides of words and figures: title, city, province, the table of a group, the page of a unit."""

from __future__ import annotations

from collections.abc import Sequence

from app.rules.meeting_pack import MeetingPack, PackedGroup, PackedIndicator, PackedUnit
from app.ui.meeting.canvas import HIGH, MARGIN, WIDE, Align, Canvas
from app.ui.meeting.wording import BY_HAND, ahead, amount, done_of, hand_points, is_behind, moved, place, score, share

_TOP = 140.0
_ROOM = WIDE - 2 * MARGIN
_RECORDS = 6


def title_page(canvas: Canvas, pack: MeetingPack) -> None:
    """Draw the title page."""
    look = canvas.look
    canvas.box(0, 0, 28, HIGH, look.accent)
    canvas.text(MARGIN * 2, 270, WIDE - 4 * MARGIN, 130, pack.title, 78, bold=True, align="centre")
    canvas.box(WIDE / 2 - 200, 430, 400, 4, look.accent)
    canvas.text(MARGIN * 2, 470, WIDE - 4 * MARGIN, 70, pack.authority, 40, align="centre")
    year, month, day = pack.made_on.split("-")
    made = f"{int(year)}年{int(month)}月{int(day)}日"
    canvas.text(MARGIN * 2, 550, WIDE - 4 * MARGIN, 60, made, 32, align="centre", colour=look.quiet)
    scope = f"印发范围：{pack.audience}"
    canvas.text(MARGIN * 2, HIGH - 90, WIDE - 4 * MARGIN, 50, scope, 26, align="centre", colour=look.quiet)


def city_page(canvas: Canvas, group: PackedGroup) -> None:
    """Draw a card for each figure of the city; each project counts once."""
    look, across = canvas.look, 3
    wide, high = (_ROOM - 2 * 30) / across, 310.0 if len(group.city) > 3 else 420.0
    for number, one in enumerate(group.city[:6]):
        x, y = MARGIN + number % across * (wide + 30), _TOP + 20 + number // across * (high + 30)
        canvas.box(x, y, wide, high, look.band)
        canvas.box(x, y, 8, high, look.bad if is_behind(one) else look.accent)
        canvas.text(x + 30, y + 20, wide - 50, 50, one.label, 34, colour=look.quiet)
        canvas.text(x + 30, y + 75, wide - 50, 110, f"{amount(one.actual)} {one.unit}", 76, bold=True)
        if one.target is not None:
            told = f"任务 {amount(one.target)} {one.unit}，完成 {share(one.completion)}"
            canvas.text(x + 30, y + 195, wide - 50, 44, told, 28)
            colour = look.bad if is_behind(one) else look.good
            canvas.text(x + 30, y + 240, wide - 50, 44, f"{ahead(one)} 个百分点", 28, colour=colour, bold=True)


def province_page(canvas: Canvas, pack: MeetingPack) -> None:
    """Draw the cities of the province, the own one marked, and the sentence about the gap."""
    look = canvas.look
    heads = ("名次", "城市", "得分", "签约项目", "亿元以上", "签约额（亿元）")
    widths = (130.0, 400.0, 200.0, 230.0, 230.0, 250.0)
    aligns: tuple[Align, ...] = ("centre", "left", "right", "right", "right", "right")
    cities = pack.province
    own = next((number for number, one in enumerate(cities) if one.city == pack.city), 0)
    start = max(0, min(own - 5, len(cities) - 10))
    shown = cities[start : start + 10]
    rows = [
        (
            "" if one.rank is None else str(one.rank),
            one.city,
            amount(one.score),
            amount(one.signed),
            amount(one.over),
            amount(one.amount),
        )
        for one in shown
    ]
    marked = [number for number, one in enumerate(shown) if one.city == pack.city]
    _table(canvas, heads, rows, widths, aligns, marked, {})
    canvas.text(MARGIN, HIGH - 140, _ROOM, 84, pack.province_gap, 30, colour=look.accent, bold=True, wrap=True)


def table_page(canvas: Canvas, group: PackedGroup, units: Sequence[PackedUnit]) -> None:
    """Draw the ranking: rank, unit, score, change, and the completion of the indicators with a task."""
    look = canvas.look
    first = group.units[0].indicators
    keys = [one.key for one in first if any(_line(unit, one.key).target is not None for unit in group.units)][:5]
    labels = {one.key: one.label for one in first}
    by_hand = any(unit.hand_points is not None for unit in group.units)
    first_heads = ("名次", "单位", "得分", *((BY_HAND,) if by_hand else ()), "较上期")
    heads = (*first_heads, *(labels[key] for key in keys))
    first_widths = (110.0, 300.0, 150.0, *((170.0,) if by_hand else ()), 130.0)
    rest = (_ROOM - sum(first_widths)) / max(len(keys), 1)
    widths = (*first_widths, *([rest] * len(keys)))
    right: Align = "right"
    aligns: tuple[Align, ...] = (
        "centre",
        "left",
        "right",
        *((right,) if by_hand else ()),
        "centre",
        *(right for _ in keys),
    )
    change = len(first_heads) - 1
    rows, colours = [], {}
    for row, unit in enumerate(units):
        cells = ["—" if unit.rank is None else str(unit.rank), unit.name, score(unit.score, group.decimals) or "无任务"]
        cells += [hand_points(unit, group.decimals) or "—", moved(unit)] if by_hand else [moved(unit)]
        if moved(unit).startswith(("↑", "↓")):
            colours[row, change] = look.good if moved(unit).startswith("↑") else look.bad
        for number, key in enumerate(keys):
            line = _line(unit, key)
            cells.append(share(line.completion) or "—")
            if is_behind(line):
                colours[row, change + 1 + number] = look.bad
        rows.append(tuple(cells))
    _table(canvas, heads, rows, widths, aligns, [], colours)
    edition = f"已发布第{group.edition}版" if group.edition is not None else "未发布"
    note = f"截至{group.as_of}　{group.scheme}　{edition}　红色：落后于序时进度"
    canvas.text(MARGIN, HIGH - 84, _ROOM, 34, note, 20, colour=look.quiet)


def unit_page(canvas: Canvas, group: PackedGroup, unit: PackedUnit) -> None:
    """Draw a unit's place, its indicators and its projects."""
    look = canvas.look
    canvas.box(MARGIN, _TOP + 10, 330, 400, look.band)
    canvas.text(MARGIN + 14, _TOP + 40, 302, 110, place(group, unit), 76, bold=True, align="centre", colour=look.accent)
    told = "" if unit.score is None else f"{score(unit.score, group.decimals)} 分"
    canvas.text(MARGIN, _TOP + 165, 330, 70, told, 46, align="centre")
    change = moved(unit)
    colour = look.good if change.startswith("↑") else look.bad if change.startswith("↓") else look.quiet
    words = f"较上期 {change}" if change else ""
    canvas.text(MARGIN, _TOP + 250, 330, 60, words, 34, align="centre", colour=colour, bold=True)
    if unit.hand_points is not None:
        told = f"其中{BY_HAND} {hand_points(unit, group.decimals)}"
        canvas.text(MARGIN, _TOP + 320, 330, 50, told, 28, align="centre", colour=look.quiet)
    _indicators(canvas, group, unit)
    _records(canvas, unit)


def _indicators(canvas: Canvas, group: PackedGroup, unit: PackedUnit) -> None:
    look, left = canvas.look, MARGIN + 370
    room = WIDE - MARGIN - left
    columns = [("指标", 0.30), ("完成／任务", 0.26), ("完成率", 0.17), ("超欠", 0.14), ("得分", 0.13)]
    high = min(52.0, 400 / (len(unit.indicators) + 1))
    y = _TOP + 10
    for number, line in enumerate((None, *unit.indicators)):
        x = left
        if number % 2 == 0:
            canvas.box(left, y, room, high, look.band)
        cells = [head for head, _ in columns]
        if line is not None:
            cells = [
                f"{line.label}（{line.unit}）",
                done_of(line),
                share(line.completion),
                ahead(line),
                score(line.points, group.decimals),
            ]
        for column, ((_, part), cell) in enumerate(zip(columns, cells, strict=True)):
            behind = line is not None and column == 3 and is_behind(line)
            colour = look.quiet if line is None else look.bad if behind else look.ink
            align: Align = "left" if column == 0 else "right"
            canvas.text(x + 12, y, room * part - 24, high, cell, min(28.0, high * 0.62), colour=colour, align=align)
            x += room * part
        y += high


def _records(canvas: Canvas, unit: PackedUnit) -> None:
    look, y = canvas.look, _TOP + 436
    projects = list(dict.fromkeys((one.record, one.value) for one in unit.records))
    names = dict.fromkeys(record for record, _ in projects)
    first = {record: next(value for known, value in projects if known == record) for record in names}
    head = f"计入的项目（{len(names)} 个）" if names else "本期没有计入的项目"
    canvas.text(MARGIN, y, _ROOM, 40, head, 28, bold=True)
    shown = list(names)[: _RECORDS - 2 if unit.by_hand else _RECORDS]
    for number, record in enumerate(shown):
        line = y + 46 + number * 36
        canvas.text(MARGIN, line, _ROOM * 0.55, 36, record, 24)
        canvas.text(MARGIN + _ROOM * 0.57, line, _ROOM * 0.43, 36, first[record], 24, colour=look.quiet, align="right")
    if unit.by_hand:
        told = f"{BY_HAND}：{'；'.join(unit.by_hand)}"
        canvas.text(MARGIN, y + 58 + 4 * 36, _ROOM, 62, told, 24, colour=look.quiet, wrap=True)


def _table(
    canvas: Canvas,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    aligns: Sequence[Align],
    marked: Sequence[int],
    colours: dict[tuple[int, int], str],
) -> None:
    look = canvas.look
    high = min(58.0, 600 / (len(rows) + 1))
    for number, cells in enumerate((heads, *rows)):
        x, y = MARGIN, _TOP + number * high
        if number == 0 or number % 2 == 0:
            canvas.box(MARGIN, y, sum(widths), high, look.band)
        if number - 1 in marked:
            canvas.box(MARGIN, y, 8, high, look.accent)
        for column, cell in enumerate(cells):
            colour = look.quiet if number == 0 else colours.get((number - 1, column), look.ink)
            bold = number > 0 and (column == 0 or number - 1 in marked)
            canvas.text(
                x + 14, y, widths[column] - 28, high, cell, 24 if number == 0 else 30,
                colour=colour, bold=bold, align=aligns[column],
            )  # fmt: skip
            x += widths[column]


def _line(unit: PackedUnit, key: str) -> PackedIndicator:
    return next(one for one in unit.indicators if one.key == key)
