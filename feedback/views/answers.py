"""What every verb of triage answers: the toast with its undo, the rows that leave the list, and the counts as they are now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from doors.web import actor_of, next_address, toast
from feedback.filters import asked_for
from feedback.models import Feedback
from feedback.views.lists import counts_for, tally
from history.actor import Actor, Role
from history.models import Event

KIND = Feedback._meta.label_lower


def done(request: HttpRequest, rows: Iterable[Feedback], text: str, *, undo: str = "") -> HttpResponse:
    """Say what was done. The inbox lets go of what left it and stays where it is; another page is renewed."""
    rows = list(rows)
    ids = [row.pk for row in rows]
    toast(request, text, undo=undo)
    if not getattr(request, "htmx", False):
        home = reverse("feedback:inbox") if actor_of(request).has(Role.PRODUCT) else reverse("feedback:feedback_list")
        return redirect(next_address(request, home))
    path, query = looked_at(request)
    if path in {row.get_absolute_url() for row in rows} and "list" in query:
        return on_to_the_next(request, rows[0], query["list"])
    if path != reverse("feedback:inbox"):
        return answer({"renew": "", "close-dialog": ""})
    asked = asked_in_inbox(request, query)
    staying = set(asked.qs.filter(pk__in=ids).values_list("pk", flat=True)) if asked.is_valid() else set()
    gone = [f"feedback-{pk}" for pk in ids if pk not in staying]
    triggers: dict[str, Any] = {"counts": fresh_counts(request, asked), "close-dialog": ""}
    triggers |= {"rows-gone": {"ids": gone}} if gone else {}
    return answer(triggers | ({"renew": ""} if staying else {}))


def undone(request: HttpRequest, rows: Iterable[Feedback], text: str) -> HttpResponse:
    """Say that it is undone; what came back is chosen again."""
    rows = list(rows)
    toast(request, text)
    if not getattr(request, "htmx", False):
        return redirect(next_address(request, rows[0].get_absolute_url() if rows else reverse("feedback:inbox")))
    path, query = looked_at(request)
    if rows and "list" in query and path != rows[0].get_absolute_url():
        return redirect(within(rows[0], query["list"]))
    return answer({"renew": f"feedback-{rows[0].pk}" if rows else "", "close-dialog": ""})


def looked_at(request: HttpRequest) -> tuple[str, QueryDict]:
    """The path and the parameters of the page that htmx asks from."""
    where = urlsplit(request.htmx.current_url or "")  # type: ignore[attr-defined]
    return where.path, QueryDict(where.query[:4000])


def asked_in_inbox(request: HttpRequest, query: QueryDict) -> Any:
    """The filter of the inbox that these parameters ask for."""
    data = query.copy()
    data.setdefault("state", "inbox")
    return asked_for(request, data)


def on_to_the_next(request: HttpRequest, row: Feedback, listed: str) -> HttpResponse:
    """Whoever opened a feedback from the inbox gets the next one of the same list, as beside the list; at its end, the list.

    One that the verb leaves in the list stays open.
    """
    query = QueryDict(listed)
    asked = asked_in_inbox(request, query)
    rows = asked.qs.order_by("-said_at", "-pk") if asked.is_valid() else asked.queryset.none()
    if rows.filter(pk=row.pk).exists():
        return answer({"renew": "", "close-dialog": ""})
    earlier = Q(said_at__lt=row.said_at) | Q(said_at=row.said_at, pk__lt=row.pk)
    heir = rows.filter(earlier).first() or rows.last()
    return redirect(within(heir, listed) if heir else f"{reverse('feedback:inbox')}?{query.urlencode()}")


def within(row: Feedback, listed: str) -> str:
    """A feedback's own page, as a part of this list of the inbox."""
    return f"{row.get_absolute_url()}?{urlencode({'list': listed})}"


def answer(triggers: dict[str, Any]) -> HttpResponse:
    """Nothing to show, only something to do."""
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(triggers)})


def fresh_counts(request: HttpRequest, asked: Any) -> dict[str, int]:
    """The counts of the page's tabs, and of the rail."""
    actor = actor_of(request)
    return counts_for(asked) | {"rail": tally(Feedback.objects.visible_to(actor))["inbox"]}


def undo_address(actor: Actor, rows: Iterable[Feedback], kind: str) -> str:
    """Where the actor's last step of a kind on each of these is undone."""
    ids = [row.pk for row in rows]
    events = Event.objects.filter(actor=actor.person, kind=kind, subject_type=KIND, subject_id__in=ids).order_by("-id")
    steps = sorted(events.values_list("pk", flat=True)[: len(ids)])
    return reverse("feedback:undo", args=[as_ranges(steps)]) if steps else ""


def as_ranges(numbers: list[int]) -> str:
    """Sorted numbers, written short: 4-6,9."""
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def from_ranges(text: str, most: int = 1000) -> list[int]:
    """The numbers again; an odd text, or one of too many, gives none."""
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not (first.isdigit() and (last or first).isdigit() and len(first) < 19 and len(last) < 19):
            return []
        run = range(int(first), int(last or first) + 1)
        if len(numbers) + len(run) > most:
            return []
        numbers.extend(run)
    return numbers
