"""The one place that says what time it is, so that a demo or a test may say it is another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current instant, in UTC."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The current day where the organisation is."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is ``moment``. For demo data and tests: no door reaches it."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
