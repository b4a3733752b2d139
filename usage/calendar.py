"""The organisation's calendar, on which usage is counted: a day begins at midnight where the organisation is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from history import clock
from people.models import Organisation

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


def zone() -> ZoneInfo:
    """The organisation's time zone. Weeks are counted on its calendar: between instants of one zone Python does just that."""
    return ZoneInfo(Organisation.home_zone())


def day_start(day: date) -> datetime:
    """The instant at which a day begins where the organisation is."""
    return datetime.combine(day, time.min, tzinfo=zone())


def today() -> date:
    """The day that it is where the organisation is."""
    return clock.now().astimezone(zone()).date()


def day_after(until: datetime) -> date:
    """The first day of which nothing lies before ``until``: days that have begun by then count, as far as they went."""
    here = until.astimezone(zone())
    return here.date() if here.time() == time.min else here.date() + DAY
