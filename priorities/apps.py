from importlib import import_module

from django.apps import AppConfig

from doors import navigation


class PrioritiesConfig(AppConfig):
    name = "priorities"
    verbose_name = "Priorities"

    def ready(self) -> None:
        """Priorities beside the ideas."""
        import_module("priorities.panels")
        navigation.register(navigation.NavEntry("Priorities", "priorities:ranking", "scale", key="y", order=205))
