"""Dossiers, tasks, papers, history: the first schema."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("operation_id", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["change.id"], name=op.f("fk_change_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("operation_id", name=op.f("uq_change_operation_id")),
    )
    op.create_table(
        "enterprise",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), server_default="", nullable=False),
        sa.Column("is_local", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
    )
    op.create_index(op.f("ix_enterprise_name"), "enterprise", ["name"], unique=False)
    op.create_index(
        "ix_enterprise_uscc",
        "enterprise",
        ["uscc"],
        unique=True,
        sqlite_where=sa.text("uscc <> '' AND void_reason IS NULL"),
    )
    op.create_table(
        "industry",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("codes", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_industry")),
        sa.UniqueConstraint("name", name=op.f("uq_industry_name")),
    )
    op.create_table(
        "office_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("number_word", sa.String(), nullable=False),
        sa.Column("project_word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_facts")),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_name"), "person", ["name"], unique=False)
    op.create_table(
        "scoring_scheme",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_scheme")),
    )
    op.create_table(
        "unit",
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("class_key", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("group_key IN ('leader', 'department', 'county')", name=op.f("ck_unit_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index("ix_unit_group_name", "unit", ["group_key", "name"], unique=True)
    op.create_table(
        "change_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_change_item_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_item")),
    )
    op.create_index(op.f("ix_change_item_change_id"), "change_item", ["change_id"], unique=False)
    op.create_index("ix_change_item_row", "change_item", ["table_name", "row_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_import_batch_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_change_id"), "import_batch", ["change_id"], unique=False)
    op.create_index(op.f("ix_import_batch_sha256"), "import_batch", ["sha256"], unique=False)
    op.create_table(
        "leading_industry",
        sa.Column("industry_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["industry_id"], ["industry.id"], name=op.f("fk_leading_industry_industry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leading_industry")),
    )
    op.create_index(op.f("ix_leading_industry_industry_id"), "leading_industry", ["industry_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("industry_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), server_default="新签", nullable=False),
        sa.Column("investment_fen", sa.Integer(), nullable=True),
        sa.Column("contracted_fen", sa.Integer(), nullable=True),
        sa.Column("fixed_fen", sa.Integer(), nullable=True),
        sa.Column("filed_fen", sa.Integer(), nullable=True),
        sa.Column("stage", sa.Integer(), server_default="1", nullable=False),
        sa.Column("signed_day", sa.Date(), nullable=True),
        sa.Column("content", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("search_key", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("investment_fen IS NULL OR investment_fen > 0", name=op.f("ck_project_investment")),
        sa.ForeignKeyConstraint(["county_id"], ["unit.id"], name=op.f("fk_project_county_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_project_enterprise_id")),
        sa.ForeignKeyConstraint(["industry_id"], ["industry.id"], name=op.f("fk_project_industry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    op.create_index("ix_project_county", "project", ["county_id", "signed_day", "id"], unique=False)
    op.create_index(op.f("ix_project_enterprise_id"), "project", ["enterprise_id"], unique=False)
    op.create_index("ix_project_industry", "project", ["industry_id", "signed_day", "id"], unique=False)
    op.create_index("ix_project_investment", "project", ["investment_fen", "id"], unique=False)
    op.create_index("ix_project_name", "project", ["name"], unique=False)
    op.create_index("ix_project_stage", "project", ["stage", "signed_day", "id"], unique=False)
    op.create_index(
        "ix_project_table",
        "project",
        ["signed_day", "id"],
        unique=False,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_table(
        "ranking",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["scheme_id"], ["scoring_scheme.id"], name=op.f("fk_ranking_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
    )
    op.create_table(
        "target",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("level", sa.String(), server_default="市下达", nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_target_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_index(
        "ux_target",
        "target",
        ["unit_id", "year", "indicator", "level"],
        unique=True,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_table(
        "unit_name",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_name_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_name")),
    )
    op.create_index(op.f("ix_unit_name_name"), "unit_name", ["name"], unique=False)
    op.create_index(op.f("ix_unit_name_unit_id"), "unit_name", ["unit_id"], unique=False)
    op.create_table(
        "unit_post",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_post_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_post")),
    )
    op.create_index(op.f("ix_unit_post_unit_id"), "unit_post", ["unit_id"], unique=False)
    op.create_table(
        "credit",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("share_bp", sa.Integer(), server_default="10000", nullable=False),
        sa.Column("indicator", sa.String(), server_default="", nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("paper", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("share_bp BETWEEN 1 AND 10000", name=op.f("ck_credit_share")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_credit_project_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_credit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit")),
    )
    op.create_index(
        "ix_credit_indicator",
        "credit",
        ["indicator"],
        unique=False,
        sqlite_where=sa.text("indicator <> '' AND void_reason IS NULL"),
    )
    op.create_index(
        "ix_credit_project",
        "credit",
        ["project_id", "unit_id", "share_bp", "indicator", "from_day", "to_day"],
        unique=False,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_index(
        "ix_credit_unit",
        "credit",
        ["unit_id", "project_id", "share_bp"],
        unique=False,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_table(
        "funds_arrival",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), server_default="到位", nullable=False),
        sa.Column("origin", sa.String(), server_default="", nullable=False),
        sa.Column("voucher", sa.String(), server_default="", nullable=False),
        sa.Column("source_text", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_funds_arrival_amount")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_funds_arrival_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funds_arrival")),
    )
    op.create_index(
        "ix_funds_arrival_day",
        "funds_arrival",
        ["day", "project_id", "amount_fen"],
        unique=False,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_index("ix_funds_arrival_project", "funds_arrival", ["project_id", "day"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), server_default="", nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_import_row_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index(op.f("ix_import_row_batch_id"), "import_row", ["batch_id"], unique=False)
    op.create_index("ix_import_row_project", "import_row", ["project_id"], unique=False)
    op.create_table(
        "paper",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("series", sa.String(), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), server_default="拟稿", nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("ranking_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ranking_id"], ["ranking.id"], name=op.f("fk_paper_ranking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index(
        "ux_paper_number",
        "paper",
        ["series", "year", "number"],
        unique=True,
        sqlite_where=sa.text("number IS NOT NULL"),
    )
    op.create_table(
        "referral",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("share_bp", sa.Integer(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (enterprise_id IS NULL)", name=op.f("ck_referral_who")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_referral_enterprise_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_referral_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_project", "referral", ["project_id"], unique=False)
    op.create_table(
        "stage_event",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("is_main", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(), server_default="", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.Column("source_text", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("amount_fen IS NULL OR amount_fen > 0", name=op.f("ck_stage_event_amount")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_stage_event_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_event")),
    )
    op.create_index(
        "ix_stage_event_day",
        "stage_event",
        ["stage", "day", "project_id", "verified_on", "amount_fen"],
        unique=False,
        sqlite_where=sa.text("void_reason IS NULL AND is_main = 1"),
    )
    op.create_index("ix_stage_event_project", "stage_event", ["project_id", "day", "id", "stage"], unique=False)
    op.create_index(
        "ux_stage_event_main",
        "stage_event",
        ["project_id", "stage"],
        unique=True,
        sqlite_where=sa.text("void_reason IS NULL AND is_main = 1"),
    )
