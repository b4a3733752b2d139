"""The API door of roadmap: one module a noun, each with its ``routes``."""

from doors.api import Collection
from roadmap.api import ideas, initiatives, insights

routes: list[tuple[str, type[Collection]]] = [*ideas.routes, *initiatives.routes, *insights.routes]
