from importlib import import_module

from django.apps import AppConfig

SPEAKS_UP = ("gates.panels", "gates.measures", "gates.evidence_measures", "gates.interests")
"""Modules that register something with the floors below when they are loaded."""


class GatesConfig(AppConfig):
    name = "gates"
    verbose_name = "Gates"

    def ready(self) -> None:
        for module in SPEAKS_UP:
            import_module(module)
