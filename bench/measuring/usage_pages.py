"""Every page that tells of usage: each is a name and an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.test import Client
from django.urls import reverse

from customers.models import Company
from gates.models.projections import Projection
from history.actor import Role
from people.models import Person, Product
from pqls.models import PqlRule
from usage.models import Feature, ProductUser, Source, UsageEvent

Ask = Callable[[], int]


@dataclass
class Reader:
    """Somebody who is signed in."""

    browser: Client

    def page(self, name: str, *args: int, query: str = "") -> Ask:
        """A page, asked for: how many bytes it has."""
        address = reverse(name, args=args) + query

        def ask() -> int:
            answer = self.browser.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}.")
            return len(answer.content)

        return ask


def reader(role: str) -> Reader:
    """The first who holds a role."""
    browser = Client()
    browser.force_login(Person.objects.with_role(role).earliest("pk"))
    return Reader(browser)


def pages() -> Iterator[tuple[str, Ask]]:
    """Everything about usage that is read, by name; of features, users and companies the one with most."""
    manager, admin = reader(Role.PRODUCT), reader(Role.ADMIN)
    product = Product.objects.get(key="relay")
    company = Company.objects.annotate(users=Count("product_users")).order_by("-users", "pk")[0]
    busiest = UsageEvent.objects.order_by().values_list("user").annotate(n=Count("pk")).order_by("-n")[0][0]
    by_name, by_property = Feature.objects.get(name="Opened invoice at last"), Feature.objects.order_by("pk")[0]
    of_it = f"?product={product.pk}"
    yield "features", manager.page("usage:feature_list")
    yield "a feature", manager.page("usage:feature", by_name.pk)
    yield "a feature by a property", manager.page("usage:feature", by_property.pk)
    yield "defining a feature", manager.page("usage:new_feature", query=of_it)
    yield "what it would match", manager.page("usage:feature_preview", product.pk, query="?event_names=Found+invoice&name=x")
    yield "users", manager.page("usage:user_list")
    yield "users, by a word", manager.page("usage:user_list", query="?q=user-77")
    yield "users, at nine tenths", manager.page("usage:user_list", query=f"?page={ProductUser.objects.count() * 9 // 500}")
    yield "a user", manager.page("usage:user", busiest)
    yield "sources", admin.page("usage:source_list")
    yield "what a source sent", admin.page("usage:source", Source.objects.earliest("pk").pk)
    yield "imports", manager.page("usage:import_list")
    yield "growth", manager.page("growth:overview", query=of_it)
    yield "growth, activation and virality", manager.page("growth:reach_part", query=of_it)
    yield "growth, paying and worth", manager.page("growth:money_part", query=of_it)
    yield "growth, leads and surveys", manager.page("growth:leads_part", query=of_it)
    yield "growth of a segment", manager.page("growth:overview", query=f"{of_it}&segment=smb")
    yield "retention by months", manager.page("growth:retention", query=of_it)
    yield "retention by weeks", manager.page("growth:retention", query=f"{of_it}&step=week")
    yield "activation", manager.page("growth:activation", query=of_it)
    yield "revenue", manager.page("growth:revenue", query=of_it)
    yield "health", manager.page("growth:health", query=of_it)
    yield "health of a company", manager.page("growth:company_health", company.pk)
    yield "leads", manager.page("pqls:pqls")
    yield "rules of leads", manager.page("pqls:rules")
    yield "a rule of leads", manager.page("pqls:rule", PqlRule.objects.earliest("pk").pk)
    yield "company, overview", manager.page("customers:company", company.pk)
    yield "company, usage", manager.page("customers:company", company.pk, query="?tab=use")
    yield "a projection", manager.page("gates:projection", Projection.objects.earliest("pk").pk)
    yield "API: features", manager.page("api:features-list")
    yield "API: usage of a feature", manager.page("api:features-usage", by_name.pk)
    yield "API: users", manager.page("api:product-users-list")
