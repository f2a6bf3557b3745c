"""Dossiers in full: people, visits, problems, documents, evidence, offers, the way between units, clocks, merges."""

import sqlalchemy as sa
from alembic import op

revision = "7"
down_revision = "6"

VALID = "void_reason IS NULL"


def upgrade() -> None:
    _people_and_talks()
    _documents()
    _verification()
    _units()
    _offers()
    _filters_and_clocks()


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


def _whole(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=null)


def _day(name: str, *, null: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=null)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str, name: str | None = None, where: str | None = None, unique: bool = False) -> None:
    op.create_index(
        name or op.f(f"ix_{table}_{'_'.join(columns)}"),
        table,
        list(columns),
        unique=unique,
        sqlite_where=sa.text(where) if where else None,
    )


def _people_and_talks() -> None:
    _table(
        "contact",
        _whole("enterprise_id"),
        _needed("name"),
        *map(_text, ("post", "phone", "note")),
        _refers("contact", "enterprise_id", "enterprise"),
    )
    _index("contact", "enterprise_id")
    _index("contact", "name")
    _table(
        "visit",
        _whole("project_id"),
        _day("day"),
        _text("kind", "拜访"),
        *map(_text, ("ours", "theirs", "summary", "next_step")),
        _day("next_day", null=True),
        _day("next_done_on", null=True),
        _refers("visit", "project_id", "project"),
    )
    _index("visit", "project_id", "day", name="ix_visit_project")
    to_do = f"{VALID} AND next_day IS NOT NULL AND next_done_on IS NULL"
    _index("visit", "next_day", "project_id", name="ix_visit_next", where=to_do)
    _table(
        "problem",
        _whole("project_id"),
        _day("raised_on"),
        _needed("what"),
        _needed("solver"),
        _day("due", null=True),
        _day("solved_on", null=True),
        _text("solution"),
        _refers("problem", "project_id", "project"),
    )
    _index("problem", "project_id", name="ix_problem_project")
    _index("problem", "due", "project_id", name="ix_problem_open", where=f"{VALID} AND solved_on IS NULL")


def _documents() -> None:
    _table(
        "document",
        _whole("project_id"),
        _needed("name"),
        _needed("sha256"),
        _whole("size"),
        _day("added_on"),
        _text("note"),
        _refers("document", "project_id", "project"),
    )
    _index("document", "project_id", name="ix_document_project")
    _index("document", "sha256")
    _table(
        "evidence",
        _whole("project_id"),
        _whole("stage_event_id"),
        _needed("kind"),
        _needed("title"),
        _day("day", null=True),
        _whole("document_id", null=True),
        _refers("evidence", "project_id", "project"),
        _refers("evidence", "stage_event_id", "stage_event"),
        _refers("evidence", "document_id", "document"),
    )
    _index("evidence", "stage_event_id", name="ix_evidence_stage")
    _index("evidence", "project_id", name="ix_evidence_project")


def _verification() -> None:
    _table(
        "verification_waiver",
        _whole("project_id"),
        _whole("stage_event_id"),
        *map(_needed, ("verifier", "second", "reason")),
        _day("day"),
        _refers("verification_waiver", "project_id", "project"),
        _refers("verification_waiver", "stage_event_id", "stage_event"),
    )
    _index("verification_waiver", "project_id")
    _index("verification_waiver", "stage_event_id")


def _units() -> None:
    _table(
        "handling",
        _whole("project_id"),
        _needed("person"),
        *map(_text, ("unit", "work")),
        _day("from_day", null=True),
        _day("to_day", null=True),
        _refers("handling", "project_id", "project"),
    )
    _index("handling", "project_id")
    _table(
        "transfer",
        _whole("project_id"),
        _needed("kind"),
        _day("day"),
        _whole("from_unit_id", null=True),
        _whole("to_unit_id"),
        *map(_text, ("paper", "note")),
        sa.CheckConstraint("kind IN ('首谈', '交办', '流转')", name=op.f("ck_transfer_kind")),
        _refers("transfer", "project_id", "project"),
        _refers("transfer", "from_unit_id", "unit"),
        _refers("transfer", "to_unit_id", "unit"),
    )
    _index("transfer", "project_id", "day", name="ix_transfer_project")


def _offers() -> None:
    _table(
        "offer",
        _needed("name"),
        _text("kind", "包装项目"),
        _whole("county_id", null=True),
        _whole("industry_id", null=True),
        _text("site"),
        _whole("area_cmu", null=True),
        _whole("investment_fen", null=True),
        *map(_text, ("content", "conditions", "contact")),
        _day("taken_on", null=True),
        _refers("offer", "county_id", "unit"),
        _refers("offer", "industry_id", "industry"),
    )
    _index("offer", "county_id")
    _index("offer", "industry_id")


def _filters_and_clocks() -> None:
    _table("saved_filter", _needed("name"), _needed("body"))
    _index("saved_filter", "name", name="ux_saved_filter", where=VALID, unique=True)
    _table("clock_setting", _needed("clock"), _whole("days"), _day("from_day"), _text("reason"))
    _index("clock_setting", "clock", "from_day", name="ux_clock_setting", where=VALID, unique=True)
    _table(
        "merge_record",
        _needed("kind"),
        _whole("kept_id"),
        _whole("dropped_id"),
        _day("day"),
        _needed("reason"),
        sa.CheckConstraint("kind IN ('enterprise', 'project')", name=op.f("ck_merge_record_kind")),
    )
    _index("merge_record", "kind", "kept_id", name="ix_merge_record_kept")
