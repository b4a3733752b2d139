from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from doors.navigation import NavEntry, register

# What an upper floor adds to a lower one: each of these modules registers itself when it is imported.
FOUND_BY_NAME = (
    "events",
    "topics",
    "reactions",
    "panels",
    "standings",
    "marks",
    "guards",
    "measures",
    "sources",
    "moves",
    "signals",
    "pipelines",
)


class HistoryConfig(AppConfig):
    name = "history"
    verbose_name = "History"

    def ready(self) -> None:
        """Activity in the rail, for everybody; and every app's follow-ups, panels and tellings are found by their file's name."""
        register(NavEntry("Activity", "history:activity", "activity", key="a", order=410))
        autodiscover_modules(*FOUND_BY_NAME)
