"""Notifications: read, kept for later, and how one wants them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conversation import actions
from conversation.forms import PreferencesForm
from conversation.mailing import person_for
from conversation.models import Notice, NoticeKind
from conversation.views.comments import settled
from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from history.actor import Via, system
from history.telling import tell
from people.models import Organisation

A_PAGE = 30


@door()
def notices(request: HttpRequest) -> HttpResponse:
    """What one is told, newest first: what is unread, or all of it; of every kind, or of one."""
    actor = actor_of(request)
    shows_all, kind = request.GET.get("show") == "all", request.GET.get("kind", "")
    rows = Notice.objects.visible_to(actor).for_pages()
    rows = rows if shows_all else rows.unread()
    rows = rows.filter(kind=kind) if kind in NoticeKind.values else rows
    shown = paged(request, rows, A_PAGE)
    listed = [(notice, tell(notice.event, actor)) for notice in shown]
    return page(
        request, "conversation/notices.html", shown=shown, listed=listed, kinds=NoticeKind.choices, kind=kind, shows_all=shows_all
    )


@door()
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where it happened; it counts as read then."""
    actor = actor_of(request)
    found = actions.mark_read(mine(request, pk), actor=actor)
    return redirect(found.address or reverse("conversation:notices"))


def mine(request: HttpRequest, pk: int) -> Notice:
    """One of one's own notifications, of what one may see."""
    return find(Notice.objects.visible_to(actor_of(request)).select_related("person"), pk)


@require_POST
@door()
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Note it as read; sent with ``undo``, keep it for later."""
    found, actor = mine(request, pk), actor_of(request)
    address = reverse("conversation:reading", args=[pk])
    if request.POST.get("undo") or request.GET.get("undo"):
        actions.mark_unread(found, actor=actor)
        return settled(request, reverse("conversation:notices"), "Unread again.", undo=address)
    actions.mark_read(found, actor=actor)
    return settled(request, reverse("conversation:notices"), "Read.", undo=f"{address}?undo=1")


@require_POST
@door()
def reading_all(request: HttpRequest) -> HttpResponse:
    """Note everything as read, or everything of one kind; sent with ``undo`` and a moment, keep what was read at it."""
    actor, address = actor_of(request), reverse("conversation:notices")
    if "undo" in request.GET:
        kept = actions.keep_all(at=moment(request.GET["undo"]), actor=actor)
        return settled(request, address, f"{kept} unread again.")
    read = actions.mark_all_read(actor=actor, kind=request.POST.get("kind", ""))
    if not read.count:
        return settled(request, address, "There was nothing unread.")
    undo = f"{request.path}?{urlencode({'undo': read.at.isoformat()})}"
    return settled(request, address, f"{read.count} marked as read.", undo=undo)


def moment(said: str) -> datetime:
    """A moment of an address; an odd one is no address of ours."""
    try:
        found = parse_datetime(said)
    except ValueError:
        found = None
    if found is None or is_naive(found):
        raise Http404
    return found


@door()
def preferences(request: HttpRequest) -> HttpResponse:
    """How one wants to be told of each kind of thing."""
    actor = actor_of(request)
    form = PreferencesForm(request.POST or None, actor=actor, initial=actions.preferences_of(actor.person))
    if form.is_valid() and attempt(form, lambda: actions.prefer(form.cleaned_data, actor=actor)):
        toast(request, "Saved.")
        return redirect("conversation:preferences")
    return page(request, "conversation/preferences.html", form=form, status=422 if form.is_bound else 200)


# A mail program that unsubscribes in one click has no form of ours to carry a token; the signed address stands for it.
@csrf_exempt
@door(public="a colleague stops mail by the signed link in it, signed in or not")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more mail: one press, or the mail program's own button."""
    person: Any = person_for(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.stop_mail(person, actor=system("a link in a mail", via=Via.LINK))
    is_stopped = not {"mail", "digest"} & set(actions.preferences_of(person).values())
    return page(request, "conversation/stop.html", is_stopped=is_stopped, organisation=Organisation.objects.first())
