"""How long raw events are kept. Their daily counts stay for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from jobs.progress import report
from people.models import Product
from usage.calendar import day_start, today
from usage.models import KeptSince, Uncounted
from usage.rollups import roll_up
from usage.store import store

AT_ONCE = 20_000
"""How many events are dropped in one transaction."""


def kept_since(product: Product) -> date | None:
    """The first day of which a product's raw events are kept; None where none was ever dropped."""
    return KeptSince.objects.filter(product=product).values_list("day", flat=True).first()


def prune(keep_days: int | None = None) -> int:
    """Drop the raw events older than they are kept, once they are counted. Answers how many."""
    keep = settings.USAGE_KEEP_DAYS if keep_days is None else keep_days
    if keep <= 0:
        return 0
    first, dropped = today() - timedelta(days=keep), 0
    for product in Product.objects.order_by("pk"):
        roll_up(product)
        with transaction.atomic():
            # A turn that counts these days just now holds the product: it ends before they are said to be gone.
            Product.objects.select_for_update(no_key=True).get(pk=product.pk)
            row, _ = KeptSince.objects.select_for_update().get_or_create(product=product, defaults={"day": first})
            KeptSince.objects.filter(pk=row.pk, day__lt=first).update(day=first)
        if not Uncounted.objects.filter(product=product, day__lt=first).exists():
            dropped = drop(product, day_start(max(first, row.day)), dropped)
    return dropped


def drop(product: Product, before: datetime, dropped: int) -> int:
    """Drop a product's events before a moment, turn by turn, and say how far that is. Answers how many are dropped by then."""
    span = store().span(product.pk)
    total = dropped + sum(store().names(product.pk, span[0], before).values()) if span and span[0] < before else dropped
    while some := store().prune(product.pk, before, AT_ONCE):
        dropped += some
        report(dropped, max(total, dropped), f"{product}: {dropped:,} events dropped")
    return dropped
