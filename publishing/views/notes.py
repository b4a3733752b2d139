"""The web door of release notes."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from history import clock
from history.actor import Role
from publishing import actions, rules
from publishing.forms import NewNotesForm, NotesForm
from publishing.models import ReleaseNotes


def visible(request: HttpRequest, pk: int) -> ReleaseNotes:
    """The notes, if one may see them; a draft is for those who write it."""
    found = find(ReleaseNotes.objects.visible_to(actor_of(request)).select_related("product", "published_by"), pk)
    if found.published_at is None and not actor_of(request).has(Role.PRODUCT):
        raise Http404
    return found


@door()
def notes_list(request: HttpRequest) -> HttpResponse:
    """Release notes, the newest first."""
    actor = actor_of(request)
    rows = ReleaseNotes.objects.visible_to(actor).select_related("product")
    rows = rows if actor.has(Role.PRODUCT) else rows.published()
    return page(request, "publishing/notes_list.html", rows=paged(request, rows, 30), may=rules.may_publish(actor, None))


@door()
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """One set of notes."""
    found = visible(request, pk)
    initiatives = found.initiatives.order_by("title")
    may = rules.may_publish(actor_of(request), found.product)
    return page(request, "publishing/notes.html", notes=found, initiatives=initiatives, may=may)


@door(Role.PRODUCT)
def new_notes(request: HttpRequest) -> HttpResponse:
    """Draft notes of what was completed between two days."""
    actor, first = actor_of(request), {"since": clock.today() - timedelta(days=30), "until": clock.today()}
    form = NewNotesForm(request.POST or None, actor=actor, initial=first)
    if form.is_valid() and (made := attempt(form, lambda: actions.draft_notes(actor=actor, **form.cleaned_data))):
        toast(request, "A draft is there. Read it, and mend its words.")
        return redirect("publishing:notes", made.pk)
    return page(
        request, "roadmap/form.html", form=form, heading="Draft release notes", button="Draft",
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@door(Role.PRODUCT)
def edit_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words."""
    found, actor = visible(request, pk), actor_of(request)
    first = {"title": found.title, "text": found.text, "version": found.version}
    form = NotesForm(request.POST or None, actor=actor, initial=first)
    if form.is_valid() and attempt(form, lambda: actions.edit_notes(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved.")
        return redirect("publishing:notes", pk)
    return page(
        request, "roadmap/form.html", form=form, heading="Edit the notes", button="Save", status=422 if form.is_bound else 200
    )


@require_POST
@door(Role.PRODUCT)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the notes."""
    found = actions.publish_notes(visible(request, pk), actor=actor_of(request))
    toast(request, f"“{found}” is published.", undo=reverse("publishing:notes_withdrawal", args=[pk]))
    return redirect("publishing:notes", pk)


@require_POST
@door(Role.PRODUCT)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take them back to a draft."""
    found = actions.withdraw_notes(visible(request, pk), actor=actor_of(request))
    toast(request, f"“{found}” is a draft again.")
    return redirect("publishing:notes", pk)


@require_POST
@door(Role.PRODUCT)
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail them to those who asked."""
    sent = actions.send_notes(visible(request, pk), actor=actor_of(request))
    toast(request, f"Mailed to {len(sent)} who asked. Nobody is told twice.")
    return redirect("publishing:notes", pk)
