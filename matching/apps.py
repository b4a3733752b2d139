from importlib import import_module

from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from history.actor import Role


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matching"

    def ready(self) -> None:
        """Themes in the rail; looking for them from anywhere; and what is alike, for what was set aside."""
        import_module("matching.alike")
        readers = (Role.PRODUCT, Role.LEADERSHIP, Role.SUCCESS, Role.SALES)
        register(
            NavEntry("Themes", "matching:theme_list", "layers", roles=readers, key="t", order=115),
            Command("Look for themes", "matching:theme_search", icon="layers", roles=(Role.PRODUCT,), in_dialog=True, order=115),
        )
