"""Gate meetings: their agenda, and the same shown large, one thing at a time."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from doors.policy import door
from doors.web import actor_of, find, page, paged, toast
from gates.actions import meetings as verbs
from gates.forms.meetings import AgendaForm, MeetingChangeForm, PlanForm
from gates.models import AgendaItem, GateMeeting, GateReview
from gates.models.meetings import starts_of
from gates.rules.meetings import may_keep_meeting, may_plan
from gates.slides import STEPS, slide_of
from gates.views.answering import answer
from history.actor import Actor, Role


def meeting_of(request: HttpRequest, pk: int) -> GateMeeting:
    """The meeting, if the actor may see it."""
    return find(GateMeeting.objects.visible_to(actor_of(request)).select_related("chair"), pk)


def items_of(meeting: GateMeeting, actor: Actor) -> QuerySet[AgendaItem]:
    """What of its agenda the actor may see, in order, with how far each is."""
    rows = meeting.items.filter(review__in=GateReview.objects.visible_to(actor))
    rows = rows.select_related("review__idea__product", "review__idea__owner", "review__owner", "review__policy")
    return rows.annotate(
        seated=Count("review__seats", filter=Q(review__seats__kind="gatekeeper", review__seats__recused_at=None), distinct=True),
        scored=Count("review__scorecards__person", filter=Q(review__scorecards__round=F("review__round")), distinct=True),
    )


@require_safe
@door()
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings, those ahead first."""
    actor = actor_of(request)
    rows = GateMeeting.objects.visible_to(actor).select_related("chair")
    ahead = list(rows.ahead().order_by("starts_at", "id")[:50])
    past = paged(request, rows.exclude(pk__in=[one.pk for one in ahead]).order_by("-starts_at", "-id"), 30)
    return page(request, "gates/meetings/list.html", ahead=ahead, past=past, may_plan=may_plan(actor))


@require_safe
@door()
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting with its agenda."""
    one, actor = meeting_of(request, pk), actor_of(request)
    timed = starts_of(list(items_of(one, actor)), one.starts_at)
    return page(
        request, "gates/meetings/meeting.html", meeting=one, timed=timed, may_keep=may_keep_meeting(actor, one),
        minutes=sum(item.minutes for item, _ in timed),
    )  # fmt: skip


@door(Role.LEADERSHIP)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    form = PlanForm(request.POST or None, actor=actor_of(request), initial={"reviews": request.GET.getlist("review")})
    return answer(
        request, form, lambda: verbs.plan_meeting(actor=actor_of(request), **form.cleaned_data), said="Meeting planned.",
        back=meeting_url, heading="Plan a gate meeting", button="Plan the meeting",
    )  # fmt: skip


@door(Role.LEADERSHIP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a meeting."""
    one = meeting_of(request, pk)
    initial = {name: getattr(one, name) for name in ("title", "starts_at", "place", "chair", "version")}
    form = MeetingChangeForm(request.POST or None, actor=actor_of(request), initial=initial)
    return answer(
        request, form, lambda: verbs.change_meeting(one, actor=actor_of(request), **form.cleaned_data), said="Meeting changed.",
        back=meeting_url, heading="Change the meeting", button="Save",
    )  # fmt: skip


@door(Role.LEADERSHIP)
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes, what comes off, and what is put on."""
    one, actor = meeting_of(request, pk), actor_of(request)
    form = AgendaForm(request.POST or None, actor=actor, items=list(items_of(one, actor)))
    return answer(
        request, form, lambda: verbs.set_agenda(one, form.rows() + hidden(one, actor), actor=actor), said="Agenda set.",
        back=meeting_url, heading="The agenda", button="Save the agenda",
    )  # fmt: skip


def hidden(meeting: GateMeeting, actor: Actor) -> list[Any]:
    """What of an agenda its keeper may not see: they cannot write it anew without it being theirs to see."""
    rows = meeting.items.exclude(review__in=GateReview.objects.visible_to(actor)).select_related("review__idea")
    return [(item.review, item.minutes) for item in rows]


@door(Role.LEADERSHIP)
@require_POST
def move(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Take one review a place earlier; with ``down``, later."""
    one, actor = meeting_of(request, pk), actor_of(request)
    items = list(items_of(one, actor))
    place = items.index(find(items_of(one, actor), item_pk))
    other = place + (1 if request.POST.get("down") else -1)
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
        verbs.set_agenda(one, [(item.review, item.minutes) for item in items] + hidden(one, actor), actor=actor)
    return redirect("gates:meeting", pk)


@door(Role.LEADERSHIP)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    verbs.cancel_meeting(meeting_of(request, pk), actor=actor_of(request))
    toast(request, "The meeting was cancelled. Its reviews go on.")
    return redirect("gates:meetings")


@require_safe
@door()
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as it is shown to the room: one thing of one review at a time. Nothing here is known to its reader alone."""
    one, actor = meeting_of(request, pk), actor_of(request)
    items = list(items_of(one, actor))
    item = within(request.GET.get("item"), len(items)) if items else 0
    step = within(request.GET.get("step"), len(STEPS))
    at = item * len(STEPS) + step
    places = [at - 1 if at else None, at + 1 if at + 1 < len(items) * len(STEPS) else None]
    back, on = (place if place is None else f"?item={place // len(STEPS) + 1}&step={place % len(STEPS) + 1}" for place in places)
    shown = slide_of(request, items[item].review, STEPS[step][0]) if items else {}
    return page(
        request, "gates/meetings/present.html", meeting=one, items=items, item=items[item] if items else None, number=item + 1,
        steps=STEPS, step=STEPS[step][0], step_number=step + 1, back=back, on=on, **shown,
    )  # fmt: skip


def within(said: str | None, most: int) -> int:
    """The place that an address names, from nought; the nearest there is for anything else."""
    number = int(said) if said and said.isdecimal() and len(said) < 6 else 1
    return min(max(number, 1), most) - 1


def meeting_url(one: GateMeeting) -> str:
    """The address of a meeting's page."""
    return reverse("gates:meeting", args=[one.pk])
