"""Who had asked for an idea by an origin: shown beside its projection, and mixed into it only where that has told something.

Which idea a feature came from is taken as it is linked today: it says what was asked for, not what came of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from history.canonical import plain_value
from pqls.facts import Past
from roadmap.figures import of_idea
from roadmap.models import Idea, Insight, Vote

AGAIN_AT = Greatest("made_at", "feedback__duplicates__said_at")
"""When somebody is known to have asked whose words were merged into others that are linked."""


def demand_of(idea: Idea, at: datetime) -> dict[str, Any]:
    """Feedback, votes, companies and their revenue as they were at a moment; what was said or taken back later does not count."""
    said = standing_at(Insight.objects.filter(idea__in=of_idea(idea.pk), made_at__lt=at), at)
    votes = standing_at(Vote.objects.filter(idea__in=of_idea(idea.pk), at__lt=at), at)
    again = said.filter(feedback__duplicates__said_at__lt=at).values_list("feedback__duplicates__company", flat=True)
    companies = {*said.values_list("feedback__company", flat=True), *again, *votes.values_list("company", flat=True)} - {None}
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


def asked_before(moments: Mapping[int, datetime], idea: Idea | None = None) -> dict[int, int]:
    """How many companies had asked by its moment for what each feature came from, of features (by id) that came from an idea.

    ``idea`` counts for each of them, linked or not. What was taken back later still counted then.
    """
    of: dict[int, set[int]] = defaultdict(set)
    for feature, pk in Idea.features.through.objects.filter(feature__in=moments).values_list("feature", "idea"):
        of[feature].add(pk)
    if idea is not None:
        for feature in moments:
            of[feature].add(idea.pk)
    wanted = set().union(*of.values())
    twins = dict(Idea.objects.order_by().filter(duplicate_of__in=wanted).values_list("pk", "duplicate_of")) if wanted else {}
    spoke: dict[int, list[tuple[int, datetime, datetime | None]]] = defaultdict(list)
    insights = Insight.objects.filter(idea__in=[*wanted, *twins]).order_by()
    words, again = insights.exclude(feedback__company=None), insights.exclude(feedback__duplicates__company=None)
    votes = Vote.objects.filter(idea__in=[*wanted, *twins]).exclude(company=None).order_by()
    for pk, company, at, withdrawn in (
        *words.values_list("idea", "feedback__company", "made_at", "withdrawn_at"),
        *again.values_list("idea", "feedback__duplicates__company", AGAIN_AT, "withdrawn_at"),
        *votes.values_list("idea", "company", "at", "withdrawn_at"),
    ):
        for one in {pk, twins.get(pk) or pk}:
            spoke[one].append((company, at, withdrawn))
    return {
        feature: len(
            {
                company for pk in ideas for company, at, withdrawn in spoke[pk]
                if at < moments[feature] and (withdrawn is None or withdrawn >= moments[feature])
            }
        )
        for feature, ideas in of.items()
    }  # fmt: skip
