"""Who had asked for an idea by an origin: shown beside its projection, and never mixed into it unasked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from history.canonical import plain_value
from pqls.facts import Past
from roadmap.figures import of_idea
from roadmap.models import Idea, Insight, Vote


def demand_of(idea: Idea, at: datetime) -> dict[str, Any]:
    """Feedback, votes, companies and their revenue as they were at a moment; what was said or taken back later does not count."""
    said = standing_at(Insight.objects.filter(idea__in=of_idea(idea.pk), made_at__lt=at), at)
    votes = standing_at(Vote.objects.filter(idea__in=of_idea(idea.pk), at__lt=at), at)
    companies = {*said.values_list("feedback__company", flat=True), *votes.values_list("company", flat=True)} - {None}
    facts = Past(at).at(at, companies).values() if companies else ()
    return plain_value(
        {
            "feedback": said.values("feedback").distinct().count(), "votes": votes.values("company").distinct().count(),
            "companies": len(companies), "arr": sum((one.arr for one in facts if one.arr is not None), Decimal()),
        }
    )  # fmt: skip


def standing_at(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Of some rows those that had not been taken back at a moment."""
    return rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=at)).order_by()
