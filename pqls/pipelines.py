"""What growth is told of leads: how many arrived in a period, and what became of these very leads since."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone

from growth.pipelines import Asked, Pipeline, tells_pipeline
from pqls.models import Pql, PqlState
from usage.calendar import DAY


@tells_pipeline("PQLs")
def leads(asked: Asked) -> Pipeline | None:
    """The leads of a product that one may see, by the day on which they were handed over; nothing where there never was one."""
    rows = Pql.objects.visible_to(asked.actor).filter(product=asked.product)
    if asked.motion:
        rows = rows.filter(motion=asked.motion)
    here = timezone.get_current_timezone()
    starts, ends = (datetime.combine(day, time.min, tzinfo=here) for day in (asked.first, asked.last + DAY))
    # The newest lead comes along whenever it arrived: in one query it tells whether there ever was one.
    wanted = rows.filter(Q(created_at__gte=starts, created_at__lt=ends) | Q(pk__in=rows.order_by("-pk").values("pk")[:1]))
    read = list(wanted.order_by("id").values_list("state", "created_at", "opportunity_at", "closed_at"))
    if not read:
        return None
    found = [one for one in read if starts <= one[1] < ends]
    won = [(closed - came) / DAY for state, came, _, closed in found if state == PqlState.WON and closed is not None]
    opportunities = sum(opportunity is not None for _, _, opportunity, _ in found)
    return Pipeline(arrived=len(found), opportunities=opportunities, won=len(won), days=tuple(won))
