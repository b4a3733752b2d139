from django.apps import AppConfig

from doors.navigation import NavEntry, register


class LineConfig(AppConfig):
    name = "line"
    verbose_name = "The line"

    def ready(self) -> None:
        """Home in the rail."""
        register(NavEntry("Home", "line:home", "house", key="h", order=100))
