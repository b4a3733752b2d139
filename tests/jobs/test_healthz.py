"""The address that says whether all is well."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from history import clock
from jobs import health
from jobs.models import Worker


@pytest.fixture
def awake(db):
    Worker.objects.create(name="here:1", seen_at=clock.now())


def test_all_is_well_when_database_migrations_and_worker_are(client, awake):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"well": True, "reasons": []})


def test_a_silent_worker_is_a_reason(client, awake):
    with clock.at(clock.now() + timedelta(minutes=2)):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["no background worker is awake"])


def test_missing_migrations_are_a_reason(client, awake, monkeypatch):
    monkeypatch.setattr(health, "is_migrated", lambda: False)
    assert client.get("/healthz").json() == {"well": False, "reasons": ["migrations are missing"]}


def test_a_silent_database_is_a_reason_that_tells_nothing_of_the_inside(client, awake, monkeypatch):
    def fail():
        raise DatabaseError("password authentication failed for user postgres")

    monkeypatch.setattr(health, "is_migrated", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["the database does not answer"])
    assert b"postgres" not in answer.content


def test_asking_needs_no_account_and_leaves_no_cookie(client, awake):
    assert not client.get("/healthz").cookies
