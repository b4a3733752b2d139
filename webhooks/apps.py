from django.apps import AppConfig

from doors.navigation import Command, register
from history.actor import Role


class WebhooksConfig(AppConfig):
    name = "webhooks"
    verbose_name = "Webhooks"

    def ready(self) -> None:
        """Adding an endpoint from anywhere."""
        register(
            Command("Webhooks", "webhooks:endpoint_list", "webhook", roles=(Role.ADMIN,)),
            Command("Add a webhook endpoint", "webhooks:new_endpoint", "webhook", roles=(Role.ADMIN,)),
        )
