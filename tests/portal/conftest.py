"""What tests of the portal start from: a public portal with one published idea, and customers who come by."""

from __future__ import annotations

import pytest
from django.test import Client

from customers.actions import add_contact, change_company
from history.actor import system
from portal import actions
from portal.views.visiting import COOKIE
from roadmap.actions import create_idea
from tests.portal.doing import come_in

SETUP = system("the test stage")


@pytest.fixture
def petra(cast, acting):
    """The product manager who acts."""
    return acting(cast.product_manager)


@pytest.fixture
def portal(cast, petra):
    """A public portal of the open product."""
    return actions.make_portal(cast.product, actor=petra, audience="public", title="Relay ideas")


@pytest.fixture
def idea(cast, petra):
    """An idea whose own words are nobody's business outside."""
    return create_idea(product=cast.product, title="Geheimplan Excel", problem="Geheimproblem", actor=petra, state="backlog")


@pytest.fixture
def published(portal, idea, petra):
    """What customers read of it."""
    return actions.publish_idea(idea, actor=petra, title="Send numbers to a spreadsheet", text="Without **retyping** them.")


@pytest.fixture
def ann(cast):
    """A customer at Acme, which is known by its domain."""
    change_company(cast.acme, domains=["acme.example"], actor=SETUP)
    return add_contact(name="Ann Analyst", email="ann@acme.example", actor=SETUP)


@pytest.fixture
def bob(cast):
    """A customer at another company."""
    return add_contact(name="Bob Baker", email="bob@globex.example", company=cast.globex, actor=SETUP)


@pytest.fixture
def stray():
    """A customer of whose company nothing is known."""
    return add_contact(name="Cay Comet", email="cay@somewhere.example", actor=SETUP)


@pytest.fixture
def visit(portal):
    """A browser in which a customer is signed in."""

    def by(contact) -> Client:
        browser = Client()
        browser.cookies[COOKIE] = come_in(portal, contact.email)
        return browser

    return by
