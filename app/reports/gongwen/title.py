"""Breaks a title so that its lines form a trapezium or a rhombus and no word or name is split (7.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from app.reports.gongwen.lines import Measured
from app.reports.gongwen.marks import unsplit_pieces

_COMMON = """
关于 通报 通知 报告 请示 批复 意见 决定 函 纪要 办法 方案 印发 转发 提醒函
招商引资 招商 引资 招商引资工作 工作 进展 情况 工作进展 进展情况 工作进展情况
完成情况 考核 考核结果 排名 全市 全省 全国 全县 各县 各县区 市直 市直部门 部门
单位 责任单位 责任主体 领导小组 办公室 领导小组办公室 项目 签约 开工 投产
重点项目 签约项目 推进 落实 加快 督办 督察 月份 季度 上半年 下半年 年度 县区
市级领导 主导产业 产业 产业链 产业延伸 延伸 以商招商 政策 奖励 奖励办法 任务
目标 目标任务 进度 滞后 进度滞后 企业 经济 发展 高质量发展 建设 管理 管理办法
试行 暂行 人民政府 委员会 开发区 专题 会议 市委 市政府 县委 县政府 引荐人 提醒
约谈 实施 细则 实施细则 措施 若干措施 若干政策 公告 公示 组织 开展 做好 进一步
有关 事项 问题 调整 成立 表彰 先进 集体 个人 汇总 统计 台账 新签 在谈
到位资金 资金 投资 投资额 总投资 外来 产业园 园区
"""
COMMON_WORDS = frozenset(_COMMON.split())
"""Words of titles; the paper adds the names that it knows."""

_NO_LINE_START = frozenset("的和与及等之")
_CLINGING_ENDS = ("关于", "对", "在", "为", "将", "和", "与", "及")
_MOST_LINES = 5


def title_lines(measured: Measured, words: Iterable[str], width: float) -> list[tuple[int, int]]:
    """The lines (start, end) of a title set at most `width` points wide: one if it fits, else the best shape.

    Shapes, in this order of weight: words kept whole, lines that grow, shrink, or are longest in the middle, lines of
    like length.
    """
    text = measured.text
    if measured.width() <= width:
        return [(0, len(text))]
    breaks = [place for place in _places(text) if not _splits_word(text, place, tuple(words))]
    least = -int(-measured.width() // width)
    for count in range(least, _MOST_LINES + 1):
        found = _best(measured, breaks, count, width)
        if found is not None:
            return found
    return measured.broken(width)


def _places(text: str) -> list[int]:
    return [start for start, _ in unsplit_pieces(text)][1:]


def _splits_word(text: str, place: int, words: Sequence[str]) -> bool:
    return any(place in _insides(text, word) for word in (*words, *COMMON_WORDS) if word in text)


@lru_cache(maxsize=512)
def _insides(text: str, word: str) -> frozenset[int]:
    """Every place in `text` that lies inside an occurrence of `word`."""
    found: set[int] = set()
    at = text.find(word)
    while at >= 0:
        found.update(range(at + 1, at + len(word)))
        at = text.find(word, at + 1)
    return frozenset(found)


def _best(measured: Measured, breaks: list[int], count: int, width: float) -> list[tuple[int, int]] | None:
    best: tuple[float, list[tuple[int, int]]] | None = None
    size = len(measured.text)
    for chosen in combinations(breaks, count - 1):
        edges = (0, *chosen, size)
        lengths = [measured.width(start, end) for start, end in pairwise(edges)]
        if max(lengths) > width:
            continue
        cost = _cost(measured, chosen, lengths)
        if best is None or cost < best[0]:
            best = (cost, list(pairwise(edges)))
    return None if best is None else best[1]


def _cost(measured: Measured, chosen: Sequence[int], lengths: list[float]) -> float:
    """How ill the lines look, in type sizes."""
    size, text = measured.size, measured.text
    steps = [(after - before) / size for before, after in pairwise(lengths)]
    cost = sum(abs(step) for step in steps)
    cost += sum(6 for step in steps if abs(step) < 1)
    grows, shrinks = all(step > 0 for step in steps), all(step < 0 for step in steps)
    peak = lengths.index(max(lengths))
    rhombus = all(step > 0 for step in steps[:peak]) and all(step < 0 for step in steps[peak:])
    if not (grows or shrinks or rhombus):
        cost += 20
    for place in chosen:
        if text[place] in _NO_LINE_START:
            cost += 12
        if text[:place].endswith(_CLINGING_ENDS):
            cost += 12
        if not _known_boundary(text, place):
            cost += 8
    return cost


def _known_boundary(text: str, place: int) -> bool:
    """Whether a known word, or 的, ends or begins at `place`: elsewhere a word may be split unknowingly."""
    return (
        text[place - 1] in "的，、》）”"
        or text[place] in "《（“"
        or any(text.startswith(word, place) or text.endswith(word, 0, place) for word in COMMON_WORDS)
    )
