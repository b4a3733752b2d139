"""The collections of projections, pilots with their outcomes, and viability assessments."""

from doors.api import Collection

routes: list[tuple[str, type[Collection]]] = []
