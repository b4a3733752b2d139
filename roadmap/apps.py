from importlib import import_module

from django.apps import AppConfig

from doors import navigation
from history.actor import Role


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Roadmap"

    def ready(self) -> None:
        """Say where one can go and what one can make, and add insights to feedback as one reads it."""
        import_module("roadmap.reading")
        import_module("roadmap.panels")
        shapers = (Role.PRODUCT,)
        navigation.register(
            navigation.NavEntry("Ideas", "roadmap:idea_list", "lightbulb", key="d", order=200, tab_for=shapers),
            navigation.NavEntry(
                "Roadmap", "roadmap:board", "square-kanban", key="r", order=210,
                tab_for=(Role.PRODUCT, Role.SALES, Role.SUCCESS, Role.LEADERSHIP, Role.VIEWER),
            ),
            navigation.Command("New idea", "roadmap:idea_new", icon="lightbulb", roles=shapers, in_dialog=True, order=200),
            navigation.Command("New initiative", "roadmap:initiative_new", icon="square-kanban", roles=shapers, order=210),
        )  # fmt: skip
