"""Sources: write keys, and what each of them sends."""

from __future__ import annotations

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from usage import actions
from usage.forms import SourceForm
from usage.models import Source

SHOWN = 50


@door(Role.ADMIN)
def source_list(request: HttpRequest) -> HttpResponse:
    """Every source, and when it was last heard of."""
    rows = Source.objects.visible_to(actor_of(request)).select_related("product", "created_by")
    rows = rows.annotate(last_heard=Max("events__received_at")).order_by("revoked_at", "name", "id")[:200]
    return page(request, "usage/source_list.html", sources=rows)


@door(Role.ADMIN)
def new_source(request: HttpRequest) -> HttpResponse:
    """Make a source. Its key is shown on the answer, and never again."""
    actor = actor_of(request)
    form = SourceForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.make_source(actor=actor, **form.cleaned_data))):
        return key_shown(request, *made)
    return page(request, "usage/source_form.html", form=form, status=422 if form.is_bound else 200)


def key_shown(request: HttpRequest, source: Source, key: str) -> HttpResponse:
    """The only page that shows a key."""
    endpoint = request.build_absolute_uri("/").rstrip("/")
    response = page(request, "usage/key_made.html", source=source, key=key, endpoint=endpoint)
    response["Cache-Control"] = "no-store"
    return response


@never_cache
@door(Role.ADMIN)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """What a source sent last, and what of it could not be taken; the page asks again by itself."""
    found = find(Source.objects.visible_to(actor_of(request)).select_related("product", "created_by"), pk)
    events = found.events.select_related("user", "user__company").order_by("-pk")[:SHOWN]
    endpoint = request.build_absolute_uri("/").rstrip("/")
    return page(
        request,
        "usage/source.html",
        part="heard",
        source=found,
        events=events,
        rejects=found.rejects.all()[:SHOWN],
        endpoint=endpoint,
    )


@require_POST
@door(Role.ADMIN)
def key_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a source a new key."""
    found = find(Source.objects.visible_to(actor_of(request)), pk)
    return key_shown(request, *actions.rotate_key(found, actor=actor_of(request)))


@require_POST
@door(Role.ADMIN)
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take nothing from a source any more."""
    found = actions.revoke_source(find(Source.objects.visible_to(actor_of(request)), pk), actor=actor_of(request))
    toast(request, f"Revoked {found}. What it sent stays.")
    return redirect("usage:source", pk)
