"""What journeys start from: the running application, and somebody who signs in to it as people do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from people.models import Person
from tests.cast import PASSWORD
from tests.e2e.browsing import PATIENCE, Visitor

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def browser_context_args(browser_context_args: dict) -> dict:
    """A laptop's window, and nothing that moves while one looks."""
    return browser_context_args | {"viewport": {"width": 1360, "height": 900}, "reduced_motion": "reduce"}


@pytest.fixture
def site(settings, live_server) -> str:
    """Where the application runs; links that it sends lead there too."""
    settings.PUBLIC_URL = live_server.url
    return live_server.url


@pytest.fixture
def visitor(site: str, context: BrowserContext) -> Visitor:
    """Somebody before the application who has not signed in."""
    return Visitor(context.new_page(), site)


@pytest.fixture
def sign_in(site: str, new_context: Callable[..., BrowserContext], browser_context_args: dict) -> Callable[[Person], Visitor]:
    """Somebody who signs in by the form, in a browser of their own."""

    def come(person: Person) -> Visitor:
        visitor = Visitor(new_context().new_page(), site)
        visitor.sign_in(person.email, PASSWORD)
        return visitor

    return come
