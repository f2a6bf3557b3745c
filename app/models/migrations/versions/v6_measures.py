"""The measures and what follows from them: versions, facts, grants, the bonus, choices, neighbours."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"

VALID = "void_reason IS NULL"


def upgrade() -> None:
    _policy()
    _grants()
    _bonus()
    _neighbours()


def _table(name: str, *parts: sa.Column | sa.Constraint) -> None:
    """Make a table of kept records: their own columns, then those that every such table has."""
    op.create_table(
        name,
        *parts,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _text(name: str, default: str | None = "") -> sa.Column:
    return sa.Column(name, sa.String(), server_default=default, nullable=False)


def _needed(name: str) -> sa.Column:
    return _text(name, None)


def _whole(name: str, *, null: bool = False, default: str | None = None) -> sa.Column:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=null)


def _day(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=null)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _unique(table: str, *columns: str) -> None:
    """One valid record for each value of the columns."""
    op.create_index(f"ux_{table}", table, list(columns), unique=True, sqlite_where=sa.text(VALID))


def _policy() -> None:
    _table("policy_version", _day("valid_from"), _needed("title"), _needed("body"), _text("paper"))
    _unique("policy_version", "valid_from")
    _table(
        "fact_entry",
        _whole("project_id"),
        _needed("fact"),
        _whole("value"),
        _day("day"),
        _needed("source"),
        _refers("fact_entry", "project_id", "project"),
    )
    op.create_index("ix_fact_entry_project", "fact_entry", ["project_id", "fact", "day"])
    _table(
        "leading_judgement",
        _whole("project_id"),
        sa.Column("leading", sa.Boolean(), nullable=False),
        _needed("by"),
        _needed("reason"),
        _day("day"),
        _refers("leading_judgement", "project_id", "project"),
    )
    _unique("leading_judgement", "project_id")
    _table(
        "leading_choice",
        _day("from_day"),
        _day("chosen_on"),
        *map(_needed, ("by", "reason", "industries", "body")),
    )
    _unique("leading_choice", "from_day")


def _grants() -> None:
    _table(
        "policy_grant",
        _whole("enterprise_id"),
        _whole("project_id", null=True),
        _whole("referred_project_id", null=True),
        _day("policy"),
        _needed("clause"),
        _needed("body"),
        _whole("first_year", null=True),
        _needed("paper"),
        _day("granted_on"),
        _day("ended_on", null=True),
        _text("end_reason"),
        _refers("policy_grant", "enterprise_id", "enterprise"),
        _refers("policy_grant", "project_id", "project"),
        _refers("policy_grant", "referred_project_id", "project"),
    )
    op.create_index("ix_policy_grant_project", "policy_grant", ["project_id"])
    op.create_index("ix_policy_grant_enterprise", "policy_grant", ["enterprise_id"])
    _table(
        "referral_tie",
        _whole("enterprise_id"),
        _whole("project_id"),
        _needed("reason"),
        _needed("by"),
        _day("day"),
        _refers("referral_tie", "enterprise_id", "enterprise"),
        _refers("referral_tie", "project_id", "project"),
    )
    _unique("referral_tie", "enterprise_id", "project_id")
    op.create_index(
        "ix_referral_enterprise",
        "referral",
        ["enterprise_id", "project_id"],
        sqlite_where=sa.text(f"enterprise_id IS NOT NULL AND {VALID}"),
    )


def _bonus() -> None:
    _table(
        "bonus_claim",
        _whole("project_id"),
        _whole("stage"),
        _day("claimed_on"),
        _whole("amount_fen"),
        _whole("recognised_fen"),
        _day("checked_on", null=True),
        _text("checked_by"),
        _day("notice_from", null=True),
        _day("notice_to", null=True),
        _day("approved_on", null=True),
        _text("approved_by"),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_bonus_claim_amount")),
        _refers("bonus_claim", "project_id", "project"),
    )
    _unique("bonus_claim", "project_id", "stage")
    _table(
        "bonus_part",
        _whole("claim_id"),
        _whole("referral_id"),
        _whole("amount_fen"),
        _whole("tax_fen", default="0"),
        _day("paid_on", null=True),
        _text("receipt"),
        sa.CheckConstraint("amount_fen >= 0 AND tax_fen BETWEEN 0 AND amount_fen", name=op.f("ck_bonus_part_amount")),
        _refers("bonus_part", "claim_id", "bonus_claim"),
        _refers("bonus_part", "referral_id", "referral"),
    )
    _unique("bonus_part", "claim_id", "referral_id")
    op.create_index(op.f("ix_bonus_part_referral_id"), "bonus_part", ["referral_id"])
    _table(
        "bonus_waiver",
        _whole("referral_id"),
        *map(_needed, ("by", "second", "reason")),
        _day("day"),
        _refers("bonus_waiver", "referral_id", "referral"),
    )
    _unique("bonus_waiver", "referral_id")
    _table("bonus_budget", _whole("year"), _whole("amount_fen"), _text("paper"))
    _unique("bonus_budget", "year")


def _neighbours() -> None:
    _table(
        "neighbour_industry",
        *map(_needed, ("city", "industry", "codes")),
        _day("from_day"),
        _day("to_day", null=True),
        _text("source"),
    )
    op.create_index(op.f("ix_neighbour_industry_city"), "neighbour_industry", ["city"])
    _table(
        "measures_copy",
        _needed("city"),
        _day("day"),
        _day("policy"),
        _needed("condition"),
        _text("mediator"),
    )
    op.create_index(op.f("ix_measures_copy_city"), "measures_copy", ["city"])
    _table(
        "courted_target",
        _whole("project_id"),
        _needed("city"),
        _day("day"),
        _text("note"),
        _refers("courted_target", "project_id", "project"),
    )
    op.create_index("ix_courted_target_project", "courted_target", ["project_id"])
