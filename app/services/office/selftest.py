"""The self-test: does the program find its fonts, keep data, read a sheet, make a PDF, lock a pack and draw a chart?"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from app.rules.money import WAN
from app.rules.periods import Period
from app.rules.scoring import UnitFigures, rank_units
from app.rules.stages import Stage
from app.services.ranking.ranking import CityTotal, RankingTable

_TODAY = dt.date(2026, 7, 1)


@dataclass(frozen=True)
class Check:
    """One check: what was checked, whether it held, and what was found."""

    name: str
    ok: bool
    detail: str


def run_checks(draw_chart: Callable[[], str] | None) -> list[Check]:
    """Run every check in a temporary folder; a failure is reported, never raised."""
    with tempfile.TemporaryDirectory(prefix="zst-") as folder:
        work = Path(folder)
        steps: list[tuple[str, Callable[[], str]]] = [
            ("字体", _fonts),
            ("数据库", lambda: _database(work)),
            ("读表", lambda: _sheet(work)),
            ("公文", lambda: _paper(work)),
            ("会议包", lambda: _pack(work)),
        ]
        if draw_chart is not None:
            steps.append(("图表", draw_chart))
        return [_checked(name, step) for name, step in steps]


def sample_ranking() -> RankingTable:
    """Return a ranking of two invented counties by the default scheme, for the chart."""
    from app.services.ranking.schemes import DEFAULT, scheme_from_file

    scheme = scheme_from_file(DEFAULT)
    keys = [one.key for one in scheme.indicators]
    figures = [
        UnitFigures(number, name, dict.fromkeys(keys, Fraction(done)), dict.fromkeys(keys, Fraction(10)))
        for number, (name, done) in enumerate((("自检甲县", 8), ("自检乙县", 3)), start=1)
    ]
    rows = tuple(rank_units(scheme, figures))
    city = tuple(CityTotal(key, Fraction(11), Fraction(20), Fraction(11, 20), None) for key in keys)
    return RankingTable(Period.parse("2026-06"), "county", _TODAY, 0, scheme, rows, city)


def _checked(name: str, step: Callable[[], str]) -> Check:
    try:
        return Check(name, True, step())
    except Exception as error:  # whatever is broken is what the self-test is for
        return Check(name, False, f"{error}" or type(error).__name__)


def _fonts() -> str:
    from app.reports.fonts.resolver import resolve

    return "；".join(f"{one.role}：{one.family}" for one in resolve().choices)


def _database(work: Path) -> str:
    from app.services.dossiers.keeping import ProjectDraft, add_project, add_stage, verify_stage
    from app.services.dossiers.projects import ProjectFilter, project_ids, project_rows
    from app.services.office.offices import new_office

    with new_office(work / "office", "自检市", "", "", today=_TODAY, who="自检") as office:
        project = add_project(
            office, ProjectDraft("自检项目", "自检有限公司", investment_fen=12_000 * WAN), today=_TODAY
        )
        stage = add_stage(office, project, Stage.SIGNED, dt.date(2026, 6, 3))
        verify_stage(office, stage, 1, by="复核", on=_TODAY, evidence="合同")
        connection = office.read()
        found = project_rows(connection, project_ids(connection, ProjectFilter(text="zjxm")))
        (intact,) = connection.execute("PRAGMA integrity_check").fetchone()
        connection.close()
    if [row.investment_fen for row in found] != [12_000 * WAN] or intact != "ok":
        raise AssertionError(f"写入与读出不一致：{found}，{intact}")
    return "写入、读出、按拼音查找一致"


def _sheet(work: Path) -> str:
    from app.models.office import open_office
    from app.services.importing import examine

    ledger = work / "签约项目台账.csv"
    ledger.write_text(
        "项目名称,企业名称,总投资（万元）,签约时间,落地县区\n自检二期项目,自检二期有限公司,1200,2026.6.5,自检县\n",
        encoding="gb18030",
    )
    with open_office(work / "office", who="自检", today=_TODAY) as office:
        plan = examine(office, ledger, today=_TODAY).to_json()
    if plan["added"] != 1:
        raise AssertionError(f"应新增 1 行，实为 {plan}")
    return "在子进程里读出 1 行"


def _paper(work: Path) -> str:
    from app.models.office import open_office
    from app.reports.reading_back import text_of
    from app.services.papers.bulletins import draft_bulletin, save_bulletin

    with open_office(work / "office", who="自检", today=_TODAY) as office:
        connection = office.read()
        draft = draft_bulletin(office, connection, Period.parse("2026-06"), "county", _TODAY, _TODAY)
        connection.close()
        path = save_bulletin(office, draft, work / "通报.pdf")
    pages = text_of(path)
    if draft.document_number not in pages[0].replace("\n", "").replace(" ", ""):
        raise AssertionError(f"第一页读不到文号“{draft.document_number}”")
    return f"通报 {len(pages)} 页，文号读得回来"


def _pack(work: Path) -> str:
    from app.models.office import open_office
    from app.rules.audience import Audience
    from app.services.meeting.packing import open_pack, pack

    path, password = work / "会议.zsp", "自检用的口令一个"
    with open_office(work / "office", who="自检", today=_TODAY) as office:
        connection = office.read()
        month = Period.parse("2026-06")
        pack(connection, month, Audience.ALL_OFFICIALS, path, as_of=_TODAY, today=_TODAY, password=password)
        connection.close()
    if open_pack(path, password).city != "自检市":
        raise AssertionError("会议包读回来的内容不一致")
    return "加锁、解锁、读回一致"
