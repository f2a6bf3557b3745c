"""From cells to tasks: what was typed or pasted is read as a whole, or refused as a whole with its place."""

from __future__ import annotations

from collections.abc import Mapping

from app.rules.errors import Refused
from app.services.ranking.targets import NewTarget
from app.ui.targets.model import Cell, TargetsModel
from app.ui.targets.values import read_task


def new_targets(model: TargetsModel, texts: Mapping[Cell, str], year: int, level: str) -> list[NewTarget]:
    """Return the tasks that the cells mean; raise `Refused` where one cannot be read or lies outside the table."""
    found = []
    for (row, column), text in texts.items():
        if row >= len(model.units) or column >= len(model.indicators):
            if not text.strip():
                continue
            raise Refused("粘贴的区域超出了任务表。请从对应的单元格开始粘贴，合计行不用粘贴。")
        unit, indicator = model.units[row], model.indicators[column]
        try:
            value = read_task(text, indicator)
        except Refused as error:
            raise Refused(f"{unit.name}的“{indicator.label}”{error.message}没有写入任何一格。") from error
        found.append(NewTarget(unit.id, year, indicator.key, value, level))
    return found
