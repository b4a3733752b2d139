from django.apps import AppConfig

from doors.navigation import NavEntry, register
from history.actor import Role


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        register(NavEntry("Jobs", "jobs:list", "hourglass", roles=(Role.PRODUCT, Role.ADMIN), order=460))
