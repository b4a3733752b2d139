from importlib import import_module

from django.apps import AppConfig

from doors import navigation
from history.actor import Role


class PqlsConfig(AppConfig):
    name = "pqls"
    verbose_name = "Product-qualified leads"

    def ready(self) -> None:
        """Leads among what awaits whoever sells, and on the pages of the companies that they are about."""
        import_module("pqls.panels")
        navigation.register(
            navigation.NavEntry("PQLs", "pqls:pqls", "zap", key="j", order=127),
            navigation.Command(
                "Write a PQL rule", "pqls:new_rule", icon="zap",
                roles=(Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN), order=310,
            ),
        )  # fmt: skip
