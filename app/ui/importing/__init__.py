"""导入台账: choosing files, checking how their headings are read, a dry run, and the import itself."""

from app.ui.importing.wizard import ImportWizard

__all__ = ["ImportWizard"]
