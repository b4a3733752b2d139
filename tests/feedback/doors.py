"""The doors of a verb on one feedback: called, from the page, from the page by htmx, and by the API."""

from __future__ import annotations

from typing import Any

from django.test import Client
from rest_framework.test import APIClient

from feedback import actions
from history.actor import Actor
from people.models import ApiToken

INBOX = "http://testserver/feedback/inbox/"
DOORS = ("call", "page", "htmx", "api")


def browser_of(person: Any) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def api_of(person: Any) -> APIClient:
    _, token = ApiToken.objects.create(person, name="test", scope="write")
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return api


def through(
    door: str, verb: str, feedback: Any, person: Any, *, plain: dict | None = None, json: dict | None = None, **values: Any
):
    """Run a verb through a door; ``plain`` are the form's fields, ``json`` the API's, ``values`` the call's."""
    if door == "call":
        return getattr(actions, verb)(feedback, actor=Actor(person=person), **values)
    path = verb.replace("_feedback", "").replace("_", "-")
    if door == "api":
        return api_of(person).post(f"/api/v1/feedback/{feedback.pk}/{path}/", json or {}, format="json")
    headers = {"HX-Request": "true", "HX-Current-URL": INBOX} if door == "htmx" else {}
    return browser_of(person).post(f"/feedback/{feedback.pk}/{path}/", plain or {}, headers=headers)
