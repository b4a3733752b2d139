"""A receiver, and an endpoint that leads to it."""

from __future__ import annotations

import pytest

from history.actions import seal_events
from history.actor import system
from tests.webhooks.receiver import listening
from webhooks.actions import add_endpoint
from webhooks.tasks import round_of_messages


@pytest.fixture
def receiver(settings):
    """Another system, inside the network and named in the settings."""
    settings.OUTBOUND_HOSTS = ["localhost"]
    with listening() as made:
        yield made


@pytest.fixture
def admin(cast, acting):
    return acting(cast.admin)


@pytest.fixture
def endpoint(receiver, admin):
    return add_endpoint(name="Warehouse", url=receiver.url, kinds=["feedback.given", "feedback.archived"], actor=admin)


@pytest.fixture
def deliver(run_jobs):
    """A round as the worker has it: seal, hand out, send."""

    def once() -> None:
        seal_events()
        round_of_messages()
        run_jobs()

    return once


@pytest.fixture
def house():
    return system("the messenger")
