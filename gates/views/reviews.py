"""The way of a review from draft to scoring, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attach, page, toast
from gates.actions import panel, reviews
from gates.actions.criteria import amend_criteria, set_criteria
from gates.findings import Findings
from gates.forms.reviews import (
    CriteriaEditor,
    DeclareForm,
    DelegateForm,
    DraftChangeForm,
    DraftForm,
    PanelForm,
    ReasonForm,
    SeatForm,
    SubmitForm,
    initial_of,
)
from gates.models import GateReview
from gates.models.reviews import SeatKind
from gates.policy_rules import CriterionTemplate
from gates.views.answering import answer, pressed, review_of, room_url
from history.actor import Role
from history.refusals import NotPossible


@door(Role.LEADERSHIP, Role.PRODUCT)
def draft(request: HttpRequest) -> HttpResponse:
    """Begin a review."""
    actor = actor_of(request)
    initial = {"idea": request.GET.get("idea"), "gate": request.GET.get("gate", "1")}
    form = DraftForm(request.POST or None, actor=actor, initial=initial)

    def verb() -> GateReview:
        said = form.cleaned_data
        return reviews.draft_review(said["idea"], gate=said["gate"], owner=said["owner"], question=said["question"], actor=actor)

    return answer(
        request,
        form,
        verb,
        said="Review drafted. Set its criteria and its panel.",
        back=room_url,
        heading="Draft a gate review",
        button="Draft review",
    )


@door(Role.LEADERSHIP, Role.PRODUCT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    review = review_of(request, pk)
    looks = ", ".join(str(look) for look in review.looks)
    initial = {"owner": review.owner_id, "question": review.question, "looks": looks, "version": review.version}
    form = DraftChangeForm(request.POST or None, actor=actor_of(request), initial=initial)
    if review.gate != 2:
        del form.fields["looks"]
    return answer(
        request,
        form,
        lambda: reviews.change_draft(review, actor=actor_of(request), **form.cleaned_data),
        said="Draft changed.",
        back=room_url(review),
        heading="Question and owner",
        button="Save",
    )


@door(Role.LEADERSHIP)
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the draft's criteria."""
    review = review_of(request, pk)
    return editor(
        request,
        list(review.criteria_sets.latest("number").criteria.all()),
        review.gate,
        lambda templates, _: set_criteria(review, templates, actor=actor_of(request)),
        back=room_url(review),
        review=review,
        heading="Criteria",
        button="Save criteria",
    )


@door(Role.LEADERSHIP)
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Amend locked criteria."""
    review = review_of(request, pk)
    reason = ReasonForm(request.POST or None, actor=actor_of(request), prefix="amend")
    return editor(
        request,
        list(review.criteria_sets.latest("number").criteria.all()),
        review.gate,
        lambda templates, why: amend_criteria(review, templates, reason=why, actor=actor_of(request)),
        back=room_url(review),
        review=review,
        reason=reason,
        heading="Amend the locked criteria",
        button="Amend",
    )


def editor(
    request: HttpRequest,
    rows: Sequence[Any],
    gate: int,
    verb: Any,
    *,
    back: str,
    reason: ReasonForm | None = None,
    **context: Any,
) -> HttpResponse:
    """The criteria editor: all rows at once; what is wrong is said at its row or at the top."""
    forms = CriteriaEditor(
        request.POST or None, initial=[initial_of(one) for one in rows], form_kwargs={"gate": gate}, prefix="criteria"
    )
    faults: list[str] = []
    if forms.is_bound and forms.is_valid() and (reason is None or reason.is_valid()):
        faults = tried(forms, lambda templates: verb(templates, reason.cleaned_data["reason"] if reason else ""), reason)
        if not faults and not (reason and reason.errors):
            toast(request, "Criteria saved.")
            return redirect(back)
    status = 422 if forms.is_bound else 200
    return page(request, "gates/criteria.html", status=status, forms=forms, reason=reason, faults=faults, back=back, **context)


def tried(forms: Any, verb: Any, reason: ReasonForm | None) -> list[str]:
    """Run the verb; what it refuses as sentences."""
    try:
        templates: list[CriterionTemplate] = forms.templates()
        verb(templates)
    except ValidationError as error:
        if reason is not None and hasattr(error, "error_dict") and "reason" in error.error_dict:
            attach(reason, error)
            return []
        return error.messages
    except NotPossible as error:
        return [str(error)]
    return []


@door(Role.LEADERSHIP)
def choose_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who judges, and who else is heard."""
    review = review_of(request, pk)
    seats = list(review.seats.all())
    initial = {
        "gatekeepers": [seat.person_id for seat in seats if seat.kind == SeatKind.GATEKEEPER],
        "voices": [seat.person_id for seat in seats if seat.kind == SeatKind.VOICE],
    }
    form = PanelForm(request.POST or None, actor=actor_of(request), review=review, initial=initial)

    def verb() -> GateReview:
        people = {name: list(chosen) for name, chosen in form.cleaned_data.items()}
        return reviews.set_panel(review, actor=actor_of(request), **people)

    return answer(
        request,
        form,
        verb,
        said="Panel chosen.",
        back=room_url(review),
        heading="The panel",
        button="Save panel",
        template="gates/panel.html",
        review=review,
        findings=Findings(review),
    )


