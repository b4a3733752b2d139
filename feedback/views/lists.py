"""The inbox, all feedback, and the export: three looks through one filter."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import QueryDict

from doors.policy import door
from doors.search import ranked
from doors.tables import csv_file
from doors.web import LongPages, actor_of, long_page, page
from feedback import rules
from feedback.filters import STATES, FeedbackFilter, Rows, asked_for
from feedback.models import Feedback, FeedbackState, SavedView, Tag
from feedback.reading import marks_of
from feedback.views.bar import buttons_for
from history import clock
from history.actor import Role
from people.models import Person, Product

TABS = tuple(state for state in STATES if state[0] != "merged")
NARROWING = ("product", "channel", "segment", "company", "tag", "assignee", "since", "until")
EXPORTED = 50_000
ORDER = ("-said_at", "-id")


@door(Role.PRODUCT)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, beside its words: the page that a product manager lives in."""
    looked = look(request, "inbox", with_counts=True)
    asked = looked["asked"]
    return page(
        request, "feedback/inbox.html", **looked, bulk_verbs=buttons_for(looked["state"]),
        bulk_query=asked.data.urlencode() if asked.is_valid() else "", listed=came_from(asked),
    )  # fmt: skip


def came_from(asked: FeedbackFilter) -> str:
    """What a feedback's own address says of the list that one opened it from, so that a verb there goes on to the next."""
    narrowing = {name: value for name, value in asked.data.items() if name in asked.filters and value}
    return urlencode({"list": urlencode(narrowing)})


@door()
def feedback_list(request: HttpRequest) -> HttpResponse:
    """Everything that was ever said, whatever became of it."""
    return page(request, "feedback/feedback_list.html", **look(request, "all"))


@door()
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The feedback that the filter shows, as a file for a spreadsheet."""
    rows, _ = narrowed(request, asked_data(request, "all"))
    rows = rows.select_related("company", "contact", "product", "assignee", "interview").prefetch_related("tags").order_by("-id")
    header = [
        "id", "said at", "title", "text", "channel", "company", "segment", "contact", "e-mail", "product", "state", "tags",
        "assigned to", "source", "source id", "link",
    ]  # fmt: skip
    return csv_file(f"feedback-{clock.today()}", header, (as_cells(row) for row in rows[:EXPORTED].iterator(chunk_size=500)))


def as_cells(row: Feedback) -> list[Any]:
    """A feedback as a line of the file."""
    state = "Snoozed" if row.is_snoozed else row.get_state_display()
    return [
        row.key, row.said_at.isoformat(), row.title, row.quotable_text, row.get_channel_display(), row.company or "",
        row.company.get_segment_display() if row.company else "", row.contact or "", row.contact.email if row.contact else "",
        row.product or "", state, ", ".join(tag.name for tag in row.tags.all()),
        row.assignee or "", row.source, row.source_id, row.source_url,
    ]  # fmt: skip


def asked_data(request: HttpRequest, default_state: str) -> QueryDict:
    """The filter of the address, in the state that the page shows by itself."""
    data = request.GET.copy()
    if data.get("state") not in dict(STATES):
        data["state"] = default_state
    return data


def narrowed(request: HttpRequest, data: Any) -> tuple[Rows, FeedbackFilter]:
    """The feedback that the filter leaves; what cannot be read of it is passed over, and its field says so."""
    asked = asked_for(request, data)
    asked.form.full_clean()
    return asked.without(""), asked


def look(request: HttpRequest, default_state: str, *, with_counts: bool = False) -> dict[str, Any]:
    """What a list of feedback shows. With counts, the tabs say how many wait and how many sleep."""
    actor, data = actor_of(request), asked_data(request, default_state)
    rows, asked = narrowed(request, data)
    words, counts = data.get("q", "").strip(), counts_for(asked) if with_counts else {}
    shown = shown_of(request, rows, words, counts.get(data["state"]))
    found = marks_of(shown, actor)
    for row in shown:
        row.insight_count = len(found.get(row.pk, ()))
    return {
        "shown": shown, "asked": asked, "form": asked.form, "state": data["state"], "tabs": TABS, "words": words,
        "chips": chips(request, asked), "company_name": company_name_of(asked), "counts": counts,
        "products": Product.objects.visible_to(actor), "tags": Tag.objects.all()[:200],
        "people": Person.objects.with_role(Role.PRODUCT), "views": views_of(request), "default_state": default_state,
        "may_give": rules.may_give(actor),
        "problems": [f"{asked.form.fields[name].label}: {' '.join(errors)}" for name, errors in asked.form.errors.items()],
    }  # fmt: skip


def shown_of(request: HttpRequest, rows: Rows, words: str, count: int | None) -> Page[Feedback]:
    """A page of these rows: the latest first, or those that fit the words best. ``count``, where it is known already."""
    count = rows.count() if count is None else count
    ordered = ranked(rows, words, *ORDER, count=count) if words else rows.order_by(*ORDER)
    ids = ordered.values_list("pk", flat=True)
    order = ordered.query.order_by
    pages = LongPages(ids, 50, lambda ids: Feedback.objects.filter(pk__in=ids).for_lists(), order=order, count=count)
    return long_page(request, pages)


def company_name_of(asked: FeedbackFilter) -> str:
    """The company looked at, as the filter's field shows it."""
    company = getattr(asked.form, "cleaned_data", {}).get("company") or ""
    return "No company" if company == "none" else str(company)


def chips(request: HttpRequest, asked: FeedbackFilter) -> list[dict[str, Any]]:
    """Each narrowing that is on, as words, with the address that takes it off."""
    cleaned, shown = getattr(asked.form, "cleaned_data", {}), []
    for name in NARROWING:
        value = cleaned.get(name)
        if value in (None, ""):
            continue
        field = asked.form.fields[name]
        said = dict(getattr(field, "choices", ())).get(value, value) if isinstance(value, str) else value
        said = getattr(field, "null_label", None) if value == "none" else said
        without = request.GET.copy()
        for gone in (name, "page"):
            without.pop(gone, None)
        shown.append({"name": name, "label": field.label, "value": said, "url": f"?{without.urlencode()}"})
    return shown


def views_of(request: HttpRequest) -> list[SavedView]:
    """One's saved views and the shared ones."""
    return list(SavedView.objects.visible_to(actor_of(request)).select_related("owner"))


def counts_for(asked: FeedbackFilter) -> dict[str, int]:
    """How many wait and how many sleep among what the filter leaves, whatever the state looked at."""
    return tally(asked.without("state"))


def tally(rows: Rows) -> dict[str, int]:
    """Waiting and snoozed among these rows."""
    asleep = Q(snoozed_until__gt=clock.now())
    rows = rows.filter(state=FeedbackState.INBOX).order_by()
    return rows.aggregate(inbox=Count("pk", filter=~asleep | Q(snoozed_until=None)), snoozed=Count("pk", filter=asleep))
