from importlib import import_module

from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from history.actor import Role

RECORDERS = (Role.PRODUCT, Role.SUCCESS, Role.ADMIN)


class GrowthConfig(AppConfig):
    name = "growth"
    verbose_name = "Growth"

    def ready(self) -> None:
        """Growth in the rail, for everybody; and files of revenue among those that can be brought in."""
        import_module("growth.importing").take_files()
        register(
            NavEntry("Growth", "growth:overview", "trending-up", key="z", order=340),
            Command("Record a month of revenue", "growth:new_snapshot", "trending-up", roles=RECORDERS, order=340),
        )
