from importlib import import_module

from django.apps import AppConfig

from doors import navigation
from history.actor import Role
from portal.waiting import held

SPEAKS_UP = ("portal.reactions", "portal.panels", "portal.naming")
"""Modules that register something with the floors below when they are loaded."""


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Say where one keeps the portals, and listen to the roadmap."""
        for module in SPEAKS_UP:
            import_module(module)
        navigation.register(
            navigation.NavEntry(
                "Portal", "portal:portal_list", "globe", roles=(Role.PRODUCT, Role.ADMIN), order=130, key="w", waiting=held,
            )
        )  # fmt: skip
