"""The investor's people (§1): who is spoken with at an enterprise; all its projects show them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.models.office import Office
from app.rules.errors import Refused


@dataclass(frozen=True)
class ContactDraft:
    """What a form says of a person."""

    name: str
    post: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True)
class ContactLine:
    """A person of an enterprise."""

    id: int
    version: int
    name: str
    post: str
    phone: str
    note: str


def contacts_of(connection: sqlite3.Connection, enterprise_id: int) -> tuple[ContactLine, ...]:
    """Return the people of an enterprise."""
    rows = connection.execute(
        "SELECT id, version, name, post, phone, note FROM contact"
        " WHERE enterprise_id = ? AND void_reason IS NULL ORDER BY id",
        (enterprise_id,),
    )
    return tuple(ContactLine(*row) for row in rows)


def save_contact(
    office: Office, enterprise_id: int, draft: ContactDraft, *, contact_id: int | None = None, version: int = 0
) -> int:
    """Add a person to an enterprise, or save over the one read at `version`; return the id."""
    from app.models.tables import Contact, Enterprise

    name = draft.name.strip()
    if not name:
        raise Refused("请填写联系人的姓名。")
    with office.change(f"{'登记' if contact_id is None else '修改'}联系人：{name}") as change:
        if contact_id is None:
            contact = Contact(enterprise_id=change.get(Enterprise, enterprise_id).id)
        else:
            contact = change.get(Contact, contact_id, version)
        contact.name, contact.post, contact.phone, contact.note = (
            text.strip() for text in (draft.name, draft.post, draft.phone, draft.note)
        )
        change.session.add(contact)
        change.session.flush()
        return contact.id


def void_contact(office: Office, contact_id: int, version: int, reason: str) -> None:
    """Void a person with the reason."""
    from app.models.tables import Contact
    from app.services.dossiers.records import voiding_reason

    with office.change("作废联系人", reason=reason) as change:
        change.get(Contact, contact_id, version).void_reason = voiding_reason(reason)
