"""The API door of roadmap: one module a noun, each with its ``routes``."""

from doors.api import Collection
from roadmap.api import insights

routes: list[tuple[str, type[Collection]]] = [*insights.routes]
