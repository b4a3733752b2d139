"""The API door of growth: one module a noun."""

from doors.api import Collection
from growth.api.figures import GrowthCollection
from growth.api.outcomes import MarkCollection, MilestoneCollection, OutcomeCollection, WordCollection
from growth.api.revenue import RevenueCollection
from growth.api.settings import SettingsCollection, SpendCollection

routes: list[tuple[str, type[Collection]]] = [
    ("growth", GrowthCollection),
    ("revenue-snapshots", RevenueCollection),
    ("growth-settings", SettingsCollection),
    ("acquisition-spend", SpendCollection),
    ("milestones", MilestoneCollection),
    ("milestone-marks", MarkCollection),
    ("company-outcomes", OutcomeCollection),
    ("health-words", WordCollection),
]
