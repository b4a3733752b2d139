"""What the idea's page shows: the words, who said them, companies, deals, votes, and how each figure was made."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from doors.formats import money
from doors.panels import render_panels
from history import clock
from history.actor import Actor
from roadmap import rules
from roadmap.figures import Evidence
from roadmap.later import OF_IDEA, laters_of
from roadmap.marks import marks_of
from roadmap.models import PATH, Idea, IdeaMerge, Importance, Initiative, OwnStage
from roadmap.weights import STEPS, weighed

SECTIONS = {
    "problem": ("Problem", "Who has it, how often, and what it costs them."),
    "value": ("Value if solved", "What they, and we, would gain."),
    "hypothesis": ("Hypothesis", "We believe that … for … will …; we will know when …"),
    "target_outcomes": ("Target outcomes", "What will be different, measurably, and by when one can tell."),
    "actual_outcomes": ("Actual outcomes", "What really came of it, once it is out."),
    "notes": ("Functional notes", "What it does and does not do, in as much detail as those who build it need."),
}
SHOWN = 12
MOST = 500
TONES = {Importance.CRITICAL: "bad", Importance.IMPORTANT: "accent", Importance.NICE_TO_HAVE: "", Importance.NOT_IMPORTANT: ""}


def idea_page(request: HttpRequest, idea: Idea, evidence: Evidence) -> dict[str, Any]:
    """Everything on the page of one idea, as far as the reader may see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    limit = MOST if request.GET.get("all") else SHOWN
    split = getattr(idea, "split", None)
    return {
        "idea": idea,
        "may": rules.may_shape(actor, idea.product),
        "may_vote": rules.may_vote(actor, idea),
        "marks": marks_of([idea])[idea.pk],
        "path": path_of(idea),
        "split": split if split is not None and split.undone_at is None else None,
        "merge": merges_of(idea).first() if idea.duplicate_of_id else None,
        "initiatives": Initiative.objects.visible_to(actor).filter(ideas=idea).order_by("-id")[:MOST],
        "features": idea.features.all(),
        "laters": laters_of("idea", OF_IDEA, idea.pk),
        "menu_panels": render_panels("idea-menu", request, idea),
        "canvas": [{"section": name, "named": named, "text": getattr(idea, name)} for name, named in SECTIONS.items()],
        "as_of": clock.now(),
        "made": how_made(idea),
        **evidence_of(idea, evidence, limit),
    }


def path_of(idea: Idea) -> list[dict[str, Any]]:
    """The stages of work that the idea goes through, as its product calls them, and which of them it is in."""
    if not idea.own_stage_id:
        return [{"label": step.label, "is_here": step == idea.stage} for step in PATH]
    own = [stage for stage in OwnStage.objects.of(idea.product_id) if stage.kind in PATH]
    return [{"label": stage.name, "is_here": stage.pk == idea.own_stage_id} for stage in own]


def merges_of(idea: Any) -> QuerySet[IdeaMerge]:
    """The standing merge of an idea into another, if there is one."""
    return IdeaMerge.objects.standing().filter(gone=idea)


def evidence_of(idea: Any, evidence: Evidence, limit: int) -> dict[str, Any]:
    """The rows of evidence behind an idea that carries its figures; the most telling first."""
    who = ("feedback__company", "feedback__contact", "feedback__interview")
    said = evidence.insights(idea.pk).select_related(*who, "made_by", "idea")
    insights = list(said.order_by("-importance", "-id")[:limit])
    for insight in insights:
        insight.tone = TONES[Importance(insight.importance)]  # type: ignore[attr-defined]
    return {
        "insights": insights,
        "companies": list(weighed(evidence, idea.pk).order_by("-points", "-arr", "name")[:limit]) if idea.company_count else [],
        "deals": list(evidence.deals(idea.pk).select_related("feedback__company").order_by("-amount", "-id")[:limit])
        if idea.deal_count
        else [],
        "votes": list(evidence.votes(idea.pk).select_related("company", "contact", "given_by", "idea").order_by("-id")[:limit])
        if idea.vote_count
        else [],
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
        "weight": {
            "inputs": [("Companies", idea.company_count), ("Weight", idea.weight)],
            "formula": "sum over the companies of importance × size",
            "words": "Each company once. Importance is the highest of its insights, 0 to 3; a vote alone counts 1. "
            "Size is 1, and "
            + ", ".join(f"{size} from {money(least)}" for least, size in reversed(STEPS))
            + ", by its ARR plus the largest open deal of its that hangs on this idea.",
        },
        "insights": {
            "inputs": [("Insights", idea.insight_count), ("Feedback they quote", idea.feedback_count)],
            "formula": "standing insights on this idea and its duplicates",
            "words": "Only what you may see. Withdrawn insights do not count; merged feedback counts as one.",
        },
    }  # fmt: skip