@door(Role.LEADERSHIP)
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand one's own seat to another leader."""
    review = review_of(request, pk)
    form = DelegateForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: panel.delegate_seat(review, actor=actor_of(request), **form.cleaned_data),
        said="Handed over. They declare their conflicts, then judge in your place.",
        back=room_url(review),
        heading="Hand over your seat",
        button="Hand over",
        lead="Another leader judges in your place. The quorum stays as it is, and you are off this panel for good.",
    )


@door(Role.LEADERSHIP)
@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock."""
    return pressed(request, review_of(request, pk), reviews.lock_review, "Locked. The idea’s owner submits it next.")


@door()
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit: the first attempt by one press, a later one by saying what changed."""
    review = review_of(request, pk)
    return submit_first(request, review) if review.attempt == 1 else submit_again(request, review)


@require_POST
def submit_first(request: HttpRequest, review: GateReview) -> HttpResponse:
    """Submit the first attempt."""
    return pressed(request, review, reviews.submit_review, "Submitted. The gate owner opens it next.")


def submit_again(request: HttpRequest, review: GateReview) -> HttpResponse:
    """Submit a later attempt."""
    form = SubmitForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: reviews.submit_review(review, actor=actor_of(request), **form.cleaned_data),
        said="Submitted. The gate owner opens it next.",
        back=room_url(review),
        heading="Submit again",
        button="Submit",
        gaps=gaps_of(review),
    )


def gaps_of(review: GateReview) -> list[str]:
    """The gaps that the attempt before left open."""
    decision = review.previous.decisions.standing().first() if review.previous else None
    return decision.words.get("said", {}).get("gaps", []) if decision else []


@door(Role.LEADERSHIP)
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare conflicts of interest."""
    review = review_of(request, pk)
    form = DeclareForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: panel.declare_conflict(review, actor=actor_of(request), **form.cleaned_data),
        said="Declared.",
        back=room_url(review),
        heading="Conflicts of interest",
        button="Declare",
        lead="The idea’s owner, authors of its evidence, and who earns commission on a pilot company are found by themselves.",
    )


@door(Role.LEADERSHIP)
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill a seat."""
    review = review_of(request, pk)
    form = SeatForm(request.POST or None, actor=actor_of(request), review=review)
    return answer(
        request,
        form,
        lambda: panel.fill_seat(review, actor=actor_of(request), **form.cleaned_data),
        said="Seat filled. They declare next.",
        back=room_url(review),
        heading="Fill a seat",
        button="Seat them",
    )


@door(Role.LEADERSHIP)
@require_POST
def open_scoring(request: HttpRequest, pk: int) -> HttpResponse:
    """Open for scoring."""
    return pressed(request, review_of(request, pk), reviews.open_review, "Open for scoring.")
