from importlib import import_module

from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from history.actor import Role

KEEPERS = (Role.PRODUCT, Role.ADMIN)


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self) -> None:
        """Surveys in the rail, for everybody, and answers on the customers' pages."""
        import_module("surveys.panels")
        register(
            NavEntry("Surveys", "surveys:survey_list", "smile", key="v", order=330),
            Command("Put the widget into your product", "surveys:widget_key_list", "message-square", roles=KEEPERS, order=331),
            Command("Make a survey", "surveys:new_survey", "smile", roles=(Role.PRODUCT,), order=330),
        )
