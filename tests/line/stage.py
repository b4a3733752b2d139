"""The demo as a stage for tests: made once, looked at by many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from django.db import transaction
from django.test import override_settings

from line.demo.build import build_demo
from line.demo.making.stage import Stage


@contextmanager
def a_demo() -> Iterator[Stage]:
    """The whole demo; it is gone when the block ends, with its files."""
    with TemporaryDirectory() as files, override_settings(MEDIA_ROOT=files), transaction.atomic():
        yield build_demo()
        transaction.set_rollback(True)
