"""What the idea's page shows: the words, who said them, companies, deals, votes, and how each figure was made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from doors.panels import render_panels
from history import clock
from history.actor import Actor
from roadmap import rules
from roadmap.figures import Evidence
from roadmap.marks import marks_of
from roadmap.models import PATH, Idea, Importance, Initiative

SECTIONS = {
    "problem": ("Problem", "Who has it, how often, and what it costs them."),
    "value": ("Value if solved", "What they, and we, would gain."),
    "hypothesis": ("Hypothesis", "We believe that … for … will …; we will know when …"),
    "target_outcomes": ("Target outcomes", "What will be different, measurably, and by when one can tell."),
    "actual_outcomes": ("Actual outcomes", "What really came of it, once it is out."),
}
SHOWN = 12
MOST = 500
TONES = {Importance.CRITICAL: "bad", Importance.IMPORTANT: "accent", Importance.NICE_TO_HAVE: "", Importance.NOT_IMPORTANT: ""}


def idea_page(request: HttpRequest, idea: Idea, evidence: Evidence) -> dict[str, Any]:
    """Everything on the page of one idea, as far as the reader may see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    limit = MOST if request.GET.get("all") else SHOWN
    return {
        "idea": idea,
        "may": rules.may_shape(actor, idea.product),
        "may_vote": rules.may_vote(actor, idea),
        "marks": marks_of([idea])[idea.pk],
        "path": PATH,
        "duplicates": idea.duplicates.order_by("id")[:MOST],
        "initiatives": Initiative.objects.visible_to(actor).filter(ideas=idea).order_by("-id")[:MOST],
        "features": idea.features.all(),
        "panels": render_panels("idea", request, idea),
        "canvas": [{"section": name, "named": named, "text": getattr(idea, name)} for name, named in SECTIONS.items()],
        "as_of": clock.now(),
        "made": how_made(idea),
        **evidence_of(idea, evidence, limit),
    }


def evidence_of(idea: Any, evidence: Evidence, limit: int) -> dict[str, Any]:
    """The rows of evidence behind an idea that carries its figures; the most telling first."""
    said = evidence.insights(idea.pk).select_related("feedback__company", "feedback__contact", "made_by", "idea")
    insights = list(said.order_by("-importance", "-id")[:limit])
    for insight in insights:
        insight.tone = TONES[Importance(insight.importance)]  # type: ignore[attr-defined]
    return {
        "insights": insights,
        "companies": list(evidence.companies(idea.pk).order_by("-arr", "name")[:limit]),
        "deals": list(evidence.deals(idea.pk).select_related("feedback__company").order_by("-amount", "-id")[:limit]),
        "votes": list(evidence.votes(idea.pk).select_related("company", "contact", "given_by", "idea").order_by("-id")[:limit]),
        "shows_all": limit == MOST,
        "is_cut": max(idea.insight_count, idea.company_count, idea.deal_count, idea.vote_count) > limit,
    }


def how_made(idea: Any) -> dict[str, dict[str, Any]]:
    """How each roll-up of an idea that carries its figures came about."""
    spoke = idea.spoke_count
    companies = [
        ("Said it, in standing insights", spoke),
        ("Voted", idea.vote_count),
        ("Did both", spoke + idea.vote_count - idea.company_count),
    ]
    return {
        "companies": {
            "inputs": companies, "formula": "those that said it + those that voted − those that did both",
            "words": "Every company once, however often it spoke. Feedback merged into another brings its company along; "
            "what was said for a duplicate of this idea counts here.",
        },
        "arr": {
            "inputs": [("Companies", idea.company_count)], "formula": "sum of the ARR of these companies",
            "words": "The ARR on each company's record today, once a company.",
        },
        "deals": {
            "inputs": [("Open deals", idea.deal_count)], "formula": "sum of the amounts of open deals",
            "words": "Deals of requests that an insight here quotes, neither won nor lost. "
            "The same deal in a merged request counts once.",
        },
        "insights": {
            "inputs": [("Insights", idea.insight_count), ("Feedback they quote", idea.feedback_count)],
            "formula": "standing insights on this idea and its duplicates",
            "words": "Only what you may see. Withdrawn insights do not count; merged feedback counts as one.",
        },
    }  # fmt: skip
