from importlib import import_module

from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from feedback.counts import waiting
from history.actor import Role

GIVERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "Feedback"

    def ready(self) -> None:
        """The inbox and requests in the rail; bringing in feedback or submitting a request from anywhere."""
        import_module("feedback.reactions")
        product = (Role.PRODUCT,)
        register(
            NavEntry(
                "Inbox",
                "feedback:inbox",
                "inbox",
                roles=product,
                key="i",
                waiting=waiting,
                order=110,
                tab_for=product,
                holds=("/feedback/", "/suggestions/"),
            ),
            Command("Add feedback", "feedback:new_feedback", icon="inbox", roles=GIVERS, in_dialog=True, order=110),
        )
        interviewers = (Role.SALES, Role.SUCCESS, Role.PRODUCT)
        register(
            NavEntry("Interviews", "feedback:interviews", "headphones", roles=interviewers, order=125),
            Command(
                "Record an interview", "feedback:new_interview", icon="headphones", roles=interviewers, in_dialog=True, order=125
            ),
        )
        register(NavEntry("Requests", "feedback:requests", "message-square-quote", key="q", order=120, tab_for=(Role.SALES,)))
        register(Command("Submit a request", "feedback:new_request", icon="message-square-quote", roles=GIVERS, order=120))
