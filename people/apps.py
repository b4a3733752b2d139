from django.apps import AppConfig

from doors.navigation import NavEntry, register
from history.actor import Role


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Settings in the rail, for whoever administers."""
        register(NavEntry("Settings", "people:organisation", "settings", roles=(Role.ADMIN,), key="s", order=420))
