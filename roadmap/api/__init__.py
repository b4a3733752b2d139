"""The API door of roadmap: one module a noun, each with its ``routes``."""

from doors.api import Collection
from roadmap.api import commitments, ideas, initiatives, insights, merges, parts, setup, splits, stages

MODULES = (commitments, ideas, initiatives, insights, merges, parts, setup, splits, stages)
routes: list[tuple[str, type[Collection]]] = [route for module in MODULES for route in module.routes]
