"""Which ideas' kept figures are not what one would count now: of what changed a moment ago, and of what is not one's to see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from feedback.models import Feedback
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea, Insight, ToCount, Vote

MOST_LIVE = 1000
"""So many ideas are counted while somebody waits; if there are more, all are counted in one sum."""
ABOUT = ("idea", "feedback", "company")


def to_count_for(actor: Actor) -> set[int] | None:
    """The ideas to count for this actor instead of taking what is kept; None if there are too many."""
    hidden = Product.objects.order_by().exclude(pk__in=Product.objects.visible_to(actor).values("pk"))
    feedback, companies = noted("feedback"), noted("company")
    found: set[int] = set()
    for row in hanging_on(noted("idea"), feedback, companies, hidden.values("pk"))[: MOST_LIVE + 1]:
        found |= {pk for pk in row if pk is not None}
    return found if len(found) <= MOST_LIVE else None


def noted(about: str) -> QuerySet[Any, Any]:
    """The ids of what notes are about."""
    return ToCount.objects.order_by().exclude(**{about: None}).values(about)


def hanging_on(ideas: Any, feedback: Any, companies: Any, products: Any = ()) -> QuerySet[Any, tuple[int | None, ...]]:
    """The ideas of which a figure is made of these ideas, feedback or companies, or of words from these products; each beside
    the one that it duplicates. All in one question: the tables are asked for what is noted, never read through."""
    spoke = Feedback.objects.order_by().filter(Q(pk__in=feedback) | Q(company__in=companies) | Q(product__in=products))
    into = spoke.exclude(merged_into=None).values("merged_into")
    again = Feedback.objects.order_by().filter(merged_into__in=spoke.values("pk")).values("pk")
    own = Idea.objects.order_by().filter(pk__in=ideas).values_list("pk", "duplicate_of")
    said = (of_ideas(Insight.objects.standing().filter(feedback__in=some)) for some in (spoke.values("pk"), into, again))
    return own.union(of_ideas(Vote.objects.filter(company__in=companies)), *said)


def of_ideas(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The ideas of these insights or votes, each beside the one that it duplicates."""
    return rows.order_by().values_list("idea", "idea__duplicate_of")
