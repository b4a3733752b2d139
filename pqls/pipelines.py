"""What growth is told of leads: how many arrived in a period, and what became of these very leads since."""

from __future__ import annotations

from growth.pipelines import Asked, Pipeline, tells_pipeline
from pqls.models import Pql, PqlState
from usage.calendar import DAY, day_start


@tells_pipeline("PQLs")
def leads(asked: Asked) -> Pipeline | None:
    """The leads of a product that one may see, by the day on which they were handed over; nothing where there never was one."""
    rows = Pql.objects.visible_to(asked.actor).filter(product=asked.product)
    if asked.motion:
        rows = rows.filter(motion=asked.motion)
    if not rows.exists():
        return None
    arrived = rows.filter(created_at__gte=day_start(asked.first), created_at__lt=day_start(asked.last + DAY)).order_by("id")
    found = list(arrived.values_list("state", "created_at", "opportunity_at", "closed_at"))
    won = [(closed - came) / DAY for state, came, _, closed in found if state == PqlState.WON and closed is not None]
    opportunities = sum(opportunity is not None for _, _, opportunity, _ in found)
    return Pipeline(arrived=len(found), opportunities=opportunities, won=len(won), days=tuple(won))
