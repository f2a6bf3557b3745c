"""Sets one paper with `typst` in a process that remembers nothing but its fonts; prints the seconds it took.

`python -m bench.typst_once WARM SOURCE TARGET FONTS ...`: WARM is set first, untimed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst

from bench.harness import seconds


def main(warm: str, source: str, target: str, *fonts: str) -> None:
    compiler = typst.Compiler(font_paths=list(fonts), ignore_system_fonts=True)
    content = Path(source).read_bytes()
    compiler.compile(input=Path(warm).read_bytes(), output=target, pdf_tags=False)  # type: ignore - its stubs want one type for both
    print(seconds(lambda: compiler.compile(input=content, output=target, pdf_tags=False), 1))  # type: ignore


if __name__ == "__main__":
    main(*sys.argv[1:])
