"""What tests of surveys start from: somebody who makes them, one that runs, and users whose events are known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from customers.models import Contact
from history import clock
from surveys import actions
from usage.models import ProductUser
from usage.store import Event, store


@pytest.fixture
def petra(cast, acting):
    """The product manager who acts."""
    return acting(cast.product_manager)


@pytest.fixture
def ann(cast):
    """A customer at Acme."""
    return Contact.objects.create(name="Ann Analyst", email="ann@acme.example", company=cast.acme)


@pytest.fixture
def draft(cast, petra):
    """A survey that nobody is asked yet."""
    return actions.create_survey(product=cast.product, name="NPS, spring", kind="nps", actor=petra)


@pytest.fixture
def running(draft, petra):
    """A survey that is being asked."""
    return actions.start_survey(draft, actor=petra)


@pytest.fixture
def user(cast):
    """Makes a user of the product, who did something so many times, so many days ago."""
    made = []

    def used(key: str, *, company=None, name: str = "Report exported", times: int = 0, days_ago: float = 1):
        who, _ = ProductUser.objects.get_or_create(
            product=cast.product, user_key=key, defaults={"company": company, "first_seen_at": clock.now() - timedelta(days=60)}
        )
        at = clock.now() - timedelta(days=days_ago)
        for _ in range(times):
            made.append(Event(cast.product.pk, f"m{len(made)}", name, who.pk, at, clock.now()))
            store().add(made[-1:])
        return who

    return used
