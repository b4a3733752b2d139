"""The web door of viability: asking, assessing alone, and the results once revealed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from customers.models import Company, Deal
from doors.formats import money, number, percent
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, find, page, paged, toast
from gates.actions import viability as actions
from gates.drawings import outcome_chart, rating_strips
from gates.evidence.assessors import record_of, weighted
from gates.evidence.commitments import by_segment, changes, commitments
from gates.evidence.viability import Results, results
from gates.forms.shares import as_percent
from gates.forms.viability import AccountLines, AssessmentForm, RiskLines, RoundForm
from gates.models.viability import ViabilityAssessment, ViabilityCriterion, ViabilityRound
from gates.rules import viability as rules
from gates.views.pilots import seen
from history.actor import Actor, Role
from history.refusals import require
from roadmap.models import Idea

OPENERS = (Role.PRODUCT, Role.LEADERSHIP)


@door(*OPENERS)
def new_round(request: HttpRequest, idea_pk: int) -> HttpResponse:
    """Ask salespeople whether an idea sells."""
    actor = actor_of(request)
    idea = find(Idea.objects.visible_to(actor).select_related("product"), idea_pk)
    before = idea.viability_rounds.filter(revealed_at__isnull=False, again=None).first()
    initial = {"target_amount": before.target_amount, "target_by": before.target_by} if before else {}
    form = RoundForm(request.POST or None, actor=actor, idea=idea, initial=initial)
    if form.is_valid() and (
        made := attempt(form, lambda: actions.open_round(idea, actor=actor, again_after=before, **form.cleaned_data))
    ):
        toast(request, "Asked. Each assesses alone; nobody sees another's before the reveal.")
        return redirect("gates:viability", made.pk)
    return page(request, "gates/viability/new.html", form=form, idea=idea, before=before, status=422 if form.is_bound else 200)


@require_safe
@door()
def viability(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: who has assessed it, and once it is revealed what they said."""
    actor = actor_of(request)
    found = find(ViabilityRound.objects.visible_to(actor).select_related("idea__owner", "idea__product", "revealed_by"), pk)
    asked, came = list(found.asked.select_related("person")), results(found)
    shared: dict[str, Any] = {"round": found, "asked": asked, "may_reveal": rules.may_reveal(actor)}
    if came is None:
        given = set(found.assessments.values_list("assessor_id", flat=True))
        shared |= {"given": given, "given_count": len(given), "may_assess": rules.may_assess(actor, found)}
        shared["own"] = found.assessments.filter(assessor=actor.person).first()
        return page(request, "gates/viability/open.html", **shared)
    strips, expansion = rating_strips(came), outcome_chart(came)
    reasons = came.disagreement.reasons if came.disagreement else ()
    return page(
        request, "gates/viability/results.html", **shared, **beside(came, actor), results=came,
        strips=strips, expansion_chart=expansion,
        bars=bars_of(came), made=made_of(came), disagreement_reasons=[in_words(reason) for reason in reasons],
        panels=render_panels("viability", request, found), has_again=ViabilityRound.objects.filter(again_after=found).exists(),
    )  # fmt: skip


def beside(came: Results, actor: Actor) -> dict[str, Any]:
    """What stands beside a round's figures: commitments and what became of them, segments, the round before, one's own record."""
    return {
        "commitments": commitments(came), "by_segment": by_segment(came), "changes": changes(came), "weighted": weighted(came),
        "record": record_of(actor.person) if actor.person else None,
    }  # fmt: skip


def in_words(reason: str) -> str:
    """A reason with the criterion's name for its code."""
    code, _, rest = reason.partition(":")
    return f"{ViabilityCriterion(code).label}:{rest}" if code in ViabilityCriterion.values else reason.capitalize()


def bars_of(came: Results) -> list[dict[str, Any]]:
    """The usual bars as people read them."""
    said = {
        "assessors": ("Salespeople who assessed it", number, "at least"),
        "segments": ("Segments they sell to", number, "at least"),
        "coverage": ("Customers' ARR in those segments", percent, "at least"),
        "probability of the target": ("Probability that the named accounts reach the target", percent, "at least"),
        "largest account's share": ("Largest account's part of what is expected", percent, "at most"),
    }
    rows = []
    for bar in came.bars:
        name, say, how = said[bar.name]
        rows.append({"name": name, "found": say(bar.found), "asked": f"{how} {say(bar.asked)}", "is_met": bar.is_met})
    return rows


def made_of(came: Results) -> list[tuple[str, Any]]:
    """How the expansion was made, in pairs of a name and a value."""
    expansion = came.expansion
    if expansion is None:
        return []
    return [
        ("Accounts", expansion.n),
        ("Expected", money(expansion.expected, "full")),
        ("Standard deviation", money(expansion.deviation, "full")),
        ("10th, 50th, 90th percentile", ", ".join(money(one, "full") for one in (expansion.p10, expansion.p50, expansion.p90))),
        ("Target", money(came.round.target_amount, "full")),
        ("Method", "every combination of wins" if expansion.is_exact else f"100,000 draws, seed {expansion.inputs['seed']}"),
    ]


