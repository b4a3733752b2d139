"""What customers wrote on the portals, and what was held until somebody reads it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from history.actor import Role
from portal import actions, rules
from portal.forms import RefusalForm
from portal.models import Submission, SubmissionState

TABS = ((SubmissionState.HELD, "Held"), (SubmissionState.PASSED, "In the inbox"), (SubmissionState.REFUSED, "Not taken"))


def submissions(request: HttpRequest) -> Any:
    """Submissions with what their pages show."""
    rows = Submission.objects.visible_to(actor_of(request))
    return rows.select_related("portal__product", "contact__company", "publication__idea", "feedback", "decided_by")


@door(Role.PRODUCT)
def submission_list(request: HttpRequest) -> HttpResponse:
    """What waits to be let through, and what became of the rest."""
    state = request.GET.get("state", "")
    state = state if state in SubmissionState.values else SubmissionState.HELD
    rows = submissions(request)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    tabs = [(key, label, counts.get(key, 0)) for key, label in TABS]
    shown = paged(request, rows.filter(state=state).order_by("id" if state == SubmissionState.HELD else "-id"))
    return page(request, "portal/submission_list.html", shown=shown, state=state, tabs=tabs)


@door(Role.PRODUCT)
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that a customer wrote."""
    found = find(submissions(request), pk)
    may = rules.may_moderate(actor_of(request), found.portal.product)
    return page(request, "portal/submission.html", row=found, may=may)


@require_POST
@door(Role.PRODUCT)
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it through to the inbox."""
    passed = actions.approve_submission(find(submissions(request), pk), actor=actor_of(request))
    toast(request, f"{passed.feedback.key} is in the inbox.", undo=undo_of([passed]))
    return redirect("portal:submission_list")


@door(Role.PRODUCT)
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not take it, for a reason."""
    found, actor = find(submissions(request), pk), actor_of(request)
    form = RefusalForm(request.POST or None, actor=actor)
    if form.is_valid() and attempt(form, lambda: actions.refuse_submission(found, actor=actor, **form.cleaned_data)):
        toast(request, "Not taken. The customer reads why.", undo=undo_of([found]))
        return redirect("portal:submission_list")
    return page(request, "portal/refusal_form.html", form=form, rows=[found], status=422 if form.is_bound else 200)


def picked(request: HttpRequest) -> list[Submission]:
    """Those that were ticked. A hidden and a missing one give the same 404."""
    asked = set(request.POST.getlist("id") or request.GET.getlist("id"))
    rows = list(submissions(request).filter(pk__in=[int(pk) for pk in asked if pk.isdigit() and len(pk) < 19][:1000]))
    if len(rows) != len(asked):
        raise Http404
    return rows


def undo_of(rows: list[Submission]) -> str:
    """Where the decision about these is taken back."""
    return reverse("portal:holdings") + "?" + urlencode({"id": [row.pk for row in rows]}, doseq=True)


def nothing_picked(request: HttpRequest) -> HttpResponse:
    """Say what was missing, and stay where one was."""
    toast(request, "Tick at least one first.", tone="warn")
    return redirect("portal:submission_list")


@require_POST
@door(Role.PRODUCT)
def approvals(request: HttpRequest) -> HttpResponse:
    """Let all that were ticked through to the inbox."""
    if not (rows := picked(request)):
        return nothing_picked(request)
    passed = actions.decide_on_all("approve", rows, actor=actor_of(request))
    toast(request, f"{len(passed)} {'is' if len(passed) == 1 else 'are'} in the inbox.", undo=undo_of(passed))
    return redirect("portal:submission_list")


@door(Role.PRODUCT)
def refusals(request: HttpRequest) -> HttpResponse:
    """Take none of those that were ticked, for one reason that each of the customers reads."""
    if not (rows := picked(request)):
        return nothing_picked(request)
    actor = actor_of(request)
    form = RefusalForm(request.POST or None, actor=actor)
    if form.is_valid() and attempt(form, lambda: actions.decide_on_all("refuse", rows, actor=actor, **form.cleaned_data)):
        toast(request, f"{len(rows)} not taken. Each customer reads why.", undo=undo_of(rows))
        return redirect("portal:submission_list")
    return page(request, "portal/refusal_form.html", form=form, rows=rows, status=422 if form.is_bound else 200)


@require_POST
@door(Role.PRODUCT)
def holdings(request: HttpRequest) -> HttpResponse:
    """Take back what was decided about these."""
    if not (rows := picked(request)):
        return nothing_picked(request)
    back = actions.decide_on_all("hold-again", rows, actor=actor_of(request))
    toast(request, f"{len(back)} {'waits' if len(back) == 1 else 'wait'} again.")
    return redirect("portal:submission_list")
