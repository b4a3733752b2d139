"""Webhooks: endpoints, and the log of what was sent to each."""

from __future__ import annotations

import json

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from history.actor import Role
from webhooks import actions
from webhooks.forms import ChangeEndpointForm, EndpointForm, initial_of
from webhooks.models import Endpoint, Message, MessageState
from webhooks.signing import secret_of


@door(Role.ADMIN)
def endpoint_list(request: HttpRequest) -> HttpResponse:
    """Every endpoint, how it stands, and what waits for it."""
    waiting = Count("messages", filter=Q(messages__state=MessageState.WAITING))
    failed = Count("messages", filter=Q(messages__state=MessageState.FAILED))
    rows = Endpoint.objects.visible_to(actor_of(request)).current().annotate(waiting_count=waiting, failed_count=failed)
    return page(request, "webhooks/endpoint_list.html", endpoints=rows)


@door(Role.ADMIN)
def new_endpoint(request: HttpRequest) -> HttpResponse:
    """Add an endpoint. Its secret is shown on the answer, and never again."""
    actor = actor_of(request)
    form = EndpointForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.add_endpoint(actor=actor, **form.cleaned_data))):
        return secret_shown(request, made)
    return page(request, "webhooks/endpoint_form.html", form=form, status=422 if form.is_bound else 200)


@door(Role.ADMIN)
def edit_endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Change where it is, or what it hears of."""
    found, actor = visible(request, pk), actor_of(request)
    form = ChangeEndpointForm(request.POST or None, actor=actor, initial=initial_of(found))
    if form.is_valid() and attempt(form, lambda: actions.change_endpoint(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {found}.")
        return redirect("webhooks:endpoint", pk=found.pk)
    return page(request, "webhooks/endpoint_form.html", form=form, found=found, status=422 if form.is_bound else 200)


def secret_shown(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    """The only page that shows a secret."""
    response = page(request, "webhooks/secret.html", endpoint=endpoint, secret=secret_of(endpoint.salt))
    response["Cache-Control"] = "no-store"
    return response


@door(Role.ADMIN)
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """How an endpoint stands, and the messages for it, newest first."""
    found = visible(request, pk)
    rows, state = found.messages.prefetch_related("attempts"), request.GET.get("state", "")
    if state in MessageState.values:
        rows = rows.filter(state=state)
    return page(
        request, "webhooks/endpoint.html", endpoint=found, messages_sent=paged(request, rows), state=state,
        states=MessageState.choices, failed=found.messages.filter(state=MessageState.FAILED).count(),
    )  # fmt: skip


@door(Role.ADMIN)
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """A message as it is sent, and each attempt."""
    found = find(Message.objects.visible_to(actor_of(request)).select_related("endpoint"), pk)
    body = json.dumps(json.loads(found.body), indent=2, ensure_ascii=False)
    return page(request, "webhooks/message.html", message=found, body=body, attempts=found.attempts.all())


@require_POST
@door(Role.ADMIN)
def rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an endpoint a new secret, shown on the answer."""
    return secret_shown(request, actions.rotate_secret(visible(request, pk), actor=actor_of(request)))


@require_POST
@door(Role.ADMIN)
def pausing(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it nothing for now; or let it go on."""
    found, actor = visible(request, pk), actor_of(request)
    if found.is_open:
        actions.pause_endpoint(found, actor=actor)
        toast(request, f"{found} is paused. What happens meanwhile waits for it.", undo=reverse("webhooks:pausing", args=[pk]))
    else:
        actions.resume_endpoint(found, actor=actor)
        toast(request, f"{found} goes on where it stopped.")
    return redirect("webhooks:endpoint", pk=pk)


@require_POST
@door(Role.ADMIN)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell it nothing any more."""
    found = actions.archive_endpoint(visible(request, pk), actor=actor_of(request))
    toast(request, f"Archived {found}.")
    return redirect("webhooks:endpoint_list")


@require_POST
@door(Role.ADMIN)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a test message sent."""
    made = actions.send_test(visible(request, pk), actor=actor_of(request))
    toast(request, "A test message is on its way. Load this page again to see what was answered.")
    return redirect("webhooks:message", pk=made.pk)


@require_POST
@door(Role.ADMIN)
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message once more."""
    found = find(Message.objects.visible_to(actor_of(request)).select_related("endpoint"), pk)
    actions.replay_message(found, actor=actor_of(request))
    toast(request, f"{found.name} is sent once more.")
    return redirect("webhooks:message", pk=pk)


@require_POST
@door(Role.ADMIN)
def replay_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """Send everything once more that failed."""
    count = actions.replay_failed(visible(request, pk), actor=actor_of(request))
    toast(request, f"{count} message{'' if count == 1 else 's'} sent once more.")
    return redirect("webhooks:endpoint", pk=pk)


def visible(request: HttpRequest, pk: int) -> Endpoint:
    """The endpoint, if the actor may see it."""
    return find(Endpoint.objects.visible_to(actor_of(request)).select_related("made_by"), pk)
