from django.apps import AppConfig

from doors.navigation import Command, register
from history.actor import Role


class IntegrationsConfig(AppConfig):
    name = "integrations"
    verbose_name = "Integrations"

    def ready(self) -> None:
        """Bringing a file in from anywhere."""
        register(Command("Import feedback", "integrations:imports", icon="file-up", roles=(Role.PRODUCT,)))
        register(Command("Take mail as feedback", "integrations:mail", icon="mail", roles=(Role.PRODUCT, Role.ADMIN)))
