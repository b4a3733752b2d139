"""What every test can ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.core.management.commands import flush
from django.test import Client
from rest_framework.test import APIClient

from history import clock, triggers
from history.actor import Actor
from jobs import runner
from jobs.models import Job
from people.models import ApiToken, Person
from tests.cast import Cast, make_cast


def pytest_configure() -> None:
    """The browser's tests read style and scripts as they lie in the tree, whether or not DEBUG is on."""
    django_settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture(autouse=True)
def fast_passwords_and_own_files_and_cache(settings, tmp_path):
    """Passwords hash fast, every file lands in the test's own folder, and nothing is remembered from another test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HISTORY_HEAD_FILE = tmp_path / "history-head.jsonl"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Runs side by side may share one Redis: each test counts and keeps under names of its own.
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True, scope="session")
def flushing_lifts_the_refusals() -> Iterator[None]:
    """A transactional test empties its database at the end; append-only tables must let it."""
    original = flush.Command.handle

    def handle(self, **options):
        with triggers.lifted():
            # Tables that no model of ours names (a library's, for a model that we replaced) point at ours: along with them.
            return original(self, **(options | {"allow_cascade": True}))

    flush.Command.handle = handle
    yield
    flush.Command.handle = original


@pytest.fixture(autouse=True, scope="session")
def tasks_of_every_app_are_known() -> None:
    """As to a worker: which test ran before tells nothing."""
    current_app.loader.import_default_modules()


@pytest.fixture
def cast(db) -> Cast:
    """Everybody on stage."""
    return make_cast()


@pytest.fixture
def acting() -> Callable[[Person], Actor]:
    """A person as an actor."""
    return lambda person: Actor(person=person)


@pytest.fixture
def browse() -> Callable[[Person], Client]:
    """A browser signed in as a person."""

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return sign_in


@pytest.fixture
def call() -> Callable[..., APIClient]:
    """An API client with a person's token."""

    def with_token(person: Person, scope: str = "write") -> APIClient:
        _, token = ApiToken.objects.create(person, name="test", scope=scope)
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return api

    return with_token


@pytest.fixture
def run_jobs(db) -> Callable[[], None]:
    """Run every due job to its end, as the worker would."""

    def run_due() -> None:
        while due := list(Job.objects.due(clock.now()).values_list("pk", flat=True)):
            for pk in due:
                runner.run(pk)

    return run_due
