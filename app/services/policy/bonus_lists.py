"""Lists of the bonus over all projects: what is to be paid, what to recover, the year's budget against what is due."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.models.office import Office
from app.rules.audience import Door, NamedUnit
from app.rules.errors import Refused
from app.rules.money import Fen, in_words
from app.rules.stages import Stage
from app.services.policy.bonuses import Bonus, bonus_of
from app.services.policy.subjects import Subject

_COLUMNS = (
    ("编号", 16),
    ("项目", 32),
    ("引荐人", 10),
    ("阶段", 8),
    ("比例（%）", 10),
    ("应付（元）", 14),
    ("代扣税（元）", 14),
    ("实付（元）", 14),
    ("支付日期", 12),
    ("签收", 14),
)

_RECOVERY_COLUMNS = (
    ("编号", 16),
    ("项目", 32),
    ("引荐人", 12),
    ("已付（元）", 14),
    ("应付（元）", 14),
    ("应追回（元）", 14),
    ("终止日期", 12),
    ("原因", 60),
)


@dataclass(frozen=True)
class Payment:
    """One line of the payment list: a referrer's part of an approved claim. Amounts in 分; no identity numbers.

    `held` says where an unpaid part may not be paid as it was approved (须重新申请, 已停止); its amount is then 0.
    """

    claim_id: int
    referral_id: int
    code: str
    project: str
    referrer: str
    stage: Stage
    share: int
    amount: Fen
    tax: Fen
    paid_on: dt.date | None
    receipt: str
    held: str = ""

    @property
    def state(self) -> str:
        """The day of payment, else what it waits for."""
        return self.paid_on.isoformat() if self.paid_on else self.held or "待付"


@dataclass(frozen=True)
class Recovery:
    """What is to be got back from one referrer, in 分: what was paid beyond what is due to them by now.

    `terminated_on` is None where the project goes on and only its verification or recognised investment fell.
    """

    code: str
    project: str
    referrer: str
    paid: Fen
    due: Fen
    terminated_on: dt.date | None
    reason: str

    @property
    def back(self) -> Fen:
        """What is to be got back."""
        return self.paid - self.due

    def to_json(self) -> dict[str, object]:
        """Return the line as the command line prints it for programs."""
        return {
            "project": self.code,
            "name": self.project,
            "referrer": self.referrer,
            "paid_fen": self.paid,
            "due_fen": self.due,
            "recover_fen": self.back,
            "terminated_on": self.terminated_on.isoformat() if self.terminated_on else None,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class YearBudget:
    """A year's budget beside what was paid in it, what is due and not paid, and what the open stages may still cost.

    `blocked` would be due but for something that holds its payment up (unregistered or late referrers, shares not
    agreed): it is not among `due`. The forecast leaves out what can never be paid.
    """

    year: int
    budget: Fen | None
    paid: Fen
    due: Fen
    forecast: Fen
    by_stage: dict[str, Fen]
    blocked: Fen = 0

    @property
    def short(self) -> Fen:
        """By how much the budget falls short of what was paid and is due; 0 where it suffices or none is set."""
        return max(0, self.paid + self.due - self.budget) if self.budget is not None else 0

    def to_json(self) -> dict[str, object]:
        """Return the budget as the command line prints it for programs."""
        return {
            "year": self.year,
            "budget_fen": self.budget,
            "paid_fen": self.paid,
            "due_fen": self.due,
            "blocked_fen": self.blocked,
            "forecast_fen": self.forecast,
            "short_fen": self.short,
            "due_by_stage": self.by_stage,
        }


def payments(connection: sqlite3.Connection, *, unpaid_only: bool = False) -> list[Payment]:
    """Return the parts of all approved claims as approved, in order of approval.

    What may still be paid of them on a day is in `bonus_worklist.payment_list`.
    """
    rows = connection.execute(
        "SELECT c.id, r.id, p.code, p.name, coalesce(w.name, e.name), c.stage, coalesce(r.share_bp, 10000),"
        " b.amount_fen, b.tax_fen, b.paid_on, b.receipt FROM bonus_part b JOIN bonus_claim c ON c.id = b.claim_id"
        " JOIN project p ON p.id = c.project_id JOIN referral r ON r.id = b.referral_id"
        " LEFT JOIN person w ON w.id = r.person_id LEFT JOIN enterprise e ON e.id = r.enterprise_id"
        " WHERE b.void_reason IS NULL AND c.void_reason IS NULL AND c.approved_on IS NOT NULL"
        " AND (? = 0 OR b.paid_on IS NULL) ORDER BY c.approved_on, c.id, r.id",
        (int(unpaid_only),),
    )
    return [
        Payment(
            claim_id=claim,
            referral_id=referral,
            code=code,
            project=name,
            referrer=who,
            stage=Stage(stage),
            share=share,
            amount=amount,
            tax=tax,
            paid_on=dt.date.fromisoformat(paid) if paid else None,
            receipt=receipt,
        )
        for claim, referral, code, name, who, stage, share, amount, tax, paid, receipt in rows
    ]


def write_payments(path: Path, found: list[Payment], title: str, *, units: Sequence[NamedUnit]) -> None:
    """Write a payment list as .xlsx, amounts in 元 to the 分; raise `OfficeError` where it cannot be written.

    It states how far it may go: no further than those of `units` may whom it names.
    """
    from app.reports.xlsx import Column, write_sheet

    columns = [Column(head, width, "#,##0.00" if "元" in head else "General") for head, width in _COLUMNS]
    rows: list[tuple[str | float | None, ...]] = [
        (
            one.code,
            one.project,
            one.referrer,
            one.stage.label,
            one.share / 100,
            one.amount / 100,
            one.tax / 100,
            (one.amount - one.tax) / 100,
            one.paid_on.isoformat() if one.paid_on else one.held,
            one.receipt,
        )
        for one in found
    ]
    total = sum(one.amount for one in found) / 100
    tax = sum(one.tax for one in found) / 100
    rows.append(("合计", "", "", "", None, total, tax, total - tax, "", ""))
    door = Door.of_widest(units, [path.name, title, *(str(cell) for row in rows for cell in row)])
    write_sheet(path, title, columns, rows, door=door, note="单位：元")


def claim_version(connection: sqlite3.Connection, claim_id: int) -> int:
    """Return the version counter of a claim; raise `Refused` where there is none."""
    row = connection.execute(
        "SELECT version FROM bonus_claim WHERE id = ? AND void_reason IS NULL", (claim_id,)
    ).fetchone()
    if row is None:
        raise Refused(f"没有第{claim_id}号奖金申请。")
    return row[0]


def recoveries(connection: sqlite3.Connection, on: dt.date) -> list[Recovery]:
    """Return what was paid beyond what is due by a day, per referrer: terminated projects first, then those whose
    verification was taken back or whose recognised investment fell."""
    over = [
        Recovery(bonus.subject.code, bonus.subject.name, one.name, one.paid, one.due, None, _why_over(bonus))
        for bonus in _paid_bonuses(connection, on)
        for one in bonus.referrers
        if one.over
    ]
    return [*_of_terminated(connection, on), *over]


def _of_terminated(connection: sqlite3.Connection, on: dt.date) -> list[Recovery]:
    return [
        Recovery(code, name, referrer, paid, 0, dt.date.fromisoformat(day), reason)
        for code, name, referrer, paid, day, reason in connection.execute(
            "SELECT p.code, p.name, coalesce(w.name, e.name), sum(b.amount_fen), s.day, s.evidence FROM bonus_part b"
            " JOIN bonus_claim c ON c.id = b.claim_id AND c.void_reason IS NULL JOIN project p ON p.id = c.project_id"
            " JOIN stage_event s ON s.project_id = p.id AND s.stage = ? AND s.is_main = 1 AND s.void_reason IS NULL"
            " AND s.day <= ? JOIN referral r ON r.id = b.referral_id LEFT JOIN person w ON w.id = r.person_id"
            " LEFT JOIN enterprise e ON e.id = r.enterprise_id"
            " WHERE b.void_reason IS NULL AND b.paid_on <= ? GROUP BY p.id, r.id ORDER BY s.day, p.id, r.id",
            (int(Stage.TERMINATED), on.isoformat(), on.isoformat()),
        )
    ]


def _paid_bonuses(connection: sqlite3.Connection, on: dt.date) -> list[Bonus]:
    """Return the bonuses of the projects that go on and for which something was paid by a day."""
    rows = connection.execute(
        "SELECT DISTINCT p.id, p.name, p.code FROM bonus_part b JOIN bonus_claim c ON c.id = b.claim_id"
        " JOIN project p ON p.id = c.project_id WHERE b.void_reason IS NULL AND c.void_reason IS NULL"
        " AND p.void_reason IS NULL AND b.paid_on <= ? ORDER BY p.id",
        (on.isoformat(),),
    ).fetchall()
    return [one for one in bonuses_of(connection, rows, on) if one.terminated_on is None]


def _why_over(bonus: Bonus) -> str:
    """Say why more was paid than is due: the stage whose verification is gone, or the total on what is recognised."""
    if bonus.hindrances and bonus.ledger.total == 0:
        return "；".join(bonus.hindrances)
    gone = [part.stage.label for part in bonus.ledger.parts if part.paid and part.verified_on is None]
    if gone:
        return f"{'、'.join(gone)}的认定已经撤销，应付{in_words(bonus.ledger.entitled)}"
    book = bonus.ledger
    return f"认定投资额{in_words(book.recognised)}，奖金总额{in_words(book.total)}，现在应付{in_words(book.entitled)}"


def write_recoveries(path: Path, found: Sequence[Recovery], title: str, *, units: Sequence[NamedUnit]) -> None:
    """Write a recovery list as .xlsx, amounts in 元 to the 分; raise `OfficeError` where it cannot be written.

    It states how far it may go: no further than those of `units` may whom it names.
    """
    from app.reports.xlsx import Column, write_sheet

    columns = [Column(head, width, "#,##0.00" if "元" in head else "General") for head, width in _RECOVERY_COLUMNS]
    rows: list[tuple[str | float | None, ...]] = [
        (
            one.code,
            one.project,
            one.referrer,
            one.paid / 100,
            one.due / 100,
            one.back / 100,
            one.terminated_on.isoformat() if one.terminated_on else "",
            one.reason,
        )
        for one in found
    ]
    paid, due, back = (sum(getattr(one, name) for one in found) / 100 for name in ("paid", "due", "back"))
    rows.append(("合计", "", "", paid, due, back, "", ""))
    door = Door.of_widest(units, [path.name, title, *(str(cell) for row in rows for cell in row)])
    write_sheet(path, title, columns, rows, door=door, note="单位：元")


def set_budget(office: Office, year: int, amount_fen: Fen, *, paper: str) -> None:
    """Set the bonus budget of a year in 分, with its paper; replaces an earlier one."""
    from app.models.tables import BonusBudget
    from app.services.dossiers.records import valid

    if amount_fen <= 0 or not 2000 <= year <= 2100:
        raise Refused("奖金预算要写明年度，金额要大于0。")
    with office.change(f"下达{year}年奖金预算", reason=paper) as change:
        for earlier in valid(change.session, BonusBudget, year=year):
            earlier.void_reason = "预算调整"
        change.session.flush()
        change.session.add(BonusBudget(year=year, amount_fen=amount_fen, paper=paper.strip()))


def year_budget(connection: sqlite3.Connection, year: int, on: dt.date) -> YearBudget:
    """Return a year's budget against what was paid in it and what is due by a day; the forecast is all that remains
    of the totals, should every project go on to the end."""
    row = connection.execute(
        "SELECT amount_fen FROM bonus_budget WHERE year = ? AND void_reason IS NULL", (year,)
    ).fetchone()
    (paid,) = connection.execute(
        "SELECT coalesce(sum(b.amount_fen), 0) FROM bonus_part b JOIN bonus_claim c ON c.id = b.claim_id"
        " WHERE b.void_reason IS NULL AND c.void_reason IS NULL AND substr(b.paid_on, 1, 4) = ? AND b.paid_on <= ?",
        (str(year), on.isoformat()),
    ).fetchone()
    by_stage: dict[str, Fen] = {}
    due = forecast = blocked = 0
    for one in all_bonuses(connection, on):
        for part in one.ledger.parts:
            open_ = part.payable if one.terminated_on is None else 0
            if one.why_held:
                blocked += open_
            elif open_:
                due += open_
                by_stage[part.stage.label] = by_stage.get(part.stage.label, 0) + open_
        forecast += to_come(one)
    return YearBudget(year, row[0] if row else None, paid, due, forecast, by_stage, blocked)


def to_come(bonus: Bonus) -> Fen:
    """Return what the stages not yet verified may still cost, in 分; nothing where the bonus can never be paid."""
    return 0 if bonus.barred else max(0, bonus.ledger.total - bonus.ledger.due)


def all_bonuses(connection: sqlite3.Connection, on: dt.date) -> list[Bonus]:
    """Return the bonus of every project signed under measures with a bonus in which somebody shares."""
    rows = connection.execute(
        "SELECT p.id, p.name, p.code FROM project p WHERE p.void_reason IS NULL AND p.signed_day <= ?"
        " AND EXISTS (SELECT 1 FROM referral r WHERE r.project_id = p.id AND r.void_reason IS NULL) ORDER BY p.id",
        (on.isoformat(),),
    ).fetchall()
    return [one for one in bonuses_of(connection, rows, on) if one.referrers]


def bonuses_of(connection: sqlite3.Connection, rows: Sequence[tuple[int, str, str]], on: dt.date) -> list[Bonus]:
    """Return the bonuses of projects given as (id, name, code), without those that the measures give none."""
    found = []
    for key, name, code in rows:
        try:
            found.append(bonus_of(connection, Subject("project", key, name, code, (key,)), on))
        except Refused:
            continue
    return found
