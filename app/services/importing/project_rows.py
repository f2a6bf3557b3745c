"""Planning the rows of signed ledgers, progress reports and leads: each adds a project, updates one, or is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.rules.ledger.plausible import implausible_column, implausible_investment
from app.rules.ledger.records import Reading, Record, Remark
from app.rules.ledger.shares import names_and_shares
from app.rules.ledger.twins import Identity
from app.rules.ledger.vocabulary import REQUIRED
from app.rules.money import in_words
from app.rules.reading import Unreadable
from app.rules.stages import Stage
from app.services.importing.crediting import CREDITS, Crediting
from app.services.importing.differing import differences
from app.services.importing.funds import BROUGHT_FORWARD, read_funds, reports_funds
from app.services.importing.known import Details, Known, KnownProject
from app.services.importing.matching import Match, Matcher
from app.services.importing.plans import FundsWrite, ImportPlan, PlannedRow, ProjectWork, Ref, Suspect
from app.services.importing.resolving import Resolver
from app.services.importing.stages import (
    DatedColumns,
    brought_forward,
    check_stages,
    dated_columns,
    dated_stages,
    lead_stage,
    news,
)
from app.services.importing.units import Doubtful, Unclear

SHEET_STEP = 10_000_000
"""Suspects of the n-th sheet are answered by n × this + row."""

_PLAIN = (
    ("investment", "investment_fen"),
    ("contracted", "contracted_fen"),
    ("fixed", "fixed_fen"),
    ("filed", "filed_fen"),
    ("content", "content"),
    ("note", "note"),
)
"""What a row says of the project itself, and the column that keeps it."""


class ProjectPlanner:
    """Plans the rows of one file. `plan` is filled in; `details` holds what hangs on the projects that rows match."""

    def __init__(
        self,
        plan: ImportPlan,
        known: Known,
        matcher: Matcher,
        *,
        today: dt.date,
        choices: Mapping[int, str],
    ) -> None:
        self._plan, self._known, self._matcher = plan, known, matcher
        self._resolver = Resolver(known, plan.made, self.assume, choices)
        self._today, self._choices = today, choices
        self._seen: dict[object, tuple[int, int]] = {}
        self.details: dict[int, Details] = {}
        self._crediting = Crediting(plan, known, self._resolver.units, self.assume, self._doubt)
        self._lead = lead_stage(plan.texts()) if plan.kind == "leads" else None
        self._dated = [dated_columns(reading.readers) for reading in plan.readings]
        self._told_today = False
        self._row = 0
        self._sheet = 0
        self._unit_told = False
        self._passed = False

    def assume(self, label: str, value: str, reason: str) -> None:
        """List an assumption at the row being planned."""
        self._plan.assumed.append(Remark(self._row, label, value, reason, self._sheet_name()))

    def _sheet_name(self) -> str:
        return self._plan.readings[self._sheet].sheet.name if self._plan.several else ""

    def prepare(self, reading: Reading) -> None:
        """Refuse amounts that cannot be right, on the records of one sheet."""
        reader = reading.readers.get("investment")
        if reader is None:
            return
        amounts = [record.values["investment"] for record in reading.records if "investment" in record.values]
        whole = implausible_column(amounts) if not self._unit_told else None
        for record in reading.records:
            amount = record.values.get("investment")
            if amount is not None and (reason := implausible_investment(amount) or whole):
                record.refuse(reader.label, record.text(reader), reason)

    def trust_unit(self) -> None:
        """Take the unit as the user's word: whole columns are no longer doubted."""
        self._unit_told = True

    def expect_units(self) -> None:
        """Let the units know how often each of their names is written."""
        for reading in self._plan.readings:
            for record in reading.records:
                for key, group in CREDITS:
                    for name in record.values.get(key, ()):
                        self._resolver.units.expect(group, name)

    def tell_doubts(self) -> None:
        """List the names of units that the user has to decide upon, once each."""
        self._plan.suspects.extend(doubt.suspect() for doubt in self._resolver.units.doubts)

    def match(self, record: Record) -> tuple[Identity, Match]:
        """Say which project a record is. Only names and codes are looked at; nothing is refused yet."""
        values = record.values
        signed = values.get("signed_on")
        counties = values.get("county")
        identity = Identity.of(
            values.get("name", ""),
            values.get("enterprise", ""),
            values.get("uscc", ""),
            values.get("investment"),
            signed.day if signed is not None else None,
            counties[0] if counties else "",
        )
        if self._plan.kind == "progress":
            code = values.get("code", "")
            if code and code in self._known.by_code:
                return identity, Match(project=self._known.by_code[code])
            named = self._matcher.by_name_alone(identity)
            if len(named) == 1:
                return identity, Match(project=named[0])
        wanted = replace(identity, investment=None) if self._plan.kind == "leads" else identity
        return identity, Match(project=self._matcher.surely(values.get("code", ""), wanted))

    def plan_row(self, sheet: int, reading: Reading, record: Record, identity: Identity, match: Match) -> None:
        """Plan one record."""
        self._sheet, self._row, self._passed = sheet, record.row, False
        row = PlannedRow(sheet, record, "refuse", record.values.get("name", ""))
        self._plan.rows.append(row)
        choice = self._choices.get(sheet * SHEET_STEP + record.row)
        if choice == "skip":
            row.action = "skip"
            return
        project = match.project
        if choice and choice.startswith("same:"):
            project = int(choice.removeprefix("same:"))
        self._require(reading, record, project)
        if not record.faults:
            self._refuse_repeated(record, identity, project, reading)
        if not record.faults and project is None and choice != "new" and self._suspect(row, identity):
            return
        if not record.faults and project is None:
            self._check_new(record, reading)
        if not record.faults:
            self._work(row, reading, identity, project)
        if record.faults:
            row.action = "refuse"
            row.work = None
            name = self._sheet_name()
            self._plan.refused.extend(
                Remark(fault.row, fault.field, fault.value, fault.reason, name) for fault in record.faults
            )
        elif self._passed:
            row.action, row.work = "skip", None
        elif project is None:
            self._matcher.remember(sheet * SHEET_STEP + record.row, identity)

    def _require(self, reading: Reading, record: Record, project: int | None) -> None:
        """Refuse a record that lacks what its kind needs (a known project has it already)."""
        refused = {fault.field for fault in record.faults or ()}
        for key in REQUIRED[self._plan.kind]:
            if key in record.values or (project is not None and key in ("enterprise", "investment")):
                continue
            label = self._plan.vocabulary.label(key)
            if label not in refused and not (key in reading.readers and reading.readers[key].label in refused):
                record.refuse(label, "", f"{label}为空，请补填")

    def _refuse_repeated(self, record: Record, identity: Identity, project: int | None, reading: Reading) -> None:
        keys: list[object] = [(identity.name, identity.firm)] if identity.name else []
        if project is not None:
            keys = [project]
        elif identity.uscc:
            keys.append((identity.name, identity.uscc))
        if code := record.values.get("code"):
            keys.append(f"code {code}")
        for key in keys:
            if (earlier := self._seen.get(key)) is not None:
                sheet, row = earlier
                where = (
                    f"工作表“{self._plan.readings[sheet].sheet.name}”第{row}行"
                    if sheet != self._sheet
                    else f"第{row}行"
                )
                record.refuse(
                    "项目名称",
                    record.text(reading.readers["name"]),
                    f"重复：与{where}是同一项目，只导入前一行",
                )
                return
        for key in keys:
            self._seen[key] = (self._sheet, record.row)

    def _suspect(self, row: PlannedRow, identity: Identity) -> bool:
        """Put a row that looks like a project or an earlier row to the user; tell whether it does."""
        found = self._matcher.alike(identity)
        if found is None or found.twin is None:
            return False
        if found.like is not None:
            candidate, earlier = self._known.projects[found.like], None
            name = candidate.name
        else:
            assert found.like_row is not None
            sheet, earlier = divmod(found.like_row, SHEET_STEP)
            name = next(one.name for one in self._plan.rows if one.sheet == sheet and one.record.row == earlier)
        row.action = "suspect"
        self._plan.suspects.append(
            Suspect(
                self._sheet * SHEET_STEP + self._row,
                self._row,
                row.name,
                found.like,
                name,
                earlier,
                found.twin.reason,
                found.twin.likeness,
                self._sheet_name(),
            )
        )
        return True

    def _check_new(self, record: Record, reading: Reading) -> None:
        """Refuse a progress report on a project that is not there, unless the row says all that a new one needs."""
        if self._plan.kind != "progress":
            return
        if all(key in record.values for key in REQUIRED["signed"]):
            self.assume("项目名称", record.values["name"], "档案中没有这个项目，按新签约项目加入")
            return
        record.refuse(
            "项目名称", record.text(reading.readers["name"]), "档案中没有这个项目，请先导入签约台账，或核对项目名称"
        )

    def _work(self, row: PlannedRow, reading: Reading, identity: Identity, project: int | None) -> None:
        """Work out what a row writes, and whether that is anything."""
        record, readers = row.record, reading.readers
        known = self._known.projects[project] if project is not None else None
        details = self.details.get(project) if project is not None else None
        if known is not None and self._plan.kind == "leads" and known.stage >= Stage.SIGNED:
            self.assume("项目名称", known.name, "这个项目已经签约，不再作为在谈项目")
            row.action = "same"
            return
        writes = dated_stages(record, self._dated[row.sheet])
        writes = [*brought_forward(writes, details), *writes]
        if note := check_stages(record, readers, self._plan.kind, writes, details):
            self.assume("目前进度", record.text(readers["stage"]), note)
        work = ProjectWork(project, {})
        if reports_funds(record) and self._plan.month is not None:
            work.funds = read_funds(record, readers, details, self._plan.month, self._today)
            self._tell_brought_forward(work.funds)
        if record.faults:
            return
        word = record.values.get("stage")
        met = record.values.get("met_on")
        met = met.day if met is not None and not met.future else None
        work.stages = news(writes, details, self._today, self._lead, word, met)
        self._tell_future(record, self._dated[row.sheet])
        if self._plan.kind == "leads" and work.stages and met is None and not self._told_today:
            self._told_today = True
            self.assume("目前进度", "", f"在谈项目没有日期，新的都按今天（{self._today}）登记")
        try:
            self._fill(work, record, identity, known)
        except Unreadable as error:
            record.refuse("统一社会信用代码", record.values.get("uscc", ""), error.message)
            return
        try:
            self._crediting.fill(work, record, details)
        except Unreadable as error:
            record.refuse("责任主体", "", error.message)
            return
        self._refer(work, record, details)
        if known is None:
            row.action = "add"
        else:
            row.action = "same" if work.empty else "update"
            row.differences = differences(work, self._known, details, self._resolver)
        row.work = work

    def _tell_brought_forward(self, funds: Sequence[FundsWrite]) -> None:
        """List what a cumulative figure says of earlier months, whose days nobody wrote."""
        for one in funds:
            if one.kind == BROUGHT_FORWARD:
                reason = f"其中{in_words(one.amount)}是以前月份到位的，按期初累计记在{one.day}"
                self.assume("累计到位资金", one.text, reason)

    def _tell_future(self, record: Record, columns: DatedColumns) -> None:
        for _, reader, _ in columns:
            day = record.values.get(reader.key)
            if day is not None and day.future:
                self.assume(reader.label, record.text(reader), f"晚于今天（{self._today}），按所填日期登记")

    def _fill(self, work: ProjectWork, record: Record, identity: Identity, known: KnownProject | None) -> None:
        """Set what the row says of the project itself; an empty cell never empties the dossier."""
        values, after = record.values, work.after
        before: dict[str, Any] = {}
        if "enterprise" in values or known is None:
            name = values.get("enterprise", "")
            held = known.enterprise if known and self._known.identities[known.id].firm == identity.firm else None
            work.enterprise, learns = self._resolver.enterprise(identity, name, held)
            work.enterprise_names = self._resolver.enterprise_names(work.enterprise)
            work.uscc_for = work.enterprise if learns else None
        if known is None:
            after.update(name=values["name"], enterprise_id=work.enterprise, stage=int(Stage.LEAD))
            if "code" in values and values["code"] not in self._known.by_code:
                after["code"] = values["code"]
        elif work.enterprise and work.enterprise != known.enterprise:
            after["enterprise_id"], before["enterprise_id"] = work.enterprise, known.enterprise
        industry = self._resolver.industry(values["industry"], "行业类别") if "industry" in values else None
        counties = values.get("county")
        county = self._county(record, counties) if counties else None
        wanted: list[tuple[str, Any]] = [("industry_id", industry), ("county_id", county)]
        wanted += [(column, values[key]) for key, column in _PLAIN if key in values]
        if "next_step" in values and "note" not in values:
            wanted.append(("note", f"下步打算：{values['next_step']}"))
        for column, value in wanted:
            if value is None or (column.endswith("_fen") and value == 0):
                continue
            if known is None:
                after[column] = value
                continue
            held = getattr(known, column.removesuffix("_id"))
            if held == value:
                continue
            if self._plan.kind != "progress" or held in (None, ""):
                after[column], before[column] = value, held
            elif column == "investment_fen":
                self.assume("总投资", in_words(value), f"与档案中的{in_words(held)}不同；进展月报不改总投资")
        if before:
            work.before = before

    def _county(self, record: Record, counties: tuple[str, ...]) -> Ref | None:
        """Return the county where a project lands, None where the user has to decide upon its name first."""
        try:
            return self._resolver.units.find("county", names_and_shares(counties)[0][0], "落地县区")
        except Unclear as error:
            self._doubt(record, error)
            return None

    def _doubt(self, record: Record, error: Unclear) -> None:
        """Refuse a row, or pass it over as the user chose, for what names no unit or one that is in doubt."""
        if isinstance(error, Doubtful):
            if error.doubt.skip:
                self._passed = True
                return
            if (place := (self._sheet_name(), record.row)) not in error.doubt.rows:
                error.doubt.rows.append(place)
        if not any(fault.value == error.text for fault in record.faults or ()):
            record.refuse(error.label, error.text, error.message)

    def _refer(self, work: ProjectWork, record: Record, details: Details | None) -> None:
        names = record.values.get("referrer")
        if not names:
            return
        held = details.referrals if details else set()
        who = dict.fromkeys(self._resolver.referrer(name) for name in names)
        work.referrals = [one for one in who if one not in held]
