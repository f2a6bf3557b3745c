"""Candidates and yields as .xlsx, and the picture of the chain as vectors, from what the window shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.reports.xlsx import Cell, Column, write_sheet
from app.rules.audience import Audience, Door, NamedUnit, Scope, widest_for
from app.rules.industry.knowledge import Verdict
from app.rules.money import WAN
from app.services.chain.chain_candidates import ListedCandidate
from app.services.chain.chain_graph import ChainGraph, State
from app.services.chain.extension_tasks import YieldRow

if TYPE_CHECKING:
    from app.reports.chain_picture import ChainPicture, Kind

_CANDIDATES = (
    Column("序号", 6),
    Column("结论", 8),
    Column("候选行业", 20),
    Column("代码", 8),
    Column("建议", 10),
    Column("得分", 8, "0.0"),
    *(Column(name, 9, "0.0") for name in ("联系强度", "本地需求", "主导产业", "本地缺口", "政策敏感", "邻市已列")),
    Column("本市已有企业", 26),
    Column("同业另有（家）", 10),
    Column("项目", 30),
    Column("行业", 14),
    Column("往来", 8),
    Column("货物", 14),
    Column("条件", 30),
    Column("理由", 80),
    Column("旁证", 40),
)
_YIELDS = (
    Column("单位", 16),
    Column("月份", 10),
    *(Column(name, 10, "0") for name in ("发函", "回复", "线索", "签约")),
    Column("签约投资（万元）", 16, "#,##0.00"),
)


def export_candidates(
    rows: Sequence[ListedCandidate], path: Path, today: dt.date, *, units: Sequence[NamedUnit]
) -> None:
    """Write candidates in their order, for the widest audience that may see those of `units` whom they name.

    Raises `OfficeError` where the file cannot be written.
    """
    _write(path, "产业延伸候选", _CANDIDATES, list(map(_candidate, range(1, len(rows) + 1), rows)), today, units)


def export_yields(
    rows: Sequence[YieldRow], group: str, path: Path, today: dt.date, *, units: Sequence[NamedUnit]
) -> None:
    """Write what letters yielded, for the widest audience that may see units of the group; raises `OfficeError`."""
    lines: list[list[Cell]] = [
        [row.unit, row.month, row.letters, row.answers, row.leads, row.signed, row.invested_fen / WAN] for row in rows
    ]
    _write(path, "产业延伸成效", _YIELDS, lines, today, units, widest_for(group))


def _write(
    path: Path,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    today: dt.date,
    units: Sequence[NamedUnit],
    within: Audience = Audience.ALL_OFFICIALS,
) -> None:
    texts = [path.name, title, *(cell for row in rows for cell in row if isinstance(cell, str))]
    door = Door.of_widest(units, texts, within)
    write_sheet(path, title, columns, rows, door=door, note=f"截至 {today}")


def export_picture(
    graph: ChainGraph,
    path: Path,
    city: str,
    *,
    subject: str = "",
    for_papers: bool = False,
    units: Sequence[NamedUnit],
) -> None:
    """Write the picture of the chain as vectors: SVG or PDF by the ending of `path`.

    `for_papers` keeps to black and greys (PDF). `subject` names the industry that the picture is about. It goes into
    papers for all officials: one of `units` that they must not see is `Refused`. Raises `OfficeError` where a font
    lacks a character or the file cannot be written.
    """
    picture = _picture(graph, city, subject)
    door = Door(Scope(Audience.ALL_OFFICIALS), units)
    door.let("文件名", path.name)
    door.let("图", *picture.said)
    if path.suffix.lower() == ".svg":
        from app.reports.chain_svg import write_picture_svg

        write_picture_svg(picture, path)
        return
    from app.reports.chain_picture import COLOURS, GREYS, write_picture_pdf
    from app.reports.fonts.resolver import resolve

    write_picture_pdf(picture, resolve(), path, graph.on, looks=GREYS if for_papers else COLOURS)


def _picture(graph: ChainGraph, city: str, subject: str) -> ChainPicture:
    from app.reports.chain_picture import ChainPicture, PictureEdge, PictureNode

    kinds: dict[State, Kind] = {
        State.PRESENT: "present",
        State.DRAWABLE: "drawable",
        State.REJECTED: "rejected",
        State.RESERVED: "reserved",
    }
    nodes = tuple(
        PictureNode(node.name, kinds[node.state], node.place.layer, node.place.row, node.is_leading)
        for node in graph.nodes
    )
    edges = tuple(
        PictureEdge(tuple((place.layer, place.row) for place in edge.route), edge.strength, edge.is_backward)
        for edge in graph.edges
    )
    title = f"{city}{subject}产业链图"
    day = f"{graph.on.year}年{graph.on.month}月{graph.on.day}日"
    note = f"截至{day}，左为上游、右为下游，线越粗联系越强；左端有竖条的是主导产业。"
    return ChainPicture(title, note, nodes, edges, graph.layers, graph.rows)


def _candidate(number: int, one: ListedCandidate) -> list[Cell]:
    candidate, judged = one.candidate, one.candidate.judgement
    parts = candidate.extension.parts
    rejected = judged.verdict is Verdict.REJECT
    figures: list[Cell] = [None] * 7
    if not rejected:
        figures = [candidate.extension.score, parts.strength, parts.demand, parts.leading, parts.gap]
        figures += [parts.sensitivity, parts.neighbour]
    return [
        number,
        judged.verdict.label,
        candidate.candidate_name,
        judged.candidate,
        "" if rejected else candidate.hint,
        *figures,
        candidate.origin.enterprise,
        one.others,
        candidate.origin.name,
        candidate.origin_name,
        judged.relation.label,
        judged.good,
        candidate.condition,
        candidate.reason,
        candidate.evidence,
    ]
