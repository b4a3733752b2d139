"""The API door of the gates."""

from doors.api import Collection
from gates.api.evidence import routes as evidence_routes
from gates.api.reviews import routes as review_routes

routes: list[tuple[str, type[Collection]]] = [*review_routes, *evidence_routes]
