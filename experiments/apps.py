from importlib import import_module

from django.apps import AppConfig

from doors import navigation
from history.actor import Role


class ExperimentsConfig(AppConfig):
    name = "experiments"
    verbose_name = "Experiments"

    def ready(self) -> None:
        """Experiments beside the gates, and on the pages of what they test."""
        import_module("experiments.panels")
        import_module("experiments.consequences")
        who = (Role.PRODUCT, Role.LEADERSHIP)
        navigation.register(
            navigation.NavEntry("Experiments", "experiments:experiments", "beaker", key="x", order=305),
            navigation.Command("Plan an experiment", "experiments:new_experiment", icon="beaker", roles=who, order=305),
        )
