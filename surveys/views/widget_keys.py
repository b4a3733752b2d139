"""Where the widget may be used: its keys, the lines to copy, and how it looks."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from feedback.events import FeedbackEvent
from feedback.models import Feedback
from feedback.views.answers import done, undo_address
from history.actor import Role
from people.models import Product
from surveys import actions, rules
from surveys.forms import WidgetKeyForm
from surveys.kinds import SCALES, SurveyKind
from surveys.models import Survey, WidgetKey
from surveys.widget.views import asked


def visible(request: HttpRequest, pk: int) -> WidgetKey:
    """The key, if one may see it."""
    return find(WidgetKey.objects.visible_to(actor_of(request)).select_related("product", "created_by"), pk)


@door(*rules.KEEPERS)
def widget_key_list(request: HttpRequest) -> HttpResponse:
    """Every key, and the sites where it is good."""
    keys = WidgetKey.objects.visible_to(actor_of(request)).select_related("product", "created_by")
    return page(request, "surveys/widget_key_list.html", keys=keys.order_by("revoked_at", "name", "id")[:200])


@door(*rules.KEEPERS)
def new_widget_key(request: HttpRequest) -> HttpResponse:
    """Make a key for a product and its sites."""
    actor = actor_of(request)
    form = WidgetKeyForm(request.POST or None, actor=actor, is_new=True)
    if form.is_valid() and (made := attempt(form, lambda: actions.make_widget_key(actor=actor, **form.values()))):
        toast(request, f"Made {made}. Copy its line into your product.")
        return redirect("surveys:widget_key", made.pk)
    return page(request, "surveys/widget_key_form.html", form=form, status=422 if form.is_bound else 200)


@door(*rules.KEEPERS)
def widget_key(request: HttpRequest, pk: int) -> HttpResponse:
    """One key: the line to copy, where it is good, and the widget to try."""
    found, actor = visible(request, pk), actor_of(request)
    first = {
        "name": found.name,
        "origins": "\n".join(found.origins),
        "version": found.version,
        "requires_signature": found.requires_signature,
    }
    form = WidgetKeyForm(request.POST or None, actor=actor, is_new=False, initial=first)
    if form.is_valid() and attempt(form, lambda: actions.change_widget_key(found, actor=actor, **form.values())):
        toast(request, "Saved.")
        return redirect("surveys:widget_key", pk)
    return page(
        request, "surveys/widget_key.html", form=form, widget_key=found, endpoint=request.build_absolute_uri("/").rstrip("/"),
        samples=samples(found.product), status=422 if form.is_bound else 200,
    )  # fmt: skip


def samples(product: Product) -> list[tuple[str, str]]:
    """A survey of each kind as the widget would ask it, to be tried."""
    kinds = [(kind, SCALES[kind]) for kind in SurveyKind]
    drafts = [
        Survey(kind=kind, question=scale.question.format(product=product.name), follow_up=scale.follow_up)
        for kind, scale in kinds
    ]
    return [(draft.get_kind_display(), json.dumps(asked(draft))) for draft in drafts]


@require_POST
@door(*rules.KEEPERS)
def widget_key_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a key."""
    actions.rotate_widget_key(visible(request, pk), actor=actor_of(request))
    toast(request, "The key is replaced, and the old one has stopped. Copy the new line into your product.")
    return redirect("surveys:widget_key", pk)


@require_POST
@door(*rules.KEEPERS)
def widget_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the secret that users are signed with, or replace it; this page is the only one that shows it."""
    key = actions.rotate_widget_secret(visible(request, pk), actor=actor_of(request))
    answer = page(request, "surveys/widget_secret.html", widget_key=key, secret=key.secret)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@door(Role.PRODUCT)
def belief(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a page at its word."""
    actor = actor_of(request)
    found = find(Feedback.objects.visible_to(actor).exclude(widget_claim=None).select_related("widget_claim"), pk)
    feedback = actions.believe_claim(found.widget_claim, actor=actor)
    who = feedback.contact or feedback.company
    return done(request, [feedback], f"{feedback.key} is of {who}.", undo=undo_address(actor, [feedback], FeedbackEvent.EDITED))


@require_POST
@door(*rules.KEEPERS)
def widget_key_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a key be used nowhere any more."""
    revoked = actions.revoke_widget_key(visible(request, pk), actor=actor_of(request))
    toast(request, f"Revoked {revoked}. What came through it stays.")
    return redirect("surveys:widget_key", pk)
