"""Days on which somebody can be expected to answer: Monday to Friday on the organisation's calendar. Holidays are not known."""

from __future__ import annotations

from datetime import date, timedelta


def working_days_after(day: date, count: int) -> date:
    """The day by the end of which ``count`` working days have passed since ``day``, which itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
