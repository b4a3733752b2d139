"""The collections of projections, pilots with their outcomes, and viability assessments."""

from doors.api import Collection
from gates.api import outcomes, pilots, projections, viability

routes: list[tuple[str, type[Collection]]] = [*projections.routes, *pilots.routes, *outcomes.routes, *viability.routes]
