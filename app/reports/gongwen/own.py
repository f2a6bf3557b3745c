"""An office's own measures of papers: only what differs from the standard, named and dated, checked as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.reports.fonts.roles import Role
from app.reports.gongwen.measures import BY_KEY, Measure
from app.reports.gongwen.profile import MM, STANDARD, Profile
from app.rules.errors import Refused

Value = float | int | str | bool

LINES = "lines"
"""Lines of a page: no number of `Profile`, but what height and pitch come to."""
_TIGHTEST = 1.15
"""A line pitch is at least so many times the type size, else lines touch."""
_CELL = (0.98, 1.35)
"""The width of a character's cell, as shares of its size."""
_EDGE = 10
"""White that the page keeps at its right and lower edge (mm): what printers can reach, with the page number."""
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """A profile as an office writes it: its name, the day from which it holds, and the numbers that differ."""

    name: str
    since: date
    numbers: tuple[tuple[str, Value], ...] = ()

    @property
    def is_standard(self) -> bool:
        """Nothing differs from the standard."""
        return not self.numbers

    @property
    def told(self) -> str:
        """What a check says that it read against."""
        return f"{self.name}（{self.since.isoformat()} 起）"

    def same_as(self, other: OwnProfile) -> bool:
        """Pages come out alike by both, and are told to be by the same profile."""
        one, two = (replace(each.profile(), since=self.since, told="") for each in (self, other))
        return one == two

    def to_json(self) -> str:
        """As kept in the office and told in a PDF."""
        return json.dumps(
            {"name": self.name, "since": self.since.isoformat(), **dict(self.numbers)}, ensure_ascii=False
        )

    def profile(self) -> Profile:
        """All numbers, the standard's where nothing else is said; raises `Refused` where no page comes of them."""
        if self.is_standard:
            return STANDARD
        made = replace(_filled(self.name, self.since, dict(self.numbers)), told=self.to_json())
        _pass(made)
        return made


STANDARD_PROFILE = OwnProfile(STANDARD.name, STANDARD.since)
"""The standard, said aloud."""


def own_profile(values: Mapping[str, Any], where: str = "公文版式") -> OwnProfile:
    """Read a profile from plain values (name, since and numbers), and check it.

    Numbers that are the standard's are left out. Raises `Refused` that says what is wrong, `where`, and what to do.
    """
    name = str(values.get("name") or "").strip()
    if not name:
        raise Refused(f"{where}没有名称。请写 name，如“清沅市”。")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise Refused(f"{where}的名称“{name[:_LONGEST_NAME]}”太长或有看不见的字符，最多{_LONGEST_NAME}个字，请改短。")
    since = _day(values.get("since"), where)
    numbers: dict[str, Value] = {}
    for key, value in values.items():
        if key in ("name", "since"):
            continue
        measure = BY_KEY.get(key)
        if measure is None:
            raise Refused(f"{where}里没有“{key}”这一项。请删去，或改成这些之一：{'、'.join(BY_KEY)}。")
        numbers[key] = _value(measure, value, where)
    kept = _differing(numbers)
    if not kept:
        return OwnProfile(STANDARD.name, since)
    if name == STANDARD.name:
        raise Refused(f"{where}和国标不同，不能也叫“{name}”。请另起名称，如“清沅市”。")
    made = OwnProfile(name, since, kept)
    made.profile()
    return made


def from_json(text: str) -> OwnProfile:
    """Read what `to_json` wrote; raises `Refused` for anything else."""
    try:
        values = json.loads(text)
    except ValueError as error:
        raise Refused("记下的公文版式读不出来。请恢复国标后重新设置。") from error
    if not isinstance(values, dict):
        raise Refused("记下的公文版式读不出来。请恢复国标后重新设置。")
    return own_profile(values)


def standard_value(key: str) -> Value:
    """What the standard says of a measure."""
    return STANDARD.lines if key == LINES else getattr(STANDARD, key)


def value_in(profile: Profile, key: str) -> Value:
    """What a profile says of a measure."""
    return profile.lines if key == LINES else getattr(profile, key)


def pitch_for(lines: int, area_height_mm: float, size: float) -> float:
    """The line pitch (points) at which so many lines of type of `size` points fill the type area."""
    return int((area_height_mm * MM - size) / (lines - 1) * 100) / 100


