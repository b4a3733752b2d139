from importlib import import_module

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "Publishing"

    def ready(self) -> None:
        """Say on the feedback's page which card of a roadmap was reacted to."""
        import_module("publishing.panels")
