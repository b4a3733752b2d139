"""One feedback: beside the list, as a page of its own, brought in, and edited."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict

from customers.models import Company
from doors.panels import ask_along, asked_along, may_have, render_panels
from doors.policy import door
from doors.search import alike, search, telling_words
from doors.web import actor_of, as_id, attempt, find, page
from feedback import actions, forms, rules
from feedback.events import FeedbackEvent
from feedback.models import Attachment, Feedback, FeedbackState, SetAside, Tag
from feedback.reading import is_likeness_told, linking_address, marked, marks_of
from feedback.views.answers import done, undo_address

ALIKE = 4


def readable(request: HttpRequest) -> Any:
    """Feedback with everything that reading it takes."""
    rows = Feedback.objects.visible_to(actor_of(request))
    joined = (
        "company__owner",
        "contact",
        "product",
        "assignee",
        "submitted_by",
        "merged_into",
        "request__submitted_by",
        "interview__interviewer",
    )
    return rows.select_related(*joined).prefetch_related("interview__participants").annotate(**asked_along("feedback"))


BESIDE: dict[str, Any] = {
    "tags": Tag.objects.all(), "set_asides": SetAside.objects.select_related("by"),
    "duplicates": Feedback.objects.select_related("company"),
}  # fmt: skip
ask_along(
    "feedback", has_tags=Exists(Feedback.tags.through.objects.filter(feedback=OuterRef("pk"))),
    has_set_asides=Exists(SetAside.objects.filter(feedback=OuterRef("pk"))),
    has_duplicates=Exists(Feedback.objects.filter(merged_into=OuterRef("pk"))),
    has_attachments=Exists(Attachment.objects.filter(Q(feedback=OuterRef("pk")) | Q(feedback__merged_into=OuterRef("pk")))),
)  # fmt: skip


def read(request: HttpRequest, pk: int) -> Feedback:
    """A feedback to be read. What it has none of is not asked for."""
    found = find(readable(request), pk)
    lookups = (Prefetch(name, rows if may_have(found, f"has_{name}") else rows.none()) for name, rows in BESIDE.items())
    prefetch_related_objects([found], *lookups)
    return found


@door()
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """A feedback's own page: the words, who said them, what became of them."""
    found = read(request, pk)
    panels = render_panels("feedback", request, found)
    listed = QueryDict(request.GET["list"][:4000]).urlencode() if "list" in request.GET else None
    return page(request, "feedback/feedback.html", **reading(request, found), panels=panels, listed=listed)


@door()
def pane(request: HttpRequest, pk: int) -> HttpResponse:
    """The same beside the list."""
    found = read(request, pk)
    return page(request, "feedback/_reading.html", **reading(request, found), panels=render_panels("feedback", request, found))


def reading(request: HttpRequest, found: Feedback) -> dict[str, Any]:
    """What one reads of a feedback, and may do with it."""
    actor = actor_of(request)
    own = [found, *found.duplicates.all()]
    marks = marks_of(own, actor)
    return {
        "feedback": found, "words": marked(found.text, marks.get(found.pk, [])), "link_url": linking_address(found.pk),
        "may_triage": rules.may_triage(actor, found), "may_edit": rules.may_edit(actor, found),
        "attachments": Attachment.objects.filter(feedback__in=own, removed_at=None) if may_have(found, "has_attachments") else [],
        "set_aside": next((aside for aside in found.set_asides.all() if aside.undone_at is None), None),
        "came_back": came_back(found), "verbs": render_panels("feedback-verbs", request, found),
        "similar": [] if is_likeness_told(actor, found) else similar_to(request, found),
    }  # fmt: skip


def came_back(found: Feedback) -> SetAside | None:
    """The set-aside that ended by itself, as long as nobody has decided anew."""
    last = max(found.set_asides.all(), key=lambda aside: aside.pk, default=None)
    return last if last is not None and last.triggered_at is not None and found.state == FeedbackState.INBOX else None


def similar_to(request: HttpRequest, found: Feedback) -> list[tuple[Feedback, list[str]]]:
    """Feedback that shares telling words with this one, and which words those are."""
    order = [pk for pk, _ in alike(Feedback, f"{found.title} {found.text}", limit=ALIKE * 2) if pk != found.pk]
    rows = Feedback.objects.visible_to(actor_of(request)).select_related("company").filter(merged_into=None).in_bulk(order)
    words = telling_words(f"{found.title} {found.text}", 8)
    near = [
        (rows[pk], [word for word in words if word in f"{rows[pk].title} {rows[pk].text}".lower()][:4])
        for pk in order
        if pk in rows
    ]
    return near[:ALIKE]


@door(*rules.CONTRIBUTORS)
def give(request: HttpRequest) -> HttpResponse:
    """Bring in what somebody said."""
    actor = actor_of(request)
    company = Company.objects.visible_to(actor).filter(pk=as_id(request.GET.get("company"))).first()
    initial = {"company": company, "company_name": company or "", "product": request.GET.get("product")}
    form = forms.FeedbackForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and (made := attempt(form, lambda: actions.give_feedback(actor=actor, **form.values()))):
        undo = undo_address(actor, [made], FeedbackEvent.GIVEN) if rules.may_triage(actor, made) else ""
        return done(request, [made], f"{made.key} is in the inbox.", undo=undo)
    return page(request, "feedback/feedback_form.html", form=form, status=422 if form.is_bound else 200)


@door(*rules.CONTRIBUTORS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what we wrote about a feedback."""
    actor = actor_of(request)
    found = find(Feedback.objects.visible_to(actor).select_related("company", "contact"), pk)
    form = forms.EditForm(request.POST or None, actor=actor, initial=initial_of(found))
    if form.is_valid() and attempt(form, lambda: actions.edit_feedback(found, actor=actor, **form.cleaned_data)):
        return done(request, [found], f"{found.key} saved.", undo=undo_address(actor, [found], FeedbackEvent.EDITED))
    return page(request, "feedback/edit_form.html", form=form, feedback=found, status=422 if form.is_bound else 200)


def initial_of(found: Feedback) -> dict[str, Any]:
    """The form as it opens."""
    return {
        "title": found.title, "product": found.product_id, "channel": found.channel, "company": found.company_id,
        "company_name": found.company or "", "contact": found.contact_id, "contact_name": found.contact or "",
        "tags": ", ".join(tag.name for tag in found.tags.all()), "source_url": found.source_url, "version": found.version,
    }  # fmt: skip


@door()
def options(request: HttpRequest) -> HttpResponse:
    """Find a feedback as one types, by its words or its number."""
    words = request.GET.get("q", "").strip()[:200]
    rows = Feedback.objects.visible_to(actor_of(request)).filter(merged_into=None).select_related("company")
    number = as_id(words.upper().removeprefix("F-"))
    rows = rows.filter(pk=number) if number else search(rows, words)
    rows = rows.exclude(pk=as_id(request.GET.get("but"))).order_by("-id")[:8]
    return page(request, "feedback/_options.html", rows=rows)
