"""An outcome whose metric is a feature's usage measures itself: counted from the days on which the company's users used it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from gates.figures.pilots.attainment import attainment
from gates.models.outcomes import PilotOutcome, UsageMeasure
from history import clock
from usage.models import DailyActivity, DailyUse

CENT = Decimal("0.01")


def counted(outcome: PilotOutcome, until: date) -> Decimal | None:
    """Its value over its days that end with ``until``; None where nobody of the company was active, for a share of them."""
    since, company = until - timedelta(days=outcome.usage_days - 1), outcome.place.company_id
    uses = DailyUse.objects.filter(feature=outcome.feature, user__company=company, day__range=(since, until)).order_by()
    if outcome.usage == UsageMeasure.USES:
        return Decimal(uses.aggregate(total=Sum("uses"))["total"] or 0)
    if outcome.usage == UsageMeasure.DAYS:
        return Decimal(uses.values("day").distinct().count())
    users = uses.values("user").distinct().count()
    if outcome.usage == UsageMeasure.USERS:
        return Decimal(users)
    active = DailyActivity.objects.filter(
        product=outcome.place.product_id, user__company=company, day__range=(since, until)
    ).order_by()
    whole = active.values("user").distinct().count()
    return (100 * Decimal(users) / whole).quantize(CENT) if whole else None


def last_whole_day(outcome: PilotOutcome) -> date:
    """Up to which day it is counted: yesterday, or its due date once that has passed."""
    return min(outcome.due_on, clock.today() - timedelta(days=1))


def is_ripe(outcome: PilotOutcome, value: Decimal) -> bool:
    """Whether to write it down: past its due date, or met before, over whole days with the feature."""
    if outcome.due_on < clock.today():
        return True
    had_it = outcome.place.exposed_at
    if had_it is None or timezone.localdate(had_it) + timedelta(days=outcome.usage_days) > last_whole_day(outcome):
        return False
    return attainment(outcome.baseline, outcome.target, value, outcome.tolerance).met