@door(Role.SALES)
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Assess alone: one's own ratings, accounts and doubts. Nobody else's are here."""
    actor = actor_of(request)
    found = find(ViabilityRound.objects.visible_to(actor).select_related("idea__owner", "idea__product"), pk)
    require(rules.may_assess(actor, found))
    own = ViabilityAssessment.objects.filter(round=found, assessor=actor.person).prefetch_related("accounts", "risks").first()
    forms = assessment_forms(request, actor, own)
    form, accounts, risks = forms
    are_valid = request.method == "POST" and min([one.is_valid() for one in forms])
    if are_valid and attempt(form, lambda: give(found, actor, *forms)):
        toast(request, "Kept. You may change it until the reveal.")
        return redirect("gates:viability", pk)
    return page(
        request, "gates/viability/assess.html", round=found, form=form, accounts=accounts, risks=risks, own=own,
        record=record_of(actor.person) if actor.person else None,
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def assessment_forms(request: HttpRequest, actor: Actor, own: ViabilityAssessment | None) -> tuple[Any, Any, Any]:
    """The three forms of an assessment, filled with what one said before."""
    companies = list(Company.objects.visible_to(actor).current().values_list("pk", "name"))
    data, shared = request.POST if request.method == "POST" else None, {"form_kwargs": {"companies": companies}}
    with_deals = {"form_kwargs": {"companies": companies, "deals": open_deals(actor)}}
    if own is None:
        first: dict[str, Any] = {}
        named: list[dict[str, Any]] = []
        at_risk: list[dict[str, Any]] = []
    else:
        first = own.ratings | {"probability": as_percent(own.probability), "wrong_if": own.wrong_if}
        first |= {"objections": own.objections, "to_hear": own.to_hear, "version": own.version}
        named = [
            {
                "company": one.company_id,
                "probability": as_percent(one.probability),
                "amount": one.amount,
                "replaces": one.replaces or None,
                "deal": one.deal_id,
                "rung": one.rung,
                "evidence": one.evidence,
            }
            for one in own.accounts.all()
        ]
        at_risk = [
            {"company": one.company_id, "without": as_percent(one.without), "with_feature": as_percent(one.with_feature)}
            for one in own.risks.all()
        ]
    return (
        AssessmentForm(data, actor=actor, initial=first),
        AccountLines(data, prefix="accounts", initial=named, **with_deals),
        RiskLines(data, prefix="risks", initial=at_risk, **shared),
    )


MOST_DEALS = 500


def open_deals(actor: Actor) -> list[tuple[int, str]]:
    """The deals of the CRM that an account may be: open ones, the soonest first."""
    rows = Deal.objects.visible_to(actor).open().select_related("company").order_by("close_date", "pk")[:MOST_DEALS]
    return [(deal.pk, f"{deal.company}: {deal} ({money(deal.amount)})") for deal in rows]


def give(found: ViabilityRound, actor: Actor, form: AssessmentForm, accounts: Any, risks: Any) -> ViabilityAssessment:
    """What was filled in, as the verb takes it."""
    said = form.cleaned_data
    return actions.assess(
        found, actor=actor, ratings=form.ratings(), probability=said["probability"], wrong_if=said["wrong_if"],
        objections=said["objections"], to_hear=said["to_hear"], accounts=accounts.rows(),
        risks=risks.rows(), version=said["version"],
    )  # fmt: skip


@require_safe
@door()
def objections(request: HttpRequest) -> HttpResponse:
    """The library of objections: of every revealed assessment that one may see, searched by words."""
    actor, asked = actor_of(request), request.GET.get("q", "").strip()[:100]
    rows = ViabilityAssessment.objects.visible_to(actor).objecting(asked).order_by("-round__revealed_at", "-id")
    number = request.GET.get("idea", "")
    idea = Idea.objects.visible_to(actor).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    if idea is not None:
        rows = rows.filter(round__idea=idea)
    found = paged(request, rows.select_related("assessor", "round__idea"))
    return page(request, "gates/viability/objections.html", assessments=found, asked=asked, idea=idea)


@require_POST
@door(*OPENERS)
def revelation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everybody what everybody said."""
    actor = actor_of(request)
    actions.reveal(find(ViabilityRound.objects.visible_to(actor), pk), actor=actor, version=seen(request))
    toast(request, "Revealed, to everybody at once.")
    return redirect("gates:viability", pk)


@require_POST
@door(*OPENERS)
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a round off."""
    actor = actor_of(request)
    actions.cancel_round(find(ViabilityRound.objects.visible_to(actor), pk), actor=actor)
    toast(request, "Called off.")
    return redirect("gates:viability", pk)
