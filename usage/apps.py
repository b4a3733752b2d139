from django.apps import AppConfig
from django.core import checks

from doors.navigation import Command, NavEntry, register
from history.actor import Role
from usage.checks import store_is_there


class UsageConfig(AppConfig):
    name = "usage"
    verbose_name = "Usage"

    def ready(self) -> None:
        """Features in the rail; bringing usage in from anywhere; a setting that cannot be."""
        checks.register(store_is_there)
        register(
            NavEntry("Features", "usage:feature_list", "mouse-pointer-click", key="f", order=320),
            Command("Find a product user", "usage:user_list", "users"),
            Command("Define a feature", "usage:new_feature", "mouse-pointer-click", roles=(Role.PRODUCT,)),
            Command("Funnels", "usage:funnel_list", "list-filter"),
            Command("Make a funnel", "usage:new_funnel", "list-filter", roles=(Role.PRODUCT,)),
            Command("Import usage events", "usage:import_list", "file-up", roles=(Role.PRODUCT, Role.ADMIN)),
            Command("Make a usage source", "usage:new_source", "key-round", roles=(Role.ADMIN,)),
        )
