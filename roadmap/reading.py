"""What the roadmap adds to a feedback as one reads it: the insights made of its words, and the way to make more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from doors.panels import panel
from feedback.models import Feedback
from feedback.reading import Mark, marks, offer_linking
from feedback.rules import may_triage
from history.actor import Actor
from roadmap.models import Idea, Importance, Insight

offer_linking("roadmap:new_insight")


@marks
def insight_marks(ids: list[int], actor: Actor) -> dict[int, list[Mark]]:
    """The words that became insights, and for which ideas."""
    found: dict[int, list[Mark]] = {}
    rows = Insight.objects.visible_to(actor).standing().filter(feedback__in=ids).select_related("idea").order_by("start", "id")
    for row in rows:
        found.setdefault(row.feedback_id, []).append(Mark(row.start, row.end, f"{row.idea.key} {row.idea}"))
    return found


@panel("feedback-verbs", order=10)
def linking_verbs(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]]:
    """Link to an idea, or to a new one."""
    return "roadmap/_linking_verbs.html", {"feedback": feedback, "link_url": reverse("roadmap:new_insight", args=[feedback.pk])}


@panel("feedback", order=10)
def insights_panel(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]] | None:
    """The insights made of this feedback and of its duplicates."""
    actor = request.actor  # type: ignore[attr-defined]
    family = [feedback.pk, *(duplicate.pk for duplicate in feedback.duplicates.all())]
    rows = Insight.objects.visible_to(actor).standing().filter(feedback__in=family)
    insights = list(rows.select_related("idea__product", "made_by", "feedback__company").order_by("start", "id"))
    if not insights:
        return None
    context = {"feedback": feedback, "insights": insights, "importances": Importance.choices, "may": may_triage(actor, feedback)}
    return "roadmap/_insights_of_feedback.html", context


def ideas_found(actor: Actor, words: str, *, product_id: int | None = None) -> list[Idea]:
    """Current ideas that hold the words, or are the number typed; those of the feedback's own product first."""
    ideas = Idea.objects.visible_to(actor).current().select_related("product")
    number = words.upper().removeprefix("IDEA-")
    if number.isdigit() and len(number) < 19:
        ideas = ideas.filter(pk=int(number))
    else:
        for word in words.split()[:8]:
            ideas = ideas.filter(title__icontains=word)
    nearest = list(ideas.order_by("-id")[:40])
    return sorted(nearest, key=lambda idea: idea.product_id != product_id)[:8]
