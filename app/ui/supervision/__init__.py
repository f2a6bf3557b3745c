"""督促: what is proposed against those that lag, decided by a person, followed until done."""

from app.ui.supervision.page import SupervisionPage

__all__ = ["SupervisionPage"]
