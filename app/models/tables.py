"""All tables in one place, so that the metadata is complete whoever asks for it."""

from app.models.base import Base
from app.models.chain import (
    ExtensionLetter,
    ExtensionTask,
    KnowledgeRow,
    LeadOrigin,
    NeighbourReservation,
    RuleExperience,
    TargetOverride,
)
from app.models.enterprises import Enterprise, Industry, LeadingIndustry, Person
from app.models.history import Change, ChangeItem, OfficeFacts
from app.models.imports import HeadingMemory, ImportBatch, ImportRow
from app.models.papers import Dispatch, Holiday, NumberSeries, Paper, PaperStep
from app.models.projects import Credit, FundsArrival, Project, Referral, StageEvent
from app.models.supervision import Exemption, ProvinceStanding, SupervisionMeasure, UnitSuccession
from app.models.tasks import (
    ManualFigure,
    ManualPoints,
    ProgressCurve,
    Ranking,
    ScoringScheme,
    Target,
    TargetChange,
)
from app.models.units import Alias, Unit, UnitName, UnitPost

__all__ = [
    "Alias",
    "Base",
    "Change",
    "ChangeItem",
    "Credit",
    "Dispatch",
    "Enterprise",
    "Exemption",
    "ExtensionLetter",
    "ExtensionTask",
    "FundsArrival",
    "HeadingMemory",
    "Holiday",
    "ImportBatch",
    "ImportRow",
    "Industry",
    "KnowledgeRow",
    "LeadOrigin",
    "LeadingIndustry",
    "ManualFigure",
    "ManualPoints",
    "NeighbourReservation",
    "NumberSeries",
    "OfficeFacts",
    "Paper",
    "PaperStep",
    "Person",
    "ProgressCurve",
    "Project",
    "ProvinceStanding",
    "Ranking",
    "Referral",
    "RuleExperience",
    "ScoringScheme",
    "StageEvent",
    "SupervisionMeasure",
    "Target",
    "TargetChange",
    "TargetOverride",
    "Unit",
    "UnitName",
    "UnitPost",
    "UnitSuccession",
]
