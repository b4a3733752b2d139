from importlib import import_module

from django.apps import AppConfig

from answers.waiting import to_give
from doors import navigation
from history.actor import Role


class AnswersConfig(AppConfig):
    name = "answers"
    verbose_name = "Answers"

    def ready(self) -> None:
        """Answers in the rail of those who give them."""
        import_module("answers.panels")
        import_module("answers.outcomes")
        who = (Role.PRODUCT, Role.SALES, Role.SUCCESS)
        navigation.register(
            navigation.NavEntry("Answers", "answers:waiting", "reply", roles=who, key="e", waiting=to_give, order=132)
        )
