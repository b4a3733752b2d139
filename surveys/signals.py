"""How a company's people answered, as one number for floors that do not know surveys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from customers.signals import Signal, sends
from history import clock
from history.actor import Actor
from people.models import Product
from surveys.kinds import SurveyKind
from surveys.models import SurveyResponse

RECENT = timedelta(days=180)
SCALES = {SurveyKind.NPS: (0, 10), SurveyKind.CSAT: (1, 5), SurveyKind.CES: (1, 7)}


@sends("survey")
def survey_scores(companies: Collection[int], product: Product, actor: Actor) -> dict[int, Signal]:
    """The mean of what they answered in half a year to NPS, CSAT and CES, each on its own scale brought to 0 to 1."""
    rows = SurveyResponse.objects.visible_to(actor).filter(
        company__in=companies, survey__product=product, survey__kind__in=list(SCALES), at__gte=clock.now() - RECENT
    )
    said: dict[int, list[float]] = defaultdict(list)
    for company, kind, score in rows.order_by().values_list("company", "survey__kind", "score"):
        low, high = SCALES[SurveyKind(kind)]
        said[company].append((score - low) / (high - low))
    return {
        company: Signal(sum(some) / len(some), f"{100 * sum(some) / len(some):.0f} of 100 over {len(some)} answers")
        for company, some in said.items()
    }
