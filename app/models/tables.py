"""All tables in one place, so that the metadata is complete whoever asks for it."""

from app.models.base import Base
from app.models.enterprises import Enterprise, Industry, LeadingIndustry, Person
from app.models.history import Change, ChangeItem, OfficeFacts
from app.models.imports import HeadingMemory, ImportBatch, ImportRow
from app.models.projects import Credit, FundsArrival, Project, Referral, StageEvent
from app.models.tasks import Paper, Ranking, ScoringScheme, Target
from app.models.units import Alias, Unit, UnitName, UnitPost

__all__ = [
    "Alias",
    "Base",
    "Change",
    "ChangeItem",
    "Credit",
    "Enterprise",
    "FundsArrival",
    "HeadingMemory",
    "ImportBatch",
    "ImportRow",
    "Industry",
    "LeadingIndustry",
    "OfficeFacts",
    "Paper",
    "Person",
    "Project",
    "Ranking",
    "Referral",
    "ScoringScheme",
    "StageEvent",
    "Target",
    "Unit",
    "UnitName",
    "UnitPost",
]
