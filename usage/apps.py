from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from history.actor import Role


class UsageConfig(AppConfig):
    name = "usage"
    verbose_name = "Usage"

    def ready(self) -> None:
        """Features in the rail; bringing usage in from anywhere."""
        register(
            NavEntry("Features", "usage:feature_list", "mouse-pointer-click", key="f", order=320),
            Command("Define a feature", "usage:new_feature", "mouse-pointer-click", roles=(Role.PRODUCT,)),
            Command("Bring in usage events", "usage:import_list", "file-up", roles=(Role.PRODUCT, Role.ADMIN)),
            Command("Make a usage source", "usage:new_source", "key-round", roles=(Role.ADMIN,)),
        )
