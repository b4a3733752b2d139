from django.apps import AppConfig

from doors.navigation import NavEntry, register


class HistoryConfig(AppConfig):
    name = "history"
    verbose_name = "History"

    def ready(self) -> None:
        """Activity in the rail, for everybody."""
        register(NavEntry("Activity", "history:activity", "activity", key="a", order=410))
