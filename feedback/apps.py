from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from history.actor import Role

GIVERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "Feedback"

    def ready(self) -> None:
        """Requests in the rail; submitting one from anywhere."""
        register(NavEntry("Requests", "feedback:requests", "message-square-quote", key="q", order=120, tab_for=(Role.SALES,)))
        register(Command("Submit a request", "feedback:new_request", icon="message-square-quote", roles=GIVERS, order=120))
