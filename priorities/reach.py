"""How many companies use the features that an idea shows in: reach that nobody has to estimate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from roadmap.models import Idea
from usage.overview import companies_lately

LATELY = timedelta(days=90)


def companies_using(ideas: Iterable[Idea]) -> dict[int, int]:
    """Idea's id to the number of companies that used its features in the last 90 days; ideas without a feature are left out."""
    of_idea: dict[int, set[int]] = defaultdict(set)
    links = Idea.features.through.objects.filter(idea__in=[one.pk for one in ideas])
    for idea, feature in links.values_list("idea", "feature"):
        of_idea[idea].add(feature)
    used = companies_lately({pk for some in of_idea.values() for pk in some}, LATELY) if of_idea else {}
    return {idea: len(set().union(*(used.get(pk, set()) for pk in some))) for idea, some in of_idea.items()}
