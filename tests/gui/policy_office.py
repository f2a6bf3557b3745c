"""What the tests of the policy pages share: a leading industry, reading rows, filling the form that an act opened."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit

from app.models.office import Office
from app.models.tables import Enterprise, LeadingIndustry, Project, Referral
from app.ui.policy.act_dialog import ActDialog
from app.ui.widgets.rows_model import RowsModel
from tests.support import TODAY, signed_project


def in_industry(office: Office, project: int, industry: int = 1) -> int:
    """Put a project into an industry; the first (日用化工) leads since June 2026."""
    with office.change("归类") as change:
        change.get(Project, project).industry_id = industry
        if not change.session.query(LeadingIndustry).count():
            change.session.add(LeadingIndustry(industry_id=1, from_day=TODAY.replace(month=6, day=1)))
    return project


def brought_by(office: Office, project: int, name: str, industry: int = 1) -> int:
    """Let a local enterprise, with a project of its own, be the one that brought a project; return its id."""
    own = in_industry(office, signed_project(office, name, 3000, TODAY.replace(year=2020)), industry)
    with office.change("引荐") as change:
        enterprise = change.get(Project, own).enterprise_id
        change.get(Enterprise, enterprise).is_local = True
        change.session.add(Referral(project_id=project, enterprise_id=enterprise))
    return enterprise


def texts(rows: RowsModel) -> list[list[str]]:
    """Return the rows that a table shows."""
    return [
        [str(rows.index(row, column).data()) for column in range(rows.columnCount())] for row in range(rows.rowCount())
    ]


def fill(form: ActDialog | None, **fields: str) -> ActDialog:
    """Fill the fields of a form by their names and press its button."""
    assert form is not None
    for name, text in fields.items():
        boxes = [one for one in form.findChildren(QComboBox) if one.accessibleName() == name]
        if boxes:
            boxes[0].setCurrentText(text)
            continue
        (line,) = (one for one in form.findChildren(QLineEdit) if one.accessibleName() == name)
        line.setText(text)
    form.go.click()
    return form
