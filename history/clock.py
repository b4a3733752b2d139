"""The one place that says what time it is, so that a demo or a test may say it is another day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_homes: list[Callable[[], str]] = []


def now() -> datetime:
    """The current instant, in UTC."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The current day where the organisation is: a request and a job are both ``at_home`` there."""
    return timezone.localdate(now())


def home_is(zone: Callable[[], str]) -> None:
    """Say who knows the organisation's time zone: a floor above."""
    _homes[:] = [zone]


@contextmanager
def at_home() -> Iterator[None]:
    """Within the block days begin and end, and hours are told, where the organisation is."""
    with timezone.override(_homes[0]() if _homes else "UTC"):
        yield


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment``. For demo data and tests: no door reaches it."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
