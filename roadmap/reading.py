"""What the roadmap adds to a feedback as one reads it: the insights made of its words, and the way to make more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from doors.panels import panel
from doors.search import ranked, search
from doors.web import actor_of
from feedback.models import Feedback
from feedback.reading import Mark, linking_address, marks, offer_linking
from feedback.rules import may_triage
from history.actor import Actor
from roadmap.models import Idea, Importance, Insight

SHOWN = 8

offer_linking("roadmap:new_insight")


def insights_of(rows: Sequence[Feedback], actor: Actor) -> list[Insight]:
    """The standing insights of feedback that somebody may see, in the order of its words.

    They are noted with each, so that everything on a page that tells of them reads them once.
    """
    unread = [row for row in rows if getattr(row, "read_by", None) != actor]
    found: dict[int, list[Insight]] = {row.pk: [] for row in unread}
    told = Insight.objects.visible_to(actor).standing().filter(feedback__in=list(found)).order_by("start", "id")
    for insight in told.select_related("idea__product", "idea__own_stage", "made_by", "feedback__company"):
        found[insight.feedback_id].append(insight)
    for row in unread:
        row.read_by, row.read_insights = actor, found[row.pk]  # type: ignore[attr-defined]
    return [insight for row in rows for insight in row.read_insights]  # type: ignore[attr-defined]


@marks
def insight_marks(rows: list[Feedback], actor: Actor) -> dict[int, list[Mark]]:
    """The words that became insights, and for which ideas."""
    found: dict[int, list[Mark]] = {}
    for row in insights_of(rows, actor):
        found.setdefault(row.feedback_id, []).append(Mark(row.start, row.end, f"{row.idea.key} {row.idea}", f"words-{row.pk}"))
    return found


@panel("feedback-verbs", order=10)
def linking_verbs(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]]:
    """Link to an idea, or to a new one."""
    return "roadmap/_linking_verbs.html", {"feedback": feedback, "link_url": reverse("roadmap:new_insight", args=[feedback.pk])}


@panel("feedback", order=10)
def insights_panel(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]] | None:
    """The insights made of this feedback and of its duplicates."""
    actor = request.actor  # type: ignore[attr-defined]
    insights = sorted(insights_of([feedback, *feedback.duplicates.all()], actor), key=lambda one: (one.start, one.pk))
    if not insights:
        return None
    context = {"feedback": feedback, "insights": insights, "importances": Importance.choices, "may": may_triage(actor, feedback)}
    return "roadmap/_insights_of_feedback.html", context


@panel("interview", order=10)
def insights_beside(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]]:
    """The insights made of an interview so far, in the order of its words, and the way to make more."""
    actor = actor_of(request)
    context = {
        "feedback": feedback, "insights": insights_of([feedback], actor),
        "importances": Importance.choices, "may": may_triage(actor, feedback), "link_url": linking_address(feedback.pk),
    }  # fmt: skip
    return "roadmap/panels/interview.html", context


def ideas_found(actor: Actor, words: str, *, product_id: int | None = None) -> list[Idea]:
    """Current ideas that are the number typed, or hold the words: in the title first, then anywhere in the canvas.

    Among each, those of the feedback's own product come first.
    """
    ideas = Idea.objects.visible_to(actor).current().select_related("product", "own_stage")
    number = words.upper().removeprefix("IDEA-")
    if number.isdigit() and len(number) < 19:
        return list(ideas.filter(pk=int(number)))
    titled = ideas
    for word in words.split()[:8]:
        titled = titled.filter(title__icontains=word)
    nearest = own_first(titled.order_by("-id")[:40], product_id)[:SHOWN]
    if len(nearest) < SHOWN and words:
        others = ranked(search(ideas, words).exclude(pk__in=[idea.pk for idea in nearest]), words)
        nearest += own_first(others[:40], product_id)[: SHOWN - len(nearest)]
    return nearest


def own_first(ideas: Iterable[Idea], product_id: int | None) -> list[Idea]:
    """The same ideas, those of this product before the others."""
    return sorted(ideas, key=lambda idea: idea.product_id != product_id)
