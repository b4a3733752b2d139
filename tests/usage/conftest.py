"""What the tests of usage start from: a source with its key."""

from __future__ import annotations

import base64
import json

import pytest
from django.test import Client

from usage import actions


@pytest.fixture
def source(cast, acting):
    """A source of the open product; ``source.key`` is what its client sends."""
    made, key = actions.make_source(name="Web app", product=cast.product, actor=acting(cast.admin))
    made.key = key
    return made


@pytest.fixture
def send():
    """Send a body to an address as a client does: ``send("/v1/batch", {...}, key)``."""

    def post(path: str, body, key: str | None = None, raw: bytes | None = None, **headers):
        if key is not None:
            headers["HTTP_AUTHORIZATION"] = "Basic " + base64.b64encode(f"{key}:".encode()).decode()
        data = raw if raw is not None else json.dumps(body)
        return Client(enforce_csrf_checks=True).post(path, data, content_type="application/json", **headers)

    return post
