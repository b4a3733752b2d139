from django.apps import AppConfig, apps

from doors.navigation import NavEntry, register
from history import clock
from history.actor import Role


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Settings in the rail, for whoever administers; and whose day it is."""
        clock.home_is(lambda: apps.get_model("people.Organisation").home_zone())
        register(
            NavEntry(
                "Settings",
                "people:organisation",
                "settings",
                roles=(Role.ADMIN,),
                key="s",
                order=420,
                holds=("/usage/sources/", "/feedback/rules/", "/gates/policies/", "/customers/fields/"),
            )
        )
