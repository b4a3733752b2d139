from importlib import import_module

from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from history.actor import Role


class ObjectivesConfig(AppConfig):
    name = "objectives"
    verbose_name = "Objectives"

    def ready(self) -> None:
        """Objectives in the rail; a new one from anywhere."""
        import_module("objectives.mails")
        register(
            NavEntry("Objectives", "objectives:index", "target", key="o", order=220, tab_for=(Role.LEADERSHIP,)),
            Command(
                "Add an objective", "objectives:new_objective", "target", roles=(Role.PRODUCT, Role.LEADERSHIP), in_dialog=True
            ),
            Command("Check in on my key results", "objectives:due", "target"),
        )
