"""Real tables in Word: heads repeated, rows as high as they need at least, cells off the grid of the text."""

from __future__ import annotations

from app.reports.docx.document import word_size
from app.reports.docx.measuring import estimated
from app.reports.docx.paragraphs import Style, paragraph
from app.reports.docx.xml import Element, border, element, rgb, run, twips
from app.reports.fonts.roles import Role
from app.reports.gongwen.columns import column_grid, needs_turning
from app.reports.gongwen.paper import Chart, Column, Table
from app.reports.gongwen.profile import Profile

_ROW = 1.84
"""Least height of a row, as a share of its type size."""
_CELL_SIDE = 0.3


def is_turned(table: Table, profile: Profile) -> bool:
    """Whether `table` needs a landscape page."""
    return needs_turning(table, estimated, profile)


def table_elements(table: Table, profile: Profile) -> list[Element]:
    """Caption, unit and the table, as wide as the type area; a line behind it, which Word wants."""
    made: list[Element] = []
    if table.title:
        style = Style("center", keep_next=True)
        made.append(paragraph([run(table.title, Role.HEI, word_size(profile))], style))
    if table.note:
        style = Style("right", keep_next=True, free=True)
        made.append(paragraph([run(table.note, Role.FANGSONG, profile.table_sizes[1])], style))
    grid = column_grid(table, estimated, profile)
    size = grid.size
    frame = element("tbl")
    frame.append(_properties(sum(grid.widths), size, profile))
    columns = element("tblGrid")
    for width in grid.widths:
        columns.append(element("gridCol", w=twips(width)))
    frame.append(columns)
    heads = [column.head for column in table.columns]
    frame.append(_row(heads, grid.widths, ["center"] * len(heads), size, Role.HEI, head=True))
    aligns = [column.align for column in table.columns]
    for row in table.rows:
        frame.append(_row(row, grid.widths, aligns, size, Role.FANGSONG))
    made.append(frame)
    made.append(paragraph([], Style(exact=profile.leading)))
    return made


def chart_table(chart: Chart) -> Table:
    """The figures of a chart: Word draws none of ours."""
    columns = (Column("项目"), *(Column(row.name, "right") for row in chart.series))
    rows = tuple(
        (name, *(f"{row.values[place]:,.2f}".rstrip("0").rstrip(".") for row in chart.series))
        for place, name in enumerate(chart.categories)
    )
    return Table(columns, rows, chart.title, f"单位：{chart.unit}" if chart.unit else "")


def _properties(width: float, size: float, profile: Profile) -> Element:
    made = element("tblPr")
    made.append(element("tblW", w=twips(width), type="dxa"))
    made.append(element("jc", val="center"))
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(border(side, profile.table_rule, rgb(profile.black)))
    made.append(borders)
    made.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=twips(_CELL_SIDE * size), type="dxa"))
    made.append(margins)
    return made


def _row(
    cells: tuple[str, ...] | list[str],
    widths: list[float],
    aligns: list[str] | list[object],
    size: float,
    role: Role,
    head: bool = False,
) -> Element:
    made, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    properties.append(element("trHeight", val=twips(_ROW * size), hRule="atLeast"))
    if head:
        properties.append(element("tblHeader"))
    made.append(properties)
    for text, width, align in zip(cells, widths, aligns, strict=True):
        cell, about = element("tc"), element("tcPr")
        about.append(element("tcW", w=twips(width), type="dxa"))
        about.append(element("vAlign", val="center"))
        cell.append(about)
        cell.append(paragraph([run(text, role, size)], Style(str(align), free=True)))
        made.append(cell)
    return made
