"""The collections of projections, pilots with their outcomes, viability assessments, and launch reviews."""

from doors.api import Collection
from gates.api import controls, launches, outcomes, pilots, projections, viability

routes: list[tuple[str, type[Collection]]] = [
    *projections.routes,
    *pilots.routes,
    *outcomes.routes,
    *controls.routes,
    *viability.routes,
    *launches.routes,
]
