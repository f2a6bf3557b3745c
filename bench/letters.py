"""300 one-page letters as files: ours beside `typst`, which sets the same text in the same fonts, in turns."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import typst

from app.reports.fonts.resolver import FontSet, resolve
from app.reports.fonts.roles import Role
from app.reports.gongwen.paper import Paper, Paragraph, chinese_date
from app.reports.gongwen.writing import write_batch
from bench.harness import Row

LETTERS = 300
ROUNDS = 3
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
    """Letters a second of both, the better of some rounds in turn."""
    count = 30 if quick else LETTERS
    fonts = resolve()
    papers = [letter(number) for number in range(1, count + 1)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = _files(folder, "ours", count)
        theirs = _files(folder, "typst", count)
        compile_all = _typst(papers, fonts, theirs, folder)
        best_ours = best_theirs = float("inf")
        for _ in range(1 if quick else ROUNDS):
            best_ours = min(best_ours, _seconds(lambda: write_batch(papers, fonts, ours)))
            best_theirs = min(best_theirs, _seconds(compile_all))
        _same_text(ours[-1], theirs[-1])
        largest = max(path.stat().st_size for path in ours) / 1000
    return [
        Row(
            "one-page letters as files", count / best_ours, count / best_theirs, "typst, Compiler reused", "/s", 1, True
        ),
        Row("largest of them", largest, 150, "bound", "kB", 1),
    ]


def _files(folder: Path, name: str, count: int) -> list[Path]:
    (folder / name).mkdir()
    return [folder / name / f"{number:03d}.pdf" for number in range(count)]


def _seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _typst(papers: list[Paper], fonts: FontSet, targets: list[Path], folder: Path) -> Callable[[], None]:
    """What lets typst write `papers`: one compiler, warm, with only the fonts of the letter, without tags."""
    shelves = {role: folder / role.name for role in (Role.FANGSONG, Role.TITLE, Role.HEI)}
    for role, shelf in shelves.items():
        shelf.mkdir()
        shutil.copy(fonts.face(role).path, shelf)
    families = {role: _family(shelf) for role, shelf in shelves.items()}
    compiler = typst.Compiler(font_paths=[str(shelf) for shelf in shelves.values()], ignore_system_fonts=True)
    sources = [_source(paper, families).encode() for paper in papers]
    compiler.compile(input=sources[0])

    def run() -> None:
        for source, target in zip(sources, targets, strict=True):
            compiler.compile(input=source, output=str(target), pdf_tags=False)  # type: ignore - its stubs want one type for both

    return run


def _family(shelf: Path) -> str:
    """By which name typst knows the one font of a folder."""
    built_in = set(typst.Fonts(include_system_fonts=False).families())
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(shelf)]).families()
    return min(name for name in found if name not in built_in)


def _source(paper: Paper, families: dict[Role, str]) -> str:
    """The letter as a typst author would write it."""
    lines = [
        "#set page(width: 210mm, height: 297mm, margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm))",
        f'#set text(font: "{families[Role.FANGSONG]}", size: 15.75pt, lang: "zh", cjk-latin-spacing: none)',
        "#set par(leading: 13.85pt, spacing: 13.85pt, justify: true)",
        f'#show heading: set text(font: "{families[Role.TITLE]}", size: 36pt, fill: cmyk(0%, 80%, 80%, 0%))',
        f"#align(center, scale(x: 70%, reflow: true)[= {paper.authority}])",
        "#line(length: 100%, stroke: 2pt + cmyk(0%, 80%, 80%, 0%))",
        f"#align(right)[{paper.number}]",
        f'#align(center, text(font: "{families[Role.TITLE]}", size: 22pt)[{paper.title}])',
        f"{paper.addressees}：\n",
        "#set par(first-line-indent: (amount: 2em, all: true))",
    ]
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            text = block.text
            lines.append(f'#text(font: "{families[Role.HEI]}")[{text}]\n' if block.level == 1 else f"{text}\n")
    lines.append(f"#align(right)[{paper.signature}\\ {chinese_date(paper.day)}#h(4em)]")
    return "\n".join(lines)


def _same_text(ours: Path, theirs: Path) -> None:
    """Both have set one page of the same text, or the figures say nothing."""
    texts = []
    for path in (ours, theirs):
        document = pypdfium2.PdfDocument(path)
        if len(document) != 1:
            raise AssertionError(f"{path} has {len(document)} pages")
        texts.append("".join(document[0].get_textpage().get_text_range().split()))
    if texts[0] != texts[1]:
        raise AssertionError(f"{texts[0]!r} is not {texts[1]!r}")
