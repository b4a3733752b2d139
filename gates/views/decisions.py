"""The record of decisions: what was decided, on what, and what became of it."""

from __future__ import annotations

import json

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doors.forms import ActorForm, VisibleChoice
from doors.policy import door
from doors.web import actor_of, find, page, paged
from gates.actions import decisions as verbs
from gates.actions.conditions import verify_condition
from gates.actions.reopening import answer_reopening
from gates.actions.revival import revive_idea
from gates.findings import Findings
from gates.forms.decisions import CorrectForm, FindingForm, RevalidateForm, ReviveForm
from gates.models import Condition, Decision, Reopening
from gates.models.scores import Outcome
from gates.policy_rules import Gate
from gates.rules.decisions import may_correct, may_revalidate, may_revive, may_verify
from gates.sealed import Sealed
from gates.verification import faults_of
from gates.views.answering import answer
from gates.words import tripwire_words
from history.actor import Role
from people.models import Product


class RecordFilter(ActorForm):
    """Which decisions to show."""

    q = forms.CharField(
        required=False, max_length=100, label="Words",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Idea, rationale, lessons"}),
    )  # fmt: skip
    product = VisibleChoice(Product, required=False, empty_label="All products")
    gate = forms.ChoiceField(required=False, choices=[("", "All gates"), *Gate.choices])
    outcome = forms.ChoiceField(required=False, choices=[("", "All outcomes"), *Outcome.choices])

    def narrow(self, rows: QuerySet[Decision]) -> QuerySet[Decision]:
        """The decisions that fit; a choice that cannot be is passed over."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("q"):
            rows = rows.saying(chosen["q"])  # type: ignore[attr-defined]
        if chosen.get("product"):
            rows = rows.filter(review__idea__product=chosen["product"])
        if chosen.get("gate"):
            rows = rows.filter(review__gate=int(chosen["gate"]))
        if chosen.get("outcome"):
            rows = rows.filter(outcome=chosen["outcome"])
        return rows


def decision_of(request: HttpRequest, pk: int) -> Decision:
    """The decision, if the actor may see it."""
    rows = Decision.objects.visible_to(actor_of(request)).select_related(
        "review__idea__product",
        "review__idea__owner",
        "review__owner",
        "review__policy",
        "packet__words",
        "decided_by",
        "second_signer",
        "supersedes",
        "superseded_by",
    )
    return find(rows, pk)


@door()
def record(request: HttpRequest) -> HttpResponse:
    """Every decision that stands, newest first."""
    form = RecordFilter(request.GET, actor=actor_of(request))
    rows = form.narrow(Decision.objects.visible_to(actor_of(request)).standing())
    rows = rows.select_related("review__idea__product", "decided_by", "packet").order_by("-decided_at", "-id")
    return page(request, "gates/decisions.html", form=form, decisions=paged(request, rows, 30))


@door()
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its packet; what was measured later stands apart. ``?verify=1`` checks the seal."""
    one = decision_of(request, pk)
    actor, findings = actor_of(request), Findings(one.review)
    conditions = one.conditions.select_related(
        "owner", "verified_by", "decision__review__idea__owner", "decision__review__idea__product"
    )
    earlier = one.supersedes if one.supersedes and not one.conditions.exists() else None
    if earlier is not None:
        conditions = earlier.conditions.select_related("owner", "verified_by", "decision__review__idea__owner")
    sealed, words = Sealed(one.review), one.words
    return page(
        request,
        "gates/decision.html",
        decision=one,
        review=one.review,
        said=words.get("said", {}),
        words=words,
        sealed=sealed,
        body_text=json.dumps(one.packet.body, indent=1, ensure_ascii=False),  # type: ignore[attr-defined]
        conditions=[(condition, may_verify(actor, condition)) for condition in conditions],
        tripwires=[(wire, tripwire_words(wire)) for wire in one.tripwires.all()],
        later=sealed.later(findings),
        scope=sealed.scope_changes(),
        reopenings=one.reopenings.select_related("answered_by"),
        may_revalidate=may_revalidate(actor, one),
        criteria_now=sealed.now(findings),
        faults=list(faults_of(one.packet)) if "verify" in request.GET else None,  # type: ignore[attr-defined]
        verified="verify" in request.GET,
        may_correct=may_correct(actor, one),
        may_revive=may_revive(actor, one),
    )


@door(Role.LEADERSHIP)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the record."""
    one = decision_of(request, pk)
    initial = {"rationale": one.words.get("said", {}).get("rationale", ""), "probability": int(one.probability * 100)}
    form = CorrectForm(request.POST or None, actor=actor_of(request), initial=initial)
    return answer(
        request,
        form,
        lambda: verbs.correct_decision(one, actor=actor_of(request), **form.cleaned_data),
        said="Corrected: a new record stands in its place.",
        back=lambda done: reverse("gates:decision", args=[done.pk]),
        heading="Correct the record",
        button="Seal the correction",
        lead="The old record stays, and says that this one supersedes it.",
    )


@door(Role.LEADERSHIP)
def revalidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a decision stands although something it rested on changed."""
    rows = Reopening.objects.visible_to(actor_of(request)).select_related("decision__review__idea")
    one = find(rows, pk)
    form = RevalidateForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: answer_reopening(one, actor=actor_of(request), **form.cleaned_data),
        said="Said, and kept in history.",
        back=reverse("gates:decision", args=[one.decision_id]),
        heading=f"{one.get_cause_display()}: does the decision stand?",
        button="Say so",
        lead=f"{one.what}. If it stands no longer, the gate counts as not passed, and a new attempt may be drafted.",
    )


@door(Role.PRODUCT)
def revive(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a killed idea back as a new one."""
    one = decision_of(request, pk)
    form = ReviveForm(request.POST or None, actor=actor_of(request), initial={"title": one.review.idea.title})
    return answer(
        request,
        form,
        lambda: revive_idea(one, actor=actor_of(request), **form.cleaned_data),
        said="A new idea, linked to the one that ended.",
        back=lambda idea: reverse("roadmap:idea", args=[idea.pk]),
        heading="Revive as a new idea",
        button="Write the new idea",
        lead="It passes every gate anew.",
    )


@door(Role.LEADERSHIP, Role.PRODUCT, Role.SUCCESS)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify a condition."""
    rows = Condition.objects.visible_to(actor_of(request)).select_related("decision__review__idea", "owner")
    condition = find(rows, pk)
    form = FindingForm(request.POST or None, actor=actor_of(request))
    return answer(
        request,
        form,
        lambda: verify_condition(condition, actor=actor_of(request), **form.cleaned_data),
        said="Verified.",
        back=reverse("gates:review", args=[condition.decision.review_id]),
        heading=condition.words,
        button="It is met",
        lead=f"The test: {condition.test}",
    )
