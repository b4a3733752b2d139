"""Comments: written, answered, put right, taken back, settled; and who follows."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from conversation import actions
from conversation.forms import CommentForm, EditForm
from conversation.mentions import with_handles
from conversation.models import Comment
from conversation.reading import conversation_on
from conversation.topics import readers_of, topic_named
from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast

OFFERED = 8


def record_at(request: HttpRequest, topic: str, pk: int) -> Any:
    """The record that an address names, if the actor may see it."""
    known = topic_named(topic)
    if known is None:
        raise Http404
    return find(known.visible_to(actor_of(request)), pk)


def comment_at(request: HttpRequest, pk: int) -> Comment:
    """A comment that the actor may read."""
    return find(Comment.objects.visible_to(actor_of(request)).select_related("author", "resolved_by", "reply_to"), pk)


def settled(request: HttpRequest, address: str, text: str, undo: str = "") -> HttpResponse:
    """Say what was done; a page that asked by htmx renews itself, a plain one goes back to the record."""
    toast(request, text, undo=undo)
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"renew": "", "close-dialog": ""})})
    return redirect(address)


@door()
def comments(request: HttpRequest, topic: str, pk: int) -> HttpResponse:
    """The conversation about a record, by itself; posted to, it begins a thread."""
    actor, record = actor_of(request), record_at(request, topic, pk)
    return written(request, record, lambda text: actions.write_comment(record, text=text, actor=actor))


@door()
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in a thread."""
    comment = comment_at(request, pk)
    actor = actor_of(request)
    return written(request, comment.record, lambda text: actions.reply(comment, text=text, actor=actor), thread=comment)


def written(request: HttpRequest, record: Any, verb: Any, thread: Comment | None = None) -> HttpResponse:
    """Take what was typed. What cannot be said comes back as it was typed, with the reason."""
    form = CommentForm(request.POST or None, actor=actor_of(request))
    if form.is_valid() and (comment := attempt(form, lambda: verb(form.cleaned_data["text"]))):
        undo = reverse("conversation:deletion", args=[comment.pk])
        return settled(request, comment.address, "Replied." if thread else "Commented.", undo=undo)
    template = "conversation/_form.html" if getattr(request, "htmx", False) and form.is_bound else "conversation/comments.html"
    status = 422 if form.is_bound else 200
    return page(request, template, form=form, thread=thread, status=status, **conversation_on(record, actor_of(request)))


@door()
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a comment stands: on its record's page."""
    return redirect(comment_at(request, pk).address)


@door()
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one's own words right."""
    found, actor = comment_at(request, pk), actor_of(request)
    form = EditForm(request.POST or None, actor=actor, initial={"text": found.text, "version": found.version})
    if form.is_valid() and attempt(form, lambda: actions.edit_comment(found, actor=actor, **form.cleaned_data)):
        return settled(request, found.address, "Saved. History keeps what it said before.")
    return page(request, "conversation/edit_form.html", form=form, comment=found, status=422 if form.is_bound else 200)


@door()
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own words back, once one has said that one is sure."""
    found = comment_at(request, pk)
    if request.method == "POST":
        actions.delete_comment(found, actor=actor_of(request))
        return settled(request, found.place, "Deleted. Its words are gone.")
    return page(request, "conversation/deletion.html", comment=found)


@require_POST
@door()
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a thread; sent with ``undo``, take it up again."""
    found, actor = comment_at(request, pk), actor_of(request)
    address = reverse("conversation:resolution", args=[pk])
    if request.POST.get("undo") or request.GET.get("undo"):
        actions.reopen_thread(found, actor=actor)
        return settled(request, found.address, "The thread is open again.", undo=address)
    actions.resolve_thread(found, actor=actor)
    return settled(request, found.address, "Resolved.", undo=f"{address}?undo=1")


@require_POST
@door()
def following(request: HttpRequest, topic: str, pk: int) -> HttpResponse:
    """Follow; sent with ``stop``, follow no more."""
    record, actor = record_at(request, topic, pk), actor_of(request)
    address = reverse("conversation:following", args=[topic, pk])
    there = reverse(record.page, args=[pk])
    if request.POST.get("stop") or request.GET.get("stop"):
        actions.unfollow(record, actor=actor)
        return settled(request, there, "You no longer follow this.", undo=address)
    actions.follow(record, actor=actor)
    return settled(request, there, "You follow this: you hear what becomes of it.", undo=f"{address}?stop=1")


@require_GET
@door()
def people(request: HttpRequest, topic: str, pk: int) -> HttpResponse:
    """Whom one can mention here: those who may see the record, found as one types."""
    words, record = request.GET.get("q", "").strip()[:60], record_at(request, topic, pk)
    those = readers_of(record)
    for word in words.lower().split():
        those = those.filter(Q(name__icontains=word) | Q(email__icontains=word))
    found = with_handles(list(those.order_by("name", "id")[:OFFERED]), readers_of(record))
    return page(request, "conversation/_people.html", found=found)
