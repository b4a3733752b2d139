"""A mark on ideas that wait: something that they depend on is not shipped. It names nothing that a reader might not see."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from roadmap.marks import Mark, marks
from roadmap.models import PATH, Idea, IdeaLink, Stage

AT_WORK = {str(stage) for stage in PATH} - {str(Stage.DONE)}


def with_waits(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """Ideas that know how many others they wait for, so that the mark need not ask once more for the one idea of a page."""
    waits = IdeaLink.objects.standing().filter(one=OuterRef("pk")).unshipped().order_by().annotate(_all=Value(1)).values("_all")
    return ideas.annotate(waits=Coalesce(Subquery(waits.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()))


@marks
def waiting(ideas: list[Idea]) -> dict[int, list[Mark]]:
    """Each idea that is still to come, with how many others it waits for."""
    coming = [idea for idea in ideas if idea.stage in AT_WORK]
    found = Counter({idea.pk: idea.waits for idea in coming if hasattr(idea, "waits")})
    if unknown := [idea.pk for idea in coming if idea.pk not in found]:
        found.update(IdeaLink.objects.standing().filter(one__in=unknown).unshipped().values_list("one", flat=True))
    return {pk: [Mark("Waits", "warn", f"Depends on {said(count)} not shipped yet")] for pk, count in found.items() if count}


def said(count: int) -> str:
    """So many ideas."""
    return "an idea that is" if count == 1 else f"{count} ideas that are"
