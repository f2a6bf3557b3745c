"""考核办法: dated versions edited as forms, checked while typed, tried on past months, exchanged as YAML."""

from app.ui.schemes.page import SchemesPage

__all__ = ["SchemesPage"]
