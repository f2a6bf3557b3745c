"""300 one-page letters, as files and as one file: ours beside `typst`, with the same text and fonts, in turns.

Then the whole way of 300 letters of a month through the program (`letters --kind lag`): whom they go to, their text by
the template, the audience, the pages, numbers, register, frozen copies, the files and the joined one. The peer of that
does nothing but set its letters as files.
"""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from app.models.office import Office
from app.reports.fonts.resolver import resolve
from app.reports.gongwen.paper import Paper, Paragraph
from app.reports.gongwen.text import paragraph_items
from app.reports.gongwen.writing import write_batch, write_joined
from bench.harness import Row, seconds
from bench.letter_office import lagging_office, write_month
from bench.typst_peer import Peer, texts_of

LETTERS = 300
ROUNDS = 3
WHOLE_WAY = 0.4
"""The least share of the peer's speed, although it drafts, numbers and registers nothing."""
AUTHORITY = "清沅市招商引资工作领导小组办公室"
PLACES = "东岭 河口 西川 清源 云台 南浦 石桥 柳林 金沙 白马 龙泉 新安 永宁 长乐 太平 安丰 青山 双河 红岩 平阳".split()  # noqa: SIM905
TRADES = "洗涤用品 塑料包装 精密铸件 紧固件 电机 线束 电路板 连接器 香精香料 表面活性剂 轴承 液压件 模具".split()  # noqa: SIM905
PARTS = "纸箱 铝材 五金冲压 热处理 注塑 喷涂 标准件 绝缘材料 铜排 瓶盖 标签印刷".split()  # noqa: SIM905


def letter(number: int) -> Paper:
    """Letter `number`: its own recipient, project, figures and directions."""
    place, trade = PLACES[number % len(PLACES)], TRADES[number % len(TRADES)]
    first, second = PARTS[number % len(PARTS)], PARTS[(number * 7 + 3) % len(PARTS)]
    amount, rate = 3000 + 137 * number % 60000, 20 + number * 0.31 % 75
    return Paper(
        title=f"关于延伸{trade}产业链的提醒函",
        authority=AUTHORITY,
        authority_suffix="",
        number=f"清招办函〔2026〕{number}号",
        addressees=f"{place}县人民政府",
        blocks=(
            Paragraph(
                f"你县引进的{trade}生产项目已于2026年{number % 6 + 1}月签约，计划总投资{amount}万元，到位资金"
                f"{amount * rate / 100:.2f}万元，完成率{rate:.2f}%。现提醒如下。"
            ),
            Paragraph("一、建议主攻方向", 1),
            Paragraph(f"（一）{first}。该产品体积大、单价低，宜靠近用户设厂，建议对接3—5家企业。"),
            Paragraph(f"（二）{second}。项目投产后年需求约{amount // 30}吨，本地尚无供应商，可以就近配套。"),
            Paragraph("二、不建议的方向", 1),
            Paragraph("原材料企业随资源布局，请勿作为主攻方向。"),
            Paragraph(f"请于2026年7月{number % 20 + 10}日前将对接情况书面反馈我办。"),
        ),
        day=date(2026, 7, 3),
        signature=AUTHORITY,
        format="letter",
    )


def measure(quick: bool = False) -> list[Row]:
    """Letters a second of both, the better of some rounds in turn.

    As files both go on with what they remember of earlier ones; the joined file is one job, with nothing remembered.
    """
    count = 30 if quick else LETTERS
    rounds = 1 if quick else ROUNDS
    fonts = resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = _files(folder, "ours", count), _files(folder, "theirs", count)
        our_joined, their_joined = folder / "ours.pdf", folder / "theirs.pdf"
        peer = Peer(fonts, folder)
        peer.compile(peer.letter(letter(0)), theirs[0])
        office = lagging_office(folder / "office", count)
        write_month(office, 1, folder / "一月")
        best = [float("inf")] * 5
        for turn in range(rounds):
            papers, others = _letters(count, 2 * turn), _letters(count, 2 * turn + 1)
            sources, joined_source = [peer.letter(paper) for paper in papers], peer.joined(others)
            by_files = (
                seconds(partial(write_batch, papers, fonts, ours), 1),
                seconds(partial(_compile_all, peer, sources, theirs), 1),
            )
            paragraph_items.cache_clear()
            joined = (
                seconds(partial(write_joined, others, fonts, our_joined, "提醒函", new_sheets=False), 1),
                peer.seconds_alone(peer.letter(letter(0)), joined_source, their_joined),
            )
            whole = seconds(partial(_whole_way, office, turn + 2, folder / f"{turn + 2}月", count), 1)
            best = [min(one, other) for one, other in zip(best, (*by_files, *joined, whole), strict=True)]
        office.close()
        _same_text(texts_of(ours[-1]), texts_of(theirs[-1]), 1)
        _same_text(texts_of(our_joined), texts_of(their_joined), count)
        largest = max(path.stat().st_size for path in ours) / 1000
    peer_name = "typst, Compiler reused"
    return [
        Row("one-page letters as files", count / best[0], count / best[1], peer_name, "/s", 1, True),
        Row("letters joined in one file", count / best[2], count / best[3], "typst, new process", "/s", 0.7, True),
        Row("letters, the whole way", count / best[4], count / best[1], peer_name, "/s", WHOLE_WAY, True),
        Row("largest of them", largest, 150, "bound", "kB", 1),
    ]


def _whole_way(office: Office, month: int, out: Path, count: int) -> None:
    if write_month(office, month, out) != count:
        raise AssertionError(f"not every one of {count} counties was written to")


def _letters(count: int, turn: int) -> list[Paper]:
    """Letters that no earlier turn has set: both sides remember what they have set once."""
    return [letter(number) for number in range(turn * count + 1, (turn + 1) * count + 1)]


def _compile_all(peer: Peer, sources: list[bytes], targets: list[Path]) -> None:
    for source, target in zip(sources, targets, strict=True):
        peer.compile(source, target)


def _files(folder: Path, name: str, count: int) -> list[Path]:
    (folder / name).mkdir()
    return [folder / name / f"{number:03d}.pdf" for number in range(count)]


def _same_text(ours: list[str], theirs: list[str], pages: int) -> None:
    """Both have set as many pages of the same text, or the figures say nothing."""
    if len(ours) != pages or ours != theirs:
        raise AssertionError(f"{len(ours)} and {len(theirs)} pages, not {pages}, or not of the same text")
