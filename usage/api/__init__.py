"""The API door of usage: one module a noun."""

from doors.api import Collection
from usage.api.features import FeatureCollection
from usage.api.funnels import FunnelCollection
from usage.api.sources import SourceCollection
from usage.api.users import ProductUserCollection

routes: list[tuple[str, type[Collection]]] = [
    ("features", FeatureCollection),
    ("funnels", FunnelCollection),
    ("usage-sources", SourceCollection),
    ("product-users", ProductUserCollection),
]
