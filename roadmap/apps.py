from importlib import import_module

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = "Roadmap"

    def ready(self) -> None:
        """Add insights to feedback as one reads it."""
        import_module("roadmap.reading")
