"""A bulletin of 60 pages with tables: ours against its bound of a second, and beside `typst`."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from app.reports.fonts.resolver import resolve
from app.reports.gongwen.lines import measure as measure_text
from app.reports.gongwen.paper import Block, Column, Paper, Paragraph, Table
from app.reports.gongwen.text import paragraph_items
from app.reports.gongwen.writing import write_pdf
from bench.harness import Row, seconds
from bench.typst_peer import Peer, texts_of

PAGES = 60
COUNTIES = "定国县 云河县 白塔县 临沅区 东湖区 高新区 经开区 东岭县 河口区 西川县 清源县 云台县 南浦区 石桥县".split()  # noqa: SIM905
TRADES = "洗涤用品 塑料包装 精密铸件 紧固件 电机 线束 电路板 连接器 香精香料 表面活性剂 轴承".split()  # noqa: SIM905
HEADS = (
    "位次",
    "县区",
    "签约项目（个）",
    "协议引资额（亿元）",
    "到位资金（万元）",
    "年度任务（万元）",
    "完成率",
    "得分",
)


def bulletin(parts: int) -> Paper:
    """A bulletin of `parts` sections, each with its text and a table of 42 rows, no two alike."""
    blocks: list[Block] = []
    for part in range(parts):
        blocks.append(Paragraph(f"一、第{part + 1}期{TRADES[part % len(TRADES)]}产业链招商情况", 1))
        for county in range(6):
            name, amount = COUNTIES[(part + county) % len(COUNTIES)], (part * 7919 + county * 104729) % 90000
            blocks.append(
                Paragraph(
                    f"{name}本月新签约{TRADES[county]}项目{county + 3}个，协议引资总额{amount / 10:.2f}万元；累计到位"
                    f"资金{amount * 3 / 7:.2f}万元，完成年度任务的{amount / 900:.2f}%，超时序进度{amount % 13}."
                    f"{part % 10}个百分点。项目落地质量明显提高，但“签而不动、动而不快”的问题依然存在，要逐个"
                    "项目明确责任领导、责任单位和完成时限，确保早开工、早投产、早见效。"
                )
            )
        rows = tuple(_row(part, place) for place in range(42))
        blocks.append(Table(tuple(Column(head) for head in HEADS), rows))
    return Paper("关于全市产业链招商工作情况的通报", "", tuple(blocks), date(2026, 7, 3), format="plain")


def _row(part: int, place: int) -> tuple[str, ...]:
    figure = (part * 31337 + place * 7877) % 100000
    return (
        str(place + 1),
        COUNTIES[place % len(COUNTIES)],
        str(figure % 40),
        f"{figure / 1000:.2f}",
        f"{figure * 1.37:,.2f}",
        f"{(figure // 1000 + 1) * 1000:,}",
        f"{figure % 10000 / 100:.2f}%",
        f"{60 + figure % 4000 / 100:.2f}",
    )


def measure(quick: bool = False) -> list[Row]:
    """Seconds for the whole bulletin, the better of some rounds in turn."""
    fonts = resolve()
    paper, warm = bulletin(5 if quick else 17), bulletin(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer = Peer(fonts, folder)
        ours, theirs = folder / "ours.pdf", folder / "theirs.pdf"
        source = peer.bulletin(paper)
        best_ours = best_theirs = float("inf")
        for _ in range(1 if quick else 3):
            paragraph_items.cache_clear()
            measure_text.cache_clear()
            write_pdf(warm, fonts, ours)
            best_ours = min(best_ours, seconds(partial(write_pdf, paper, fonts, ours), 1))
            best_theirs = min(best_theirs, peer.seconds_alone(peer.bulletin(warm), source, theirs))
        our_pages, their_pages = len(texts_of(ours)), len(texts_of(theirs))
    if not quick and our_pages != PAGES:
        raise AssertionError(f"the bulletin has {our_pages} pages, not {PAGES}")
    return [
        Row(f"bulletin of {PAGES} pages with tables", best_ours / our_pages * PAGES, 1.0, "bound", "s", 1),
        Row("its pages", our_pages / best_ours, their_pages / best_theirs, "typst, new process", "/s", 0.3, True),
    ]
