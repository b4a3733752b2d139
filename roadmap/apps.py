from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from doors import navigation
from history.actor import Role

PROMISERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP)


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Roadmap"

    def ready(self) -> None:
        """Say where one can go and what one can make, and add insights to feedback as one reads it."""
        import_module("roadmap.reading")
        import_module("roadmap.panels")
        import_module("roadmap.bulk")
        import_module("roadmap.waiting")
        post_migrate.connect(import_module("roadmap.triggers").mend_triggers, sender=self)
        shapers = (Role.PRODUCT,)
        givers = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)
        navigation.register(
            navigation.NavEntry("Ideas", "roadmap:idea_list", "lightbulb", key="d", order=200, tab_for=shapers),
            navigation.NavEntry(
                "Roadmap", "roadmap:board", "square-kanban", key="r", order=210,
                tab_for=(Role.PRODUCT, Role.SALES, Role.SUCCESS, Role.LEADERSHIP, Role.VIEWER), holds=("/initiatives/",),
            ),
            navigation.NavEntry("Commitments", "roadmap:commitments", "handshake", roles=PROMISERS, key="m", order=405),
            navigation.Command("Write down a commitment", "roadmap:commitment_new", icon="handshake", roles=PROMISERS, order=406),
            navigation.Command(
                "Capture for a customer", "roadmap:capture", icon="megaphone", roles=givers, in_dialog=True, key="c", order=50
            ),
            navigation.Command("New idea", "roadmap:idea_new", icon="lightbulb", roles=shapers, in_dialog=True, order=200),
            navigation.Command("New initiative", "roadmap:initiative_new", icon="square-kanban", roles=shapers, order=210),
        )  # fmt: skip
