"""What users do in the customers' product: events, and the features that they tell of."""

from usage.models.counts import DailyActivity, DailyEvent, DailyUse, FeatureCount, FeatureDepth, KeptSince, Uncounted
from usage.models.events import UsageEvent, UsageImport
from usage.models.features import CountedUnit, Feature
from usage.models.funnels import Funnel, FunnelCount
from usage.models.outer import Carriage, StoreChange
from usage.models.sources import Arrival, Source
from usage.models.users import GroupName, ProductUser, ProductUserQuerySet, UserAlias

__all__ = [
    "Arrival",
    "Carriage",
    "CountedUnit",
    "DailyActivity",
    "DailyEvent",
    "DailyUse",
    "Feature",
    "FeatureCount",
    "FeatureDepth",
    "Funnel",
    "FunnelCount",
    "GroupName",
    "KeptSince",
    "ProductUser",
    "ProductUserQuerySet",
    "Source",
    "StoreChange",
    "Uncounted",
    "UsageEvent",
    "UsageImport",
    "UserAlias",
]
