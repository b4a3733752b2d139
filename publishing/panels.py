"""What pages of lower floors show: which card a reader wrote about, and where an initiative is told."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse

from doors.panels import ask_along, may_have, panel
from doors.papers import FORMS
from doors.web import actor_of
from feedback.models import Feedback
from publishing.models import Card, Reaction, RoadmapView
from roadmap.models import Idea, Initiative

ask_along("feedback", has_reaction=Exists(Reaction.objects.filter(feedback=OuterRef("pk"), card__isnull=False)))


@panel("feedback", order=6)
def about_a_card(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]] | None:
    """The card of a published roadmap that these words are about, and its ideas, to be linked or not."""
    if not may_have(feedback, "has_reaction"):
        return None
    reaction = Reaction.objects.filter(feedback=feedback, card__isnull=False).select_related("card__initiative").first()
    if reaction is None or reaction.card is None:
        return None
    seen = Initiative.objects.visible_to(actor_of(request)).filter(pk=reaction.card.initiative_id).first()
    if seen is None:
        return None
    return "publishing/panels/feedback.html", {"card": reaction.card, "initiative": seen, "ideas": list(seen.ideas.all()[:5])}


@panel("initiative", order=60)
def told_where(request: HttpRequest, initiative: Initiative) -> tuple[str, dict[str, Any]] | None:
    """The views in which an initiative has words of its own."""
    views = RoadmapView.objects.visible_to(actor_of(request)).current()
    cards = list(Card.objects.filter(initiative=initiative, view__in=views).select_related("view"))
    return ("publishing/panels/initiative.html", {"cards": cards}) if cards else None


@panel("board-menu", order=10)
def views_of_it(request: HttpRequest, chosen: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The way to the views of the roadmap."""
    return "publishing/panels/board_menu.html", {}


def forms_at(address: str, asked: str = "") -> tuple[str, dict[str, Any]]:
    """The forms in which a paper can be had, from the address of its first one."""
    forms = [(form, f"{label} to send") for form, (label, _, _) in FORMS.items()]
    return "publishing/panels/files.html", {"address": address.removesuffix("pdf/"), "forms": forms, "asked": asked}


@panel("board-menu", order=20)
def board_files(request: HttpRequest, chosen: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The board as a file."""
    return forms_at(reverse("publishing:roadmap_file", args=["pdf"]), request.GET.urlencode())


@panel("portfolio-menu")
def portfolio_files(request: HttpRequest, chosen: None) -> tuple[str, dict[str, Any]]:
    """The portfolio as a file."""
    return forms_at(reverse("publishing:portfolio_file", args=["pdf"]))


@panel("objectives-menu")
def objectives_files(request: HttpRequest, cycle: Any) -> tuple[str, dict[str, Any]]:
    """The objectives as a file."""
    return forms_at(reverse("publishing:objectives_file", args=["pdf"]), f"cycle={cycle.pk}" if cycle is not None else "")


@panel("idea-menu")
def idea_files(request: HttpRequest, idea: Idea) -> tuple[str, dict[str, Any]]:
    """An idea as a file."""
    return forms_at(reverse("publishing:idea_file", args=[idea.pk, "pdf"]))
