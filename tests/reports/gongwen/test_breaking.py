"""Line-breaking (row B12; GB/T 15834): what no line may begin or end with, and what stays in one piece."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.reports.gongwen.breaking import break_lines
from app.reports.gongwen.marks import takes_cell, unsplit_pieces

CELL, NARROW = 10.0, 5.0
NEVER_FIRST = "，。、；：？！）》〉】』」”’%"
NEVER_LAST = "（《〈【『「“‘"


def widths(text: str) -> list[float]:
    return [CELL if takes_cell(char) else NARROW for char in text]


def lines(text: str, characters: int, indent: int = 0) -> list[str]:
    found = break_lines(text, widths(text), (characters - indent) * CELL, characters * CELL)
    return [text[start:end] for start, end in found]


def fits(text: str) -> bool:
    """Whether no piece is wider than the first line: else it must be split somewhere."""
    return all(sum(widths(text[start:end])) <= 26 * CELL for start, end in unsplit_pieces(text))


WORDS = st.sampled_from(
    [
        *"招商引资工作全市各县区人民政府完成任务",
        "项目", "，", "。", "、", "；", "：", "）", "》", "”", "（", "《", "“", "——", "……", "？",
        "125.64%", "9999万元", "100.5136亿元", "42.31个百分点", "2026年", "6月", "1—6月", "3—5家", "〔2026〕5号",
        "−3.2℃", "￥1,234.56", "第12条", "GB/T 9704", "AI", "5G", " ", "112个", "10～20万元", "3/4",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=20, max_size=80).map("".join).map(str.strip)


@given(text=TEXTS, characters=st.integers(12, 28), indent=st.sampled_from([0, 2]))
def test_all_text_is_kept_in_order(text: str, characters: int, indent: int) -> None:
    assert "".join(lines(text, characters, indent)) == text


@given(text=TEXTS, characters=st.integers(12, 28), indent=st.sampled_from([0, 2]))
def test_no_line_is_wider_than_its_measure(text: str, characters: int, indent: int) -> None:
    for number, line in enumerate(lines(text, characters, indent)):
        room = characters - (0 if number else indent)
        assert sum(widths(line.rstrip())) <= room * CELL + 0.02


@given(text=TEXTS)
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str) -> None:
    assume(fits(text))
    found = lines(text, 28, 2)
    for above, below in pairwise(found):
        assert below[0] not in NEVER_FIRST
        assert above.rstrip()[-1] not in NEVER_LAST


@pytest.mark.parametrize("mark", list(NEVER_FIRST))
def test_a_closing_mark_takes_the_character_before_it_to_the_next_line(mark: str) -> None:
    assert lines("招" * 28 + mark + "商", 28) == ["招" * 27, "招" + mark + "商"]


@pytest.mark.parametrize("mark", list(NEVER_LAST))
def test_an_opening_mark_goes_to_the_next_line(mark: str) -> None:
    assert lines("招" * 27 + mark + "商", 28) == ["招" * 27, mark + "商"]


@given(text=TEXTS)
def test_dashes_dots_and_figures_stay_whole(text: str) -> None:
    assume(fits(text))
    found = lines(text, 28, 2)
    for above, below in pairwise(found):
        pair = above[-1] + below[0]
        assert pair not in ("——", "……")
        assert not (pair[0].isdigit() and (pair[1].isdigit() or pair[1] in "%.万亿个年月号"))
        assert not (pair[0] in "−￥" and pair[1].isdigit())


@pytest.mark.parametrize(
    "piece",
    [
        "125.64%", "9999万元", "100.5136亿元", "42.31个百分点", "1,234,567.89元", "2026年", "30日", "1—6月", "10%～20%",
        "——", "……", "〔2026〕5号", "−3.2℃", "￥500", "第12条", "GB/T", "3.5万平方米", "112个", "1:2", "10:30",
        "￥1,000万元",
    ],
)  # fmt: skip
def test_pieces_that_no_line_splits(piece: str) -> None:
    text = f"截至目前{piece}已经"
    pieces = [text[start:end] for start, end in unsplit_pieces(text)]
    assert piece in pieces


@pytest.mark.parametrize(
    "text, pieces",
    [
        ("完成（见附件）。", ["完", "成", "（见", "附", "件）。"]),
        ("“好！”他", ["“好！”", "他"]),
        ("2026年6月3日", ["2026年", "6月", "3日"]),
        ("占8.04%。", ["占", "8.04%。"]),
        ("a b", ["a ", "b"]),
        ("", []),
    ],
)
def test_pieces_of_a_text(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in unsplit_pieces(text)] == pieces


def test_what_is_wider_than_a_line_is_split_all_the_same() -> None:
    found = lines("9" * 100, 10)
    assert [len(line) for line in found] == [20] * 5


def test_blanks_at_the_end_of_a_line_hang_over() -> None:
    assert lines("招" * 10 + " 商", 10) == ["招" * 10 + " ", "商"]
