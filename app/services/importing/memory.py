"""Mappings of headings that a person confirmed, kept by kind and signature of the head."""

from __future__ import annotations

import json
import sqlite3

from app.models.office import Office
from app.rules.ledger.head import Memory
from app.services.importing.plans import ImportPlan


def read_memory(connection: sqlite3.Connection) -> Memory:
    """Return the remembered mappings: by kind and signature, column (from 0) → field."""
    return {
        (kind, signature): {int(column): field for column, field in json.loads(mapping).items()}
        for kind, signature, mapping in connection.execute("SELECT kind, signature, mapping FROM heading_memory")
    }


def remember_mapping(office: Office, plan: ImportPlan) -> None:
    """Remember how the headings of each sheet were read, for the next ledger with the same head."""
    with office.change(f"记住表头：{plan.file}") as change:
        for reading in plan.readings:
            mapping = {str(column.index): column.field for column in reading.head.columns}
            change.connection.exec_driver_sql(
                "INSERT INTO heading_memory (kind, signature, mapping) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, signature) DO UPDATE SET mapping = excluded.mapping",
                (plan.kind, reading.head.signature, json.dumps(mapping, ensure_ascii=False)),
            )
