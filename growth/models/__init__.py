"""Growth: what companies pay month by month, how a product's growth is measured, and what customers reach with it."""

from growth.models.milestones import Milestone, MilestoneMark
from growth.models.outcomes import CompanyOutcome, HealthWord, Word
from growth.models.revenue import RevenueSnapshot
from growth.models.settings import AcquisitionSpend, GrowthSettings

__all__ = [
    "AcquisitionSpend",
    "CompanyOutcome",
    "GrowthSettings",
    "HealthWord",
    "Milestone",
    "MilestoneMark",
    "RevenueSnapshot",
    "Word",
]
