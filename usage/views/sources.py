"""Sources: write keys, and what each of them sends."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from usage import actions
from usage.forms import ArrivalFilter, SourceForm
from usage.models import Source

SHOWN = 50


@door(Role.ADMIN)
def source_list(request: HttpRequest) -> HttpResponse:
    """Every source, and when it was last heard of."""
    rows = Source.objects.visible_to(actor_of(request)).select_related("product", "created_by")
    return page(request, "usage/source_list.html", sources=rows.order_by("revoked_at", "name", "id")[:200])


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
    """What a source sent last, item by item, and what of it could not be taken; the page asks again by itself."""
    actor = actor_of(request)
    found = find(Source.objects.visible_to(actor).select_related("product", "created_by"), pk)
    form = ArrivalFilter(request.GET, actor=actor)
    arrivals = [(one, readable(one.raw)) for one in form.rows(found.arrivals.all())[:SHOWN]]
    refused = found.arrivals.filter(is_refused=True).count()
    endpoint = request.build_absolute_uri("/").rstrip("/")
    return page(
        request, "usage/source.html", part="heard" if asks_again(request) else "", source=found, form=form,
        arrivals=arrivals, refused=refused,
        chosen=form.chosen(), is_paused=found.is_revoked or "paused" in request.GET, endpoint=endpoint,
    )  # fmt: skip


def asks_again(request: HttpRequest) -> bool:
    """Whether the list asks for itself anew; a filter asks for the page around it."""
    return bool(request.htmx) and request.htmx.target == "heard"  # type: ignore[attr-defined]


def readable(raw: str) -> str:
    """An item line by line; one that was cut off as it stands."""
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False).encode(errors="replace").decode()
    except ValueError:
        return f"{raw}…"


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
