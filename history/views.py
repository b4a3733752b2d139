"""The activity page: who did what, when and why; before and after."""

from __future__ import annotations

from html import unescape
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags
from django.utils.timezone import is_naive

from doors.forms import ActorForm
from doors.policy import door
from doors.web import actor_of, page
from history.kinds import kinds_by_group
from history.models import Event
from history.telling import tell, tell_all

PAGE = 50
NEWS = 9
KINDS = 5
LOOKED_AT = 1000
"""How many of the last events are looked at for news of a list."""


class ActivityFilter(ActorForm):
    """What of history to show."""

    group = forms.ChoiceField(required=False, label="What")
    person = forms.ModelChoiceField(queryset=None, required=False, empty_label="Anybody", label="Who")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "Everything"), *((name, name) for name in sorted(kinds_by_group()))]  # type: ignore[attr-defined]
        self.fields["person"].queryset = get_user_model().objects.visible_to(self.actor)  # type: ignore[attr-defined]

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events that fit what was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("group"):
            events = events.filter(kind__in=kinds_by_group()[chosen["group"]])
        if chosen.get("person"):
            events = events.filter(actor=chosen["person"])
        if chosen.get("since"):
            events = events.filter(at__date__gte=chosen["since"])
        if chosen.get("until"):
            events = events.filter(at__date__lte=chosen["until"])
        return events


def of_record(events: QuerySet[Event], named: str) -> QuerySet[Event]:
    """Only the events of the record named as ``app.model:id``; an odd name finds none."""
    kind, _, pk = named.partition(":")
    if not pk.isdigit() or len(pk) > 18:
        return events.none()
    return events.filter(subject_type=kind, subject_id=int(pk)) | events.filter(about_type=kind, about_id=int(pk))


@door()
def activity(request: HttpRequest) -> HttpResponse:
    """What happened in the organisation, newest first, filtered by what, who and when."""
    actor = actor_of(request)
    form = ActivityFilter(request.GET or None, actor=actor)
    events = form.narrow(Event.objects.visible_to(actor))
    of = request.GET.get("of", "")
    if of:
        events = of_record(events, of)
    before = request.GET.get("before", "")
    if before.isdigit() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    rows = list(events.select_related("actor", "words")[: PAGE + 1])
    older = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return page(request, "history/activity.html", form=form, tellings=tell_all(rows[:PAGE], actor), older=older, of=of)


def of_kinds(events: QuerySet[Event], named: str, drawn_at: str) -> QuerySet[Event]:
    """The newest events of all records of some kinds, named as ``app.model,app.model``, since a list of them was drawn."""
    try:
        moment = parse_datetime(drawn_at)
    except ValueError:
        moment = None
    if moment is None or is_naive(moment):
        return events.none()
    kinds = named.split(",")[:KINDS]
    newest = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    events = events.filter(pk__gt=newest - LOOKED_AT, at__gt=moment)  # history is long, and this is asked often
    return events.filter(Q(subject_type__in=kinds) | Q(about_type__in=kinds))


@door()
def news(request: HttpRequest) -> HttpResponse:
    """What others did to a record, or to any of a list's, since somebody's page was drawn; nothing, in most cases.
    Asked every few seconds."""
    actor, since, named = actor_of(request), request.GET.get("since", ""), request.GET.get("of", "")
    events = Event.objects.visible_to(actor)
    events = of_record(events, named) if ":" in named else of_kinds(events, named, request.GET.get("at", ""))
    events = events.filter(pk__gt=int(since) if since.isdigit() and len(since) < 19 else 0)
    rows = list(events.exclude(actor=actor.person).select_related("actor", "words").order_by("-pk")[: NEWS + 1])
    if not rows:
        return HttpResponse(status=204)
    words = f"{strip_tags(tell(rows[0]).sentence)}, just now"
    if len(rows) > 1:
        words += f", and {len(rows) - 1 if len(rows) <= NEWS else f'more than {NEWS - 1}'} more"
    return JsonResponse({"since": rows[0].pk, "words": f"{unescape(words)}."})
