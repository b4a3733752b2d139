"""How long a pilot's companies took from having the feature to what they were promised."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from figures.survival import LOST, REACHED, WAITING, Incidence, TimeTo, Unit, aalen_johansen, kaplan_meier
from gates.evidence.pilots import OutcomeScorecard, Row
from history import clock


def time_to_value(card: OutcomeScorecard) -> tuple[Incidence | None, TimeTo | None]:
    """Dropping out competing with it (what to expect), and dropping out as merely out of sight.

    As the rates, it is shown as of the look that was reached: nothing before the first, and nothing of what came after it.
    """
    if not card.shown:
        return None, None
    units = [unit for row in card.rows if (unit := unit_of(row, last_day(card))) is not None]
    return aalen_johansen(units), kaplan_meier(units)


def last_day(card: OutcomeScorecard) -> date:
    """The day up to which companies are followed."""
    until: datetime | None = card.shown_until or card.pilot.closed_at
    return timezone.localdate(until) if until else clock.today()


def unit_of(row: Row, until: date) -> Unit | None:
    """One company: the day on which it reached its target, dropped out, or was last seen without either."""
    if row.place.exposed_at is None or row.place.is_excused:
        return None
    began = timezone.localdate(row.place.exposed_at)
    if began > until:
        return None
    says_no = row.confirmation is not None and not row.confirmation.agrees
    if row.value is not None and row.attained is not None and row.attained.met and not says_no and row.value.measured_on <= until:
        return days(began, row.value.measured_on), REACHED
    if row.place.dropped_out_at and (left := timezone.localdate(row.place.dropped_out_at)) <= until:
        return days(began, left), LOST
    return days(began, until), WAITING


def days(began: date, end: date) -> float:
    """Days with the feature."""
    return float(max(0, (end - began).days))
