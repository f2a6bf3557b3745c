"""The picture of the chain as SVG, for slides and web pages: the same grid as on paper, names as text."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from app.reports.chain_picture import COLOURS, LABELS, LINE, ChainPicture, Grid, PictureEdge
from app.reports.gongwen.page import Colour
from app.reports.gongwen.writing import write_whole

_FAMILY = "'Microsoft YaHei','SimHei','WenQuanYi Zen Hei',sans-serif"


def write_picture_svg(picture: ChainPicture, path: Path) -> None:
    """Write the picture as SVG, whole or not at all; raises `OfficeError` where the file cannot be written."""
    write_whole(path, picture_svg(picture).encode("utf-8"))


def picture_svg(picture: ChainPicture) -> str:
    """Return the picture as the text of an SVG file; lengths are points."""
    grid = Grid.of(picture)
    left, top = round(grid.left), round(grid.left)
    size = f'width="{grid.width:.0f}pt" height="{grid.height:.0f}pt" viewBox="0 0 {grid.width:.0f} {grid.height:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FAMILY}">',
        f"<title>{escape(picture.title)}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{left}" y="{top + 14}" font-size="16">{escape(picture.title)}</text>',
        f'<text x="{left}" y="{top + 30}" font-size="9" fill="#555555">{escape(_note(picture))}</text>',
        f'<g fill="none" stroke="{_hex(LINE)}">',
        *(_edge(grid, edge) for edge in picture.edges),
        "</g>",
    ]
    width, height = grid.node_width, grid.node_height
    for node in picture.nodes:
        x, y = grid.middle(node.layer, node.row)
        look = COLOURS[node.kind]
        letter = min(height * 0.68, 11.0, (width - 6) / max(len(node.name), 1))
        corner = f'x="{x - width / 2:.1f}" y="{y - height / 2:.1f}"'
        stripe = f'<rect {corner} width="3" height="{height:.1f}" fill="#b3261e"/>' if node.is_leading else ""
        lines.append(
            f"<g><title>{escape(node.name)}：{LABELS[node.kind]}</title>"
            f'<rect {corner} width="{width:.1f}" height="{height:.1f}" rx="2"'
            f' fill="{_hex(look.fill)}" stroke="{_hex(look.border)}"/>{stripe}'
            f'<text x="{x:.1f}" y="{y + letter * 0.36:.1f}" font-size="{letter:.1f}" text-anchor="middle"'
            f' fill="{_hex(look.text)}">{escape(node.name)}</text></g>'
        )
    return "\n".join([*lines, "</svg>", ""])


def _note(picture: ChainPicture) -> str:
    return f"{picture.note}深蓝：已有；绿：可招；灰：不宜；黄：邻市已列。"


def _edge(grid: Grid, edge: PictureEdge) -> str:
    way = ""
    for (x0, y0), (x1, y1) in grid.ways(edge):
        bend = (x0 + x1) / 2
        start = "" if way else f"M{x0:.1f} {y0:.1f}"
        way += f"{start}C{bend:.1f} {y0:.1f} {bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    dashes = ' stroke-dasharray="4 3"' if edge.is_backward else ""
    return f'<path d="{way}" stroke-width="{0.3 + 0.15 * edge.strength:.2f}"{dashes}/>'


def _hex(colour: Colour) -> str:
    cyan, magenta, yellow, black = colour
    return "#" + "".join(f"{round(255 * (1 - ink) * (1 - black)):02x}" for ink in (cyan, magenta, yellow))
