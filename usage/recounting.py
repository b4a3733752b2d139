"""Counting usage anew after the organisation's time zone was changed: its days begin and end at other instants from then on."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from history.actor import system
from jobs.actions import enqueue
from jobs.models import Job
from people.models import Organisation, Product
from usage.calendar import DAY
from usage.models import KeptSince, Uncounted
from usage.rollups import days_of, let_count_again, roll_up

RECOUNT = "usage.recount"


def recount_in_new_zone(before: str, organisation: Organisation) -> Job:
    """Mark every day as not counted, in the transaction that changes the zone; a job counts them and says how far it is."""
    keep_whole_days(ZoneInfo(before), ZoneInfo(organisation.time_zone))
    products = list(Product.objects.order_by("pk"))
    for product in products:
        Uncounted.objects.bulk_create(Uncounted(product=product, day=day) for day in days_of(product))
    let_count_again([product.pk for product in products])
    return enqueue(
        RECOUNT, actor=system("the count of usage"), title=f"Count usage anew by the days of {organisation.time_zone}",
        slot=f"recount usage of version {organisation.version}",
    )  # fmt: skip


def keep_whole_days(before: ZoneInfo, after: ZoneInfo) -> None:
    """Where raw events were dropped, the first day that is kept must be whole: one that begins earlier now is not."""
    for kept in KeptSince.objects.select_for_update():
        if datetime.combine(kept.day, time.min, after) < datetime.combine(kept.day, time.min, before):
            KeptSince.objects.filter(pk=kept.pk).update(day=kept.day + DAY)


def recount() -> int:
    """Count what is marked, product by product. What another round of the worker counted meanwhile is not counted twice."""
    return sum(roll_up(product) for product in Product.objects.order_by("pk"))


def recount_under_way() -> Job | None:
    """The job that counts usage anew, while it waits or runs."""
    return Job.objects.unfinished().filter(task=RECOUNT).order_by("-pk").first()
