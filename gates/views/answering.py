"""What every form of the gates does: show itself, run its verb, say what was done, go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from doors.web import actor_of, attempt, find, page, toast
from gates.models import GateReview


def review_of(request: HttpRequest, pk: int) -> GateReview:
    """The review, if the actor may see it."""
    return find(GateReview.objects.visible_to(actor_of(request)).whole(), pk)


def room_url(review: GateReview) -> str:
    """The address of a review's page."""
    return reverse("gates:review", args=[review.pk])


def answer(
    request: HttpRequest,
    form: Form,
    verb: Callable[[], Any],
    *,
    said: str,
    back: str | Callable[[Any], str],
    heading: str,
    button: str,
    template: str = "gates/form.html",
    **context: Any,
) -> HttpResponse:
    """Run the verb for a form that is filled in rightly; show the form otherwise, with what was typed."""
    if form.is_bound and form.is_valid() and (done := attempt(form, verb)):
        toast(request, said)
        return redirect(back(done) if callable(back) else back)
    status = 422 if form.is_bound else 200
    return page(request, template, status=status, form=form, heading=heading, button=button, **context)


def pressed(request: HttpRequest, review: GateReview, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Run a verb that needs no words, and go back to the review."""
    verb(review, actor=actor_of(request))
    toast(request, said)
    return redirect(room_url(review))
