"""What pages of lower floors show of the portal: what is published of an idea, and what a customer wrote about it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from doors.panels import panel
from doors.web import actor_of
from feedback.models import Feedback
from history.actor import Role
from people.models import Product
from portal import rules
from portal.models import Publication, Submission
from portal.statuses import derived
from roadmap.models import Idea, Vote

SHOWN = 5


@panel("idea", order=30)
def on_the_portal(request: HttpRequest, idea: Idea) -> tuple[str, dict[str, Any]] | None:
    """What customers read of an idea, who voted and follows there, and what they added."""
    actor = actor_of(request)
    may = rules.may_publish(actor, idea)
    counted = Idea.objects.annotate(follower_count=Count("publication__followers"))
    found = counted.select_related("publication", "product__portal").get(pk=idea.pk)
    portal, publication = getattr(found.product, "portal", None), getattr(found, "publication", None)
    if publication is None and not (may and portal):
        return None
    context: dict[str, Any] = {"idea": idea, "portal": portal, "publication": publication, "may": may}
    context["follower_count"] = found.follower_count
    if publication is not None:
        said = Submission.objects.filter(publication=publication).select_related("contact__company", "feedback").order_by("-id")
        context |= {
            "status": derived([idea])[idea.pk], "said": said[:SHOWN], "said_count": said.count(),
            "vote_count": Vote.objects.standing().filter(idea=idea, given_by=None).count(),
        }  # fmt: skip
    return "portal/_idea_panel.html", context


@panel("feedback", order=5)
def about_what_is_published(request: HttpRequest, feedback: Feedback) -> tuple[str, dict[str, Any]] | None:
    """The idea that a customer wrote this about: a suggestion, for a colleague to link or not."""
    actor = actor_of(request)
    if feedback.channel != "portal":
        return None
    rows = Submission.objects.filter(feedback=feedback, publication__isnull=False).select_related("publication__idea")
    said = rows.filter(publication__idea__product__in=Product.objects.visible_to(actor)).first()
    if said is None or said.publication is None:
        return None
    idea = said.publication.idea
    is_linked = idea.insights.standing().filter(feedback=feedback).exists()
    return "portal/_feedback_panel.html", {
        "feedback": feedback, "idea": idea, "publication": said.publication, "is_linked": is_linked,
        "may": actor.has(Role.PRODUCT) and not is_linked,
    }  # fmt: skip


@panel("answer", order=50)
def told_on_the_portal(request: HttpRequest, answer: Any) -> tuple[str, dict[str, Any]] | None:
    """That whoever is answered follows the idea on the portal: mail tells them its status there anyhow."""
    if answer.contact_id is None or answer.idea_id is None:
        return None
    publication = Publication.objects.standing().filter(idea=answer.idea_id, followers__contact=answer.contact_id).first()
    return ("portal/_answer_panel.html", {"publication": publication}) if publication is not None else None
