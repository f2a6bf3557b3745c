"""The door: an audience sees only units whose own audience is at least as wide; what is unknown stays out."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from app.rules.audience import (
    SINGLE,
    Audience,
    Door,
    NamedUnit,
    Scope,
    found_names,
    goes_to,
    labels,
    may_name,
    narrowest,
    permitted,
    refuse_narrower,
)
from app.rules.errors import Refused
from tests.throwing import check_notices, how_many, throw

COUNTY, DEPARTMENT = NamedUnit(1, "county", ("定国县",)), NamedUnit(2, "department", ("市工信局", "市经信委"))
LEADER, OTHER = NamedUnit(3, "leader", ("周明远",)), NamedUnit(4, "leader", ("沈国栋", "沈副市长"))
ALL = (COUNTY, DEPARTMENT, LEADER, OTHER)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(Audience.STANDING_COMMITTEE), ALL),
        (Scope(Audience.CITY_LEADERS), (COUNTY, DEPARTMENT)),
        (Scope(Audience.ALL_OFFICIALS), (COUNTY, DEPARTMENT)),
        (Scope(Audience.PUBLIC), ()),
        (Scope(None), (COUNTY, DEPARTMENT)),
        (Scope(None, frozenset({1})), (COUNTY, DEPARTMENT)),
        (Scope(None, frozenset({3})), (COUNTY, DEPARTMENT, LEADER)),
    ],
)
def test_who_may_be_named_before_whom(scope: Scope, seen: tuple[NamedUnit, ...]) -> None:
    assert permitted(scope, ALL) == seen


def test_a_group_without_a_rule_is_never_let_through() -> None:
    with pytest.raises(Refused):
        may_name(Scope(Audience.STANDING_COMMITTEE), 9, "village")


def test_an_unknown_audience_is_refused_and_the_known_ones_are_told() -> None:
    with pytest.raises(Refused, match="市委常委会、市级领导"):
        Scope.read("大家")
    assert [Scope.read(label).label for label in labels()] == list(labels())


@pytest.mark.parametrize(
    "text",
    ["周明远同志", "周　明 远", "周\u200b明远", "周·明远", "（周\n明远）", "沈副市长要求", "沈-国-栋"],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert found_names(Scope(Audience.ALL_OFFICIALS), ALL, text)


@pytest.mark.parametrize("text", ["定国县和市经信委", "周明", "远明周", ""])
def test_what_may_be_said_passes(text: str) -> None:
    assert found_names(Scope(Audience.ALL_OFFICIALS), ALL, text) == ()


def test_the_refusal_lists_every_name_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        refuse_narrower(
            Scope(Audience.ALL_OFFICIALS), ALL, [("标题", "周明远的任务"), ("正文", "沈国栋、周明远"), ("附注", "无")]
        )
    assert "“周明远”（标题、正文）" in refused.value.message
    assert "“沈国栋”（正文）" in refused.value.message


def test_past_names_are_names_too() -> None:
    with pytest.raises(Refused, match="市经信委"):
        refuse_narrower(Scope(Audience.PUBLIC), ALL, [("文件名", "市经信委.pdf")])


@pytest.mark.parametrize(
    ("of", "narrow"),
    [
        (["公开", "市级领导"], "市级领导"),
        (["收文单位", "全市领导干部大会"], "收文单位"),
        (["收文单位", "市委常委会"], "市委常委会"),
        (["公开"], "公开"),
    ],
)
def test_what_holds_several_papers_goes_as_far_as_the_narrowest(of: list[str], narrow: str) -> None:
    assert narrowest(of) == narrow


@pytest.mark.parametrize("of", [[], ["公开", "大家"]])
def test_without_a_known_audience_nothing_goes_out(of: list[str]) -> None:
    with pytest.raises(Refused):
        narrowest(of)


CROWD = (*ALL, NamedUnit(5, "leader", ("Li Wei", "ＬＩ　副市长")))


@pytest.mark.parametrize(
    ("texts", "within", "widest"),
    [
        (["定国县的项目"], Audience.PUBLIC, Audience.ALL_OFFICIALS),
        (["定国县的项目"], Audience.CITY_LEADERS, Audience.CITY_LEADERS),
        (["牙膏项目"], Audience.PUBLIC, Audience.PUBLIC),
        (["牙膏项目", "周 明远的"], Audience.ALL_OFFICIALS, Audience.STANDING_COMMITTEE),
        (["牙膏项目", "li\u200bwei 批示"], Audience.PUBLIC, Audience.STANDING_COMMITTEE),
        ([], Audience.ALL_OFFICIALS, Audience.ALL_OFFICIALS),
    ],
)
def test_texts_go_as_far_as_the_narrowest_of_those_they_name(
    texts: list[str], within: Audience, widest: Audience
) -> None:
    assert goes_to(CROWD, texts, within) is widest
    assert Door.of_widest(CROWD, texts, within).label == widest.label


def test_a_door_lets_through_what_its_audience_may_see_and_tells_where_it_does_not() -> None:
    door = Door(Scope(Audience.ALL_OFFICIALS), CROWD)
    door.let("第1行", "定国县", "市经信委")
    with pytest.raises(Refused, match="“沈副市长”（第2行）"):
        door.let("第2行", "沈副", "市长")
    Door(Scope(Audience.STANDING_COMMITTEE), CROWD).let("第1行", "沈副市长")


_NAMES = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("AaBbZz09"), min_size=2, max_size=5
)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_NOISE = st.text(st.characters(categories=["Zs", "Cf", "Pc", "Pd", "Po", "Sm"]), max_size=2)


def check_door(data: st.DataObject) -> None:
    """Whatever somebody outside is called and however the name is written into a text, it is found; else nothing is."""
    groups = st.sampled_from(["county", "department", "leader"])
    units = [
        NamedUnit(number, group, tuple(names))
        for number, (group, names) in enumerate(
            data.draw(st.lists(st.tuples(groups, st.lists(_NAMES, min_size=1, max_size=3)), min_size=1, max_size=6))
        )
    ]
    audience = data.draw(st.sampled_from(labels()))
    scope = Scope.read(audience, data.draw(st.sets(st.integers(0, 5))) if audience == SINGLE else ())
    unit = data.draw(st.sampled_from(units))
    name = data.draw(st.sampled_from(unit.names))
    spread = "".join(
        char + data.draw(_NOISE) for char in data.draw(st.sampled_from([name, name.swapcase(), name.translate(_WIDE)]))
    )
    text = f"{data.draw(_NOISE)}{spread}"
    hidden = {one for unit in units if not may_name(scope, unit.unit_id, unit.group) for one in unit.names}
    found = found_names(scope, units, text)
    assert set(found) <= hidden
    if not may_name(scope, unit.unit_id, unit.group):
        assert name in found, f"outside the audience {scope.label}: {name!r} in {text!r}"
        with pytest.raises(Refused):
            refuse_narrower(scope, units, [("正文", text)])
    elif not found:
        refuse_narrower(scope, units, [("正文", text)])


@how_many(400, 5000)
def test_a_forbidden_name_is_found_whatever_it_is(examples: int) -> None:
    throw(check_door, examples)


def test_an_open_door_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.rules.test_audience.found_names", lambda *_: ())
    check_notices(check_door, monkeypatch)


@pytest.mark.parametrize("text", ["明远书记作了部署", "明 远 副市长", "明遠書記", "賀建國", "贺建國同志", "建国副市长"])
def test_leaders_are_found_by_given_name_and_post_and_in_traditional_characters(text: str) -> None:
    leaders = (LEADER, NamedUnit(5, "leader", ("贺建国",)))
    assert found_names(Scope(Audience.ALL_OFFICIALS), leaders, text)
    assert found_names(Scope(Audience.STANDING_COMMITTEE), leaders, text) == ()


@pytest.mark.parametrize("text", ["建国以来", "目标高远，书记员到场", "志存明远", "周书记"])
def test_words_that_are_no_leaders_pass(text: str) -> None:
    leaders = (LEADER, NamedUnit(5, "leader", ("贺建国",)), NamedUnit(6, "leader", ("周明",)))
    assert found_names(Scope(Audience.ALL_OFFICIALS), leaders, text) == ()
