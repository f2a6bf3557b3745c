"""The demo office: an invented city with ten years behind it and the ledgers of its first month, built by code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.models.office import Office, OfficeNames, create_office
from app.rules.errors import Cancelled
from app.rules.money import YI
from app.rules.pinyin import search_key
from app.rules.stages import Stage, current
from app.services.office.demo_extensions import extend_demo
from app.services.office.demo_history import EarlierProject, earlier_projects
from app.services.office.demo_policy import play_policy
from app.services.office.places import RESOURCES
from app.services.ranking.schemes import DEFAULT, add_scheme, scheme_from_file

if TYPE_CHECKING:
    from app.models.change import Change

DEMO = RESOURCES / "demo"
LEDGERS = ("任务分解表.xlsx", "签约项目台账.xlsx", "项目进展月报.xls", "在谈项目.csv")
"""The ledgers of the first month, in the order in which they reach the office."""

Progress = Callable[[int, int], None]


def demo_city() -> dict[str, Any]:
    """Return the plan of the demo city."""
    import yaml

    return yaml.safe_load((DEMO / "city.yaml").read_text(encoding="utf-8"))


def build_demo(
    folder: Path,
    today: dt.date | None = None,
    who: str = "招商办",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Office:
    """Make the demo office in `folder` and return it open: units, industries, history, then the four ledgers,
    and what was drawn after them.

    `today` is the demo's own day unless given. The same every time. Raises `Refused`/`OfficeError` as
    `create_office` does, and `Cancelled`, after which the folder is left incomplete and can be deleted.
    """
    from app.services.importing import apply, examine

    city = demo_city()
    day: dt.date = today or city["today"]
    steps = len(LEDGERS) + 2
    names = OfficeNames(city["city"], city["authority"], city["number_word"], city["project_word"])
    office = create_office(folder, names, who=who, today=day)
    try:
        _step(0, steps, progress, cancelled)
        with office.change("建立演示数据：责任主体与产业") as change:
            _add_units(change, city)
            _add_industries(change, city)
            _add_province(change, city)
            _add_neighbours(change, city)
            add_scheme(change.session, scheme_from_file(DEFAULT))
        _step(1, steps, progress, cancelled)
        with office.change("建立演示数据：历年项目") as change:
            _add_history(change, list(earlier_projects(city, city["measures_from"])))
        for number, ledger in enumerate(LEDGERS, start=2):
            _step(number, steps, progress, cancelled)
            apply(office, examine(office, DEMO / ledger, today=day), today=day)
        extend_demo(office, city["extensions"], day)
        play_policy(office, day)
        _step(steps, steps, progress, None)
    except BaseException:
        office.close()
        raise
    return office


def _step(done: int, total: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled
    if progress is not None:
        progress(done, total)


def _add_units(change: Change, city: dict[str, Any]) -> None:
    from app.models.tables import Unit, UnitName, UnitPost

    for group, units in city["units"].items():
        for position, one in enumerate(units, start=1):
            unit = Unit(group_key=group, name=one["name"], position=position)
            change.session.add(unit)
            change.session.flush()
            change.session.add(UnitName(unit_id=unit.id, name=one["name"], from_day=one["from"]))
            if "before" in one:
                eve = one["from"] - dt.timedelta(days=1)
                change.session.add(UnitName(unit_id=unit.id, name=one["before"], to_day=eve))
            if "post" in one:
                change.session.add(UnitPost(unit_id=unit.id, post=one["post"], from_day=one["from"]))


def _add_industries(change: Change, city: dict[str, Any]) -> None:
    from app.models.tables import Industry, LeadingIndustry

    for one in city["industries"]:
        industry = Industry(name=one["name"], codes=one["codes"])
        change.session.add(industry)
        change.session.flush()
        if one.get("leading"):
            change.session.add(
                LeadingIndustry(
                    industry_id=industry.id,
                    from_day=city["measures_from"],
                    reason="本地有基础、对政策敏感、邻市未列入",
                )
            )


def _add_province(change: Change, city: dict[str, Any]) -> None:
    from app.models.tables import ProvinceStanding

    for month, cities in city["province"].items():
        change.session.add_all(
            ProvinceStanding(
                month=month,
                city=one["city"],
                rank=one["rank"],
                score=str(one["score"]),
                signed=one["signed"],
                over=one["over"],
                amount_fen=round(one["amount"] * YI),
                source="全省招商引资工作情况通报",
            )
            for one in cities
        )


def _add_neighbours(change: Change, city: dict[str, Any]) -> None:
    from app.models.tables import MeasuresCopy, NeighbourIndustry, NeighbourReservation

    for one in city["neighbours"]:
        change.session.add_all(
            NeighbourIndustry(
                city=one["city"], industry=line["industry"], codes=line["codes"], from_day=line["from"], source="省通报"
            )
            for line in one["pursues"]
        )
        agreed, copied = one["reserved"], one["copied"]
        change.session.add(
            NeighbourReservation(
                city=one["city"],
                industry=agreed["industry"],
                codes=agreed["codes"],
                from_day=agreed["from"],
                mediator=agreed["mediator"],
            )
        )
        change.session.add(
            MeasuresCopy(
                city=one["city"],
                day=copied["day"],
                policy=city["measures_from"],
                condition=copied["condition"],
                mediator=copied["mediator"],
            )
        )


def _add_history(change: Change, projects: list[EarlierProject]) -> None:
    from app.models.tables import Credit, Enterprise, FundsArrival, Industry, Project, StageEvent, Unit

    session = change.session
    units = {(unit.group_key, unit.name): unit.id for unit in session.query(Unit)}
    industries = {industry.name: industry.id for industry in session.query(Industry)}
    local = {one["name"] for one in demo_city()["local_enterprises"]}
    firms: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for one in projects:
        if one.enterprise not in firms:
            enterprise = Enterprise(name=one.enterprise, uscc=one.uscc, is_local=one.enterprise in local)
            session.add(enterprise)
            session.flush()
            firms[one.enterprise] = enterprise.id
        signed = one.days[Stage.SIGNED]
        numbers[signed.year] = numbers.get(signed.year, 0) + 1
        code = f"QY{signed.year}-{numbers[signed.year]:05d}"
        project = Project(
            code=code,
            name=one.name,
            enterprise_id=firms[one.enterprise],
            industry_id=industries[one.industry],
            county_id=units["county", one.county],
            investment_fen=one.investment_fen,
            stage=int(current(one.days) or Stage.SIGNED),
            signed_day=signed,
            search_key=search_key(one.name, one.enterprise, one.uscc, code),
        )
        session.add(project)
        session.flush()
        session.add_all(
            StageEvent(
                project_id=project.id,
                stage=int(stage),
                day=day,
                verified_on=day,
                verified_by="历年台账",
                evidence="历年台账",
            )
            for stage, day in one.days.items()
        )
        session.add_all(
            Credit(project_id=project.id, unit_id=units[group, name])
            for group, name in (("county", one.county), ("department", one.department), ("leader", one.leader))
            if name
        )
        session.add_all(FundsArrival(project_id=project.id, day=day, amount_fen=fen) for day, fen in one.funds)