def _differing(numbers: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    """The numbers that differ from the standard, in their order; lines where the others do not come to them."""
    differs = {key: numbers[key] for key in BY_KEY if key in numbers and numbers[key] != standard_value(key)}
    differs.pop(LINES, None)
    if LINES not in numbers:
        return tuple(differs.items())
    without = _filled("", STANDARD.since, differs)
    if without.lines != numbers[LINES]:
        if {"line_pitch", "area_height_mm"} <= numbers.keys():
            _refuse_lines(without, numbers[LINES])
        differs[LINES] = numbers[LINES]
    return tuple(differs.items())


def _day(value: object, where: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise Refused(f"{where}的起用日期“{value or ''}”不是日期。请写 since，如 2026-01-01。") from error


def _value(measure: Measure, value: object, where: str) -> Value:
    """The value of one measure, in its bounds; raises `Refused`."""
    if measure.kind == "switch":
        if isinstance(value, bool):
            return value
        known = {"true": True, "是": True, "双面": True, "false": False, "否": False, "单面": False}
        if (read := known.get(str(value).lower())) is not None:
            return read
        raise Refused(f"{where}的“{measure.label}”（{measure.key}）只能是“是”或“否”，不是“{value}”。请改正。")
    if measure.kind == "choice":
        found = next((kept for kept, shown in measure.choices if str(value) in (kept, shown)), None)
        if found is None:
            choices = "、".join(kept if kept == shown else f"{kept}（{shown}）" for kept, shown in measure.choices)
            raise Refused(f"{where}的“{measure.label}”（{measure.key}）不能是“{value}”。可选：{choices}。")
        return found
    try:
        number = float(str(value)) if not isinstance(value, bool) else float("nan")
    except ValueError:
        number = float("nan")
    if not measure.low <= number <= measure.high:
        raise Refused(
            f"{where}的“{measure.label}”（{measure.key}）是“{value}”，"
            f"须在 {measure.low:g} 至 {measure.high:g}（{measure.unit}）之间。请改正。"
        )
    if measure.kind == "count" and number != int(number):
        raise Refused(f"{where}的“{measure.label}”（{measure.key}）须是整数，不是“{value}”。请改正。")
    return int(number) if number == int(number) else round(number, 3)


def _filled(name: str, since: date, given: Mapping[str, Value]) -> Profile:
    """The numbers in full; lines of a page settle the pitch, or the height where both pitch and lines are given."""
    numbers: dict[str, Any] = dict(given)
    lines = numbers.pop(LINES, None)
    if "figures" in numbers:
        numbers["figures"] = Role(numbers["figures"])
    if lines is not None:
        size = numbers.get("size", STANDARD.size)
        if "line_pitch" not in numbers:
            height = numbers.get("area_height_mm", STANDARD.area_height_mm)
            numbers["line_pitch"] = pitch_for(lines, height, size)
        elif "area_height_mm" not in numbers:
            numbers["area_height_mm"] = round(((lines - 1) * numbers["line_pitch"] + size) / MM, 2)
    return replace(STANDARD, name=name, since=since, **numbers)


def _pass(profile: Profile) -> None:
    """Raise `Refused` where the numbers, each in its bounds, do not make a page together."""
    right = profile.page_width_mm - profile.binding_mm - profile.area_width_mm
    below = profile.page_height_mm - profile.top_mm - profile.area_height_mm
    if right < _EDGE:
        raise Refused(
            f"公文版式的订口 {profile.binding_mm:g} mm 加版心宽 {profile.area_width_mm:g} mm，"
            f"右边只剩 {right:g} mm（至少 {_EDGE} mm）。请减小订口或版心宽。"
        )
    if below < profile.number_below_area_mm + _EDGE:
        raise Refused(
            f"公文版式的天头 {profile.top_mm:g} mm 加版心高 {profile.area_height_mm:g} mm，下面只剩 {below:g} mm，"
            f"放不下页码（至少 {profile.number_below_area_mm + _EDGE:g} mm）。请减小天头或版心高，或每页少排几行。"
        )
    if profile.line_pitch < _TIGHTEST * profile.size:
        raise Refused(
            f"公文版式的行距 {profile.line_pitch:g} 磅太小，{profile.size:g} 磅的字会上下相碰"
            f"（至少 {_TIGHTEST * profile.size:.1f} 磅）。请加大行距，或每页少排几行。"
        )
    share = profile.pitch / profile.size
    if not _CELL[0] <= share <= _CELL[1]:
        fewer, more = (int(profile.area_width / (profile.size * bound)) for bound in reversed(_CELL))
        raise Refused(
            f"公文版式的版心宽 {profile.area_width_mm:g} mm 排 {profile.characters} 字，每字 {profile.pitch:.2f} 磅，"
            f"与字号 {profile.size:g} 磅不合。这样宽的版心每行可排 {fewer + 1} 至 {more} 字，请改每行字数或版心宽。"
        )


def _refuse_lines(profile: Profile, lines: Value) -> None:
    raise Refused(
        f"公文版式的版心高 {profile.area_height_mm:g} mm、行距 {profile.line_pitch:g} 磅，每页排"
        f" {profile.lines} 行，不是 {lines} 行。版心高、行距、每页行数三项只写两项，另一项由程序算出。"
    )
