"""Scoring, discussing, voting and deciding, page by page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, find, toast
from gates.actions import decisions, scores, waivers
from gates.findings import Findings
from gates.forms.decisions import DecideForm
from gates.forms.reviews import ReasonForm, ScoreForm, SpeakForm, VoteForm, WaiverAnswerForm, WaiverForm
from gates.models import Decision, Waiver
from gates.models.scores import Outcome
from gates.views.answering import answer, pressed, review_of, room_url
from history.actor import Role
from history.refusals import NotPossible, Stale


@door(Role.LEADERSHIP)
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Score what people judge. One sees one's own answers again; nobody else's."""
    review = review_of(request, pk)
    findings = Findings(review)
    asked = [one for one in findings.versions[-1].criteria.all() if one.is_judged_by_people]
    mine = next((card for card in findings.all_cards if card.person_id == request.user.pk and card.round == review.round), None)
    form = ScoreForm(request.POST or None, actor=actor_of(request), criteria=asked, initial=answers_of(mine))

    def verb() -> Any:
        said = form.cleaned_data
        return scores.score_review(
            review, actor=actor_of(request), answers=form.answers(), confidence=said["confidence"], comment=said["comment"]
        )

    return answer(
        request,
        form,
        verb,
        said="Scored. You may score anew until the reveal.",
        back=room_url(review),
        heading="Your scores",
        button="Save my scores",
        template="gates/score.html",
        review=review,
        findings=findings,
    )


def answers_of(card: Any) -> dict[str, Any]:
    """A scorecard as its form shows it."""
    if card is None:
        return {}
    given = {one.criterion.key: one.value if one.is_met is None else ("yes" if one.is_met else "no") for one in card.scores.all()}
    return given | {"confidence": card.confidence, "comment": card.comment or ""}


@door()
def speak(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something on the panel."""
    review = review_of(request, pk)
    form = SpeakForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: scores.speak(review, actor=actor_of(request), **form.cleaned_data),
        said="Said.",
        back=room_url(review) + "#discussion",
        heading="Say something",
        button="Say it",
    )


@door(Role.LEADERSHIP)
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Reveal."""
    return pressed(request, review_of(request, pk), scores.reveal_scores, "Revealed. Discuss, then vote.")


@door(Role.LEADERSHIP)
@require_POST
def score_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a second round."""
    return pressed(request, review_of(request, pk), scores.score_again, "A second round of scores is open.")


@door(Role.LEADERSHIP)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote."""
    review = review_of(request, pk)
    form = VoteForm(request.POST or None, actor=actor_of(request), gate=review.gate)

    def verb() -> Any:
        return scores.vote(review, actor=actor_of(request), **form.cleaned_data)

    return answer(request, form, verb, said="Voted.", back=room_url(review), heading="Your vote", button="Vote")


@door(Role.LEADERSHIP)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the decision that the votes made."""
    review = review_of(request, pk)
    findings = Findings(review)
    outcome = findings.tally.outcome
    if outcome is None or not review.may_move_to("decided"):
        toast(request, findings.tally.words if review.is_open else "This review is decided.", tone="bad")
        return redirect(room_url(review))
    form = DecideForm(request.POST or None, actor=actor_of(request), findings=findings, outcome=outcome)

    def verb() -> Any:
        try:
            return decisions.decide_review(review, form.ask(), seen=form.cleaned_data["seen"], actor=actor_of(request))
        except Stale as error:  # the page that comes back shows what is there now
            raise NotPossible(str(error)) from error

    return answer(
        request,
        form,
        verb,
        said="Decided, and sealed." if not needs_signature(form) else "Waits for a second signature.",
        back=decided_url,
        heading=f"{Outcome(outcome).label}: write the decision",
        button="Decide" if not needs_signature(form) else "Ask for the second signature",
        template="gates/decide.html",
        review=review,
        findings=findings,
        outcome=Outcome(outcome),
    )


def needs_signature(form: DecideForm) -> bool:
    """Whether what is asked is milder than recommended."""
    return "forecast_value" in form.fields


def decided_url(done: Any) -> str:
    """The decision's page; the review's while it waits for a signature."""
    return reverse("gates:decision", args=[done.pk]) if isinstance(done, Decision) else room_url(done.review)


@door(Role.LEADERSHIP)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the second signature."""
    decision = decisions.sign_decision(review_of(request, pk), actor=actor_of(request))
    toast(request, "Signed. The decision stands.")
    return redirect("gates:decision", pk=decision.pk)


@door(Role.LEADERSHIP)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse to sign."""
    review = review_of(request, pk)
    form = ReasonForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: decisions.decline_signature(review, actor=actor_of(request), **form.cleaned_data),
        said="Declined. The panel discusses again.",
        back=room_url(review),
        heading="Decline to sign",
        button="Decline",
    )


@door(Role.LEADERSHIP, Role.PRODUCT)
def ask_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a waiver."""
    review = review_of(request, pk)
    asked = list(review.criteria_sets.latest("number").criteria.all())
    form = WaiverForm(request.POST or None, actor=actor_of(request), criteria=asked)
    return answer(
        request,
        form,
        lambda: waivers.ask_waiver(review, actor=actor_of(request), **form.cleaned_data),
        said="Asked. Another leader grants or refuses it.",
        back=room_url(review) + "#waivers",
        heading="Ask for a waiver",
        button="Ask",
        lead=f"For one must-meet, for {review.rules.waiver_days} days at most. Nobody waives what is fatal.",
    )


@door(Role.LEADERSHIP)
def answer_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a waiver."""
    waiver = find(Waiver.objects.visible_to(actor_of(request)).select_related("review__idea", "asked_by"), pk)
    form = WaiverAnswerForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: waivers.answer_waiver(waiver, actor=actor_of(request), **form.cleaned_data),
        said="Answered.",
        back=room_url(waiver.review) + "#waivers",
        heading=f"Waive “{waiver.criterion_name}”?",
        button="Answer",
        lead=f"{waiver.asked_by} asks: {waiver.why} In its place: {waiver.control}",
    )
