"""The peer of papers: `typst` sets the same text in the same fonts, from templates as a typst author would write."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import typst

from app.reports.fonts.resolver import FontSet
from app.reports.fonts.roles import Role
from app.reports.gongwen.paper import Block, Paper, Paragraph, Table, chinese_date

_ROLES = (Role.FANGSONG, Role.TITLE, Role.HEI)
_RED = "cmyk(0%, 80%, 80%, 0%)"


class Peer:
    """One compiler, warm, with only the fonts of the papers."""

    def __init__(self, fonts: FontSet, folder: Path) -> None:
        """`folder` is where the fonts are put for it."""
        self._shelves = {role: folder / role.name for role in _ROLES}
        for role, shelf in self._shelves.items():
            shelf.mkdir()
            shutil.copy(fonts.face(role).path, shelf)
        self._families = {role: _family(shelf) for role, shelf in self._shelves.items()}
        self._paths = [str(shelf) for shelf in self._shelves.values()]
        self._compiler = typst.Compiler(font_paths=self._paths, ignore_system_fonts=True)

    def seconds_alone(self, warm: bytes, source: bytes, target: Path) -> float:
        """Seconds for `source` in a process of its own: what typst has set before, it remembers for good."""
        files = [target.with_suffix(".warm"), target.with_suffix(".typ")]
        for file, content in zip(files, (warm, source), strict=True):
            file.write_bytes(content)
        command = [sys.executable, "-m", "bench.typst_once", *map(str, files), str(target), *self._paths]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def compile(self, source: bytes, target: Path) -> None:
        """Set `source` without tags, as ours has none."""
        self._compiler.compile(input=source, output=str(target), pdf_tags=False)  # type: ignore - its stubs want one type for both

    def letter(self, paper: Paper) -> bytes:
        """A letter of one page."""
        return "\n".join([*self._page(), *self._letter(paper)]).encode()

    def joined(self, papers: list[Paper]) -> bytes:
        """Many letters, each on a page of its own."""
        lines = self._page()
        for number, paper in enumerate(papers):
            lines += ["#pagebreak()"] if number else []
            lines += ["#[", *self._letter(paper), "]"]
        return "\n".join(lines).encode()

    def bulletin(self, paper: Paper) -> bytes:
        """A long bulletin with tables whose heads are repeated."""
        lines = [
            *self._page(),
            '#set page(numbering: "— 1 —")',
            f'#align(center, text(font: "{self._families[Role.TITLE]}", size: 22pt)[{paper.title}])',
            "#set par(first-line-indent: (amount: 2em, all: true))",
        ]
        for block in paper.blocks:
            lines += self._block(block)
        return "\n".join(lines).encode()

    def _page(self) -> list[str]:
        return [
            "#set page(width: 210mm, height: 297mm, margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm))",
            f'#set text(font: "{self._families[Role.FANGSONG]}", size: 15.75pt, lang: "zh", cjk-latin-spacing: none)',
            "#set par(leading: 13.85pt, spacing: 13.85pt, justify: true)",
            f'#show heading: set text(font: "{self._families[Role.TITLE]}", size: 36pt, fill: {_RED})',
        ]

    def _letter(self, paper: Paper) -> list[str]:
        lines = [
            f"#align(center, scale(x: 70%, reflow: true)[= {paper.authority}])",
            f"#line(length: 100%, stroke: 2pt + {_RED})",
            f"#align(right)[{paper.number}]",
            f'#align(center, text(font: "{self._families[Role.TITLE]}", size: 22pt)[{paper.title}])',
            f"{paper.addressees}：\n",
            "#set par(first-line-indent: (amount: 2em, all: true))",
        ]
        for block in paper.blocks:
            lines += self._block(block)
        lines.append(f"#align(right)[{paper.signature}\\ {chinese_date(paper.day)}#h(4em)]")
        return lines

    def _block(self, block: Block) -> list[str]:
        if isinstance(block, Paragraph):
            text = block.text
            return [f'#text(font: "{self._families[Role.HEI]}")[{text}]\n' if block.level == 1 else f"{text}\n"]
        if isinstance(block, Table):
            heads = "".join(f"[{column.head}]," for column in block.columns)
            cells = "".join(f"[{cell}]," for row in block.rows for cell in row)
            columns = f"columns: {len(block.columns)}, stroke: 0.5pt, align: center, inset: (x: 4.2pt, y: 5.88pt)"
            return [
                f"#text(size: 14pt, par(first-line-indent: 0pt, table({columns}, table.header({heads}), {cells})))\n"
            ]
        raise TypeError(f"no template for {block!r}")


def _family(shelf: Path) -> str:
    """By which name typst knows the one font of a folder."""
    built_in = set(typst.Fonts(include_system_fonts=False).families())
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(shelf)]).families()
    return min(name for name in found if name not in built_in)


def texts_of(path: Path) -> list[str]:
    """The text of each page without white space."""
    document = pypdfium2.PdfDocument(path)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]
