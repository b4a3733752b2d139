from django.apps import AppConfig

from doors.navigation import Command, NavEntry, register
from history.actor import Role


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = "Customers"

    def ready(self) -> None:
        """Customers in the rail, for everybody."""
        keepers = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)
        register(NavEntry("Customers", "customers:company_list", "building-2", key="u", order=400))
        register(Command("Import companies or deals", "customers:imports", icon="file-up", roles=keepers, order=402))
        register(Command("Add a company", "customers:new_company", icon="building-2", roles=keepers, order=400))
