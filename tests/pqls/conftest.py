"""What tests of leads start from: a feature with usage of the last days, a rule over it, and leads that it found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from customers.models import Company
from history import clock
from history.actor import system
from pqls import actions
from pqls.models import Pql
from tests.evidence import a_feature, noon, used
from usage.models import ProductUser

WATCHER = system("the watcher of usage")


@pytest.fixture
def petra(cast, acting):
    """The product manager who writes rules."""
    return acting(cast.product_manager)


@pytest.fixture
def sam(cast, acting):
    """The salesperson whose account Acme is."""
    return acting(cast.salesperson)


@pytest.fixture
def feature(cast):
    """A feature of the open product."""
    return a_feature(cast.product, "Export", None)


@pytest.fixture
def uses(cast, feature):
    """People of a company use it so often, so many days ago."""

    def make(company, *, times=12, people=3, days_ago=3, of=None, prefix="u"):
        thing = of or feature
        for number in range(people):
            user, _ = ProductUser.objects.get_or_create(
                product=thing.product, user_key=f"{prefix}{number}@{company.name.lower().replace(' ', '')}.example",
                defaults={"company": company, "first_seen_at": noon(clock.today() - timedelta(days=400))},
            )  # fmt: skip
            share = times // people + (number < times % people)
            for turn in range(share):
                at = noon(clock.today() - timedelta(days=days_ago)) + timedelta(minutes=turn)
                used(thing, [user], at)

    return make


@pytest.fixture
def rule(cast, petra, feature):
    """Write a rule: ten uses by two people in a fortnight, unless said otherwise."""

    def make(**values):
        asked = {
            "product": cast.product, "name": "Busy exporters", "why": "They will want the big plan.", "actor": petra,
            "conditions": [{"kind": "used", "feature": feature.pk, "times": 10, "days": 14, "people": 2}],
        }  # fmt: skip
        return actions.write_rule(**(asked | values))

    return make


@pytest.fixture
def active(rule, petra):
    """One that is switched on."""
    return lambda **values: actions.activate_rule(rule(**values), actor=petra)


@pytest.fixture
def lead(cast, active, uses):
    """A lead of Acme's, which the salesperson owns unless said otherwise."""

    def make(owner="salesperson", company=None, **values) -> Pql:
        company = company or cast.acme
        Company.objects.filter(pk=company.pk).update(owner=getattr(cast, owner) if owner else None)
        uses(company)
        (found,) = actions.evaluate_rule(active(**values), actor=WATCHER)
        return found

    return make
