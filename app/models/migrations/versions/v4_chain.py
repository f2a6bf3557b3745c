"""What industries draw: the office's own knowledge, neighbours' reservations, letters, tasks and leads."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    op.create_table(
        "knowledge_row",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("body", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('code', 'industry', 'link', 'rule', 'keyword')", name=op.f("ck_knowledge_row_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_row")),
    )
    op.create_index(
        "ux_knowledge_row",
        "knowledge_row",
        ["kind", "row_key"],
        unique=True,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_table(
        "neighbour_reservation",
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("codes", sa.String(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("mediator", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbour_reservation")),
    )
    op.create_table(
        "target_override",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), server_default="", nullable=False),
        sa.Column("rejection", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_target_override_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_override")),
    )
    op.create_index(op.f("ix_target_override_project_id"), "target_override", ["project_id"], unique=False)
    op.create_table(
        "extension_letter",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_extension_letter_paper_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_extension_letter_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_letter")),
    )
    op.create_index(
        "ux_extension_letter",
        "extension_letter",
        ["unit_id", "period"],
        unique=True,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_table(
        "extension_task",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("origin_project_id", sa.Integer(), nullable=False),
        sa.Column("origin_code", sa.String(), nullable=False),
        sa.Column("candidate_code", sa.String(), nullable=False),
        sa.Column("candidate", sa.String(), nullable=False),
        sa.Column("good", sa.String(), server_default="", nullable=False),
        sa.Column("rule", sa.String(), server_default="", nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("accepted_by", sa.String(), server_default="", nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["extension_letter.id"], name=op.f("fk_extension_task_letter_id")),
        sa.ForeignKeyConstraint(
            ["origin_project_id"], ["project.id"], name=op.f("fk_extension_task_origin_project_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_extension_task_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_task")),
    )
    op.create_index(op.f("ix_extension_task_letter_id"), "extension_task", ["letter_id"], unique=False)
    op.create_index(op.f("ix_extension_task_origin_project_id"), "extension_task", ["origin_project_id"], unique=False)
    op.create_index(
        "ux_extension_task",
        "extension_task",
        ["unit_id", "origin_project_id", "candidate_code"],
        unique=True,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
    op.create_table(
        "lead_origin",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_lead_origin_project_id")),
        sa.ForeignKeyConstraint(["task_id"], ["extension_task.id"], name=op.f("fk_lead_origin_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_origin")),
    )
    op.create_index(op.f("ix_lead_origin_task_id"), "lead_origin", ["task_id"], unique=False)
    op.create_index(
        "ux_lead_origin", "lead_origin", ["project_id"], unique=True, sqlite_where=sa.text("void_reason IS NULL")
    )
    op.create_table(
        "rule_experience",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["extension_task.id"], name=op.f("fk_rule_experience_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_experience")),
    )
    op.create_index(op.f("ix_rule_experience_rule"), "rule_experience", ["rule"], unique=False)
    op.create_table(
        "candidate_weights",
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_weights")),
    )
    op.create_index(
        "ux_candidate_weights",
        "candidate_weights",
        ["from_day"],
        unique=True,
        sqlite_where=sa.text("void_reason IS NULL"),
    )
