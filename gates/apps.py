from importlib import import_module

from django.apps import AppConfig

from doors import navigation
from history.actor import Role

SPEAKS_UP = (
    "gates.panels", "gates.measures", "gates.evidence_measures", "gates.evidence_watched", "gates.interests",
    "gates.verification", "gates.consequences",
)  # fmt: skip
"""Modules that register something with the floors below when they are loaded."""


class GatesConfig(AppConfig):
    name = "gates"
    verbose_name = "Gates"

    def ready(self) -> None:
        for module in SPEAKS_UP:
            import_module(module)
        import_module("gates.importing").take_files()
        waiting = import_module("gates.waiting")
        navigation.register(
            navigation.NavEntry(
                "Gates",
                "gates:portfolio",
                "milestone",
                key="g",
                order=300,
                waiting=waiting.reviews_waiting,
                tab_for=(Role.LEADERSHIP,),
            ),
            navigation.NavEntry("Pilots", "gates:pilots", "flask-conical", key="p", order=310, tab_for=(Role.SUCCESS,)),
        )
