"""Suggestions beside a feedback: asked for apart from its words, refused, and taken up."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, asks_for_part, find, page, toast
from feedback.actions import edit_feedback
from feedback.events import FeedbackEvent
from feedback.models import Feedback
from feedback.rules import may_triage
from feedback.views.answers import done, undo_address, undone
from history.actor import Role
from matching import actions
from matching.suggesting import company_for, suggest
from matching.text import embedder
from roadmap.models import Idea


def read(request: HttpRequest, pk: int) -> Any:
    """The feedback that suggestions are for."""
    rows = Feedback.objects.visible_to(actor_of(request)).select_related("company", "contact", "product")
    return find(rows.annotate(has_duplicates=Exists(Feedback.objects.filter(merged_into=OuterRef("pk")))), pk)


@never_cache
@door()
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """What is suggested for a feedback; a page of its own where no script asks for the part."""
    return shown(request, read(request, pk))


def shown(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    """The suggestions as they are now."""
    actor = actor_of(request)
    return page(
        request, "matching/_suggestions.html" if asks_for_part(request) else "matching/suggestions.html", feedback=feedback,
        found=suggest(feedback, actor=actor), may_triage=may_triage(actor, feedback), missing=embedder.missing(),
        has_duplicates=feedback.has_duplicates,
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def refusal(request: HttpRequest, pk: int, idea_pk: int) -> HttpResponse:
    """Not this one; sent with ``undo``, suggest it again after all."""
    actor, feedback = actor_of(request), read(request, pk)
    idea = find(Idea.objects.visible_to(actor), idea_pk)
    undo = reverse("matching:refusal", args=[pk, idea_pk]) + "?undo=1"
    if not request.GET.get("undo"):
        actions.refuse_suggestion(feedback, idea, actor=actor)
        toast(request, f"{idea.key} is not suggested for {feedback.key} any more.", undo=undo)
        return shown(request, feedback)
    actions.withdraw_refusal(feedback, idea, actor=actor)
    if getattr(request, "htmx", False) and request.htmx.target == "suggestions":  # type: ignore[attr-defined]
        return shown(request, feedback)
    return undone(request, [feedback], "Undone.")


@require_POST
@door(Role.PRODUCT)
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up the company that an e-mail address names."""
    actor, feedback = actor_of(request), read(request, pk)
    named = company_for(feedback, actor)
    if named is None:
        raise Http404
    edit_feedback(feedback, actor=actor, version=feedback.version, company=named)
    return done(
        request, [feedback], f"{feedback.key} is from {named}.", undo=undo_address(actor, [feedback], FeedbackEvent.EDITED)
    )
