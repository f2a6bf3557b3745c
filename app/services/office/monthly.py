"""The month's work in one go: the demo office built, its units ranked, the bulletins and tables written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.models.faults import in_chinese
from app.rules.periods import Period
from app.services.dossiers.projects import ProjectFilter, project_ids
from app.services.exporting import export_projects, export_ranking
from app.services.office.demo import demo_city
from app.services.office.offices import rebuild_demo
from app.services.papers.bulletins import draft_bulletin, save_bulletin
from app.services.papers.door import named_units
from app.services.ranking.ranking import GROUPS, RankingTable, rank


@dataclass(frozen=True)
class DemoReport:
    """What the demo run found and wrote."""

    office: Path
    month: str
    signed: int
    over: int
    county: RankingTable
    files: tuple[Path, ...]

    def to_json(self) -> dict[str, object]:
        """Return the report for programs."""
        return {
            "office": str(self.office),
            "month": self.month,
            "signed": self.signed,
            "over": self.over,
            "ranking": self.county.to_json(),
            "files": [str(path) for path in self.files],
        }


def run_demo(out: Path, *, who: str, told: Callable[[str], object]) -> DemoReport:
    """Do a month's work on the demo office in `out`: papers and tables are written beside it.

    `told` hears what is being done. Raises `OfficeError` where `out` cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise in_chinese(error, f"建立文件夹“{out}”") from error
    city = demo_city()
    today: dt.date = city["today"]
    first: dt.date = city["measures_from"]
    month = Period.months(first.year, first.month, first.year, first.month)
    files: list[Path] = []
    told("建立演示数据（清沅市：十年项目，导入四份台账）…")
    with rebuild_demo(out / "演示办公文件夹", today=today, who=who) as office:
        with closing(office.read()) as connection:
            for group, label in GROUPS.items():
                told(f"排名并起草通报：{label}…")
                table = rank(connection, month, group, today)
                sheet = out / f"{month.label}{label}排名表.xlsx"
                export_ranking(table, sheet, units=named_units(connection))
                draft = draft_bulletin(office, connection, month, group, today, today)
                files += [save_bulletin(office, draft, out / f"{month.label}{label}通报.pdf"), sheet]
            told("导出项目台账…")
            ledger = out / f"{month.label}签约项目台账.xlsx"
            export_projects(connection, project_ids(connection, ProjectFilter(period=month)), ledger)
            files.append(ledger)
            county = rank(connection, month, "county", today)
            counts = {total.key: int(total.actual) for total in county.city}
        return DemoReport(office.folder, month.label, counts["signed"], counts["over"], county, tuple(files))
