"""The web door of commitments: the list, one commitment, and its verbs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from customers.models import Company
from doors.policy import door
from doors.web import actor_of, as_id, attempt, find, page, paged, toast
from feedback.models import Feedback
from history.actor import Actor
from roadmap import actions, rules
from roadmap.forms.commitments import CommitmentFilter, CommitmentForm, ResolutionForm, TermsForm
from roadmap.models import Commitment, CommitmentState, Idea
from roadmap.promises import with_words

JOINED = ("company", "idea__own_stage", "deal", "feedback", "promised_by", "resolved_by", "made_by")


def narrowed(rows: QuerySet[Commitment], chosen: dict[str, Any], actor: Actor) -> QuerySet[Commitment]:
    """The commitments that fit what was chosen, of any state."""
    if "whose" in chosen:
        rows = rows.filter(promised_by=actor.person)
    if "firmness" in chosen:
        rows = rows.filter(firmness=chosen["firmness"])
    if "q" in chosen:
        rows = rows.filter(Q(words__icontains=chosen["q"]) | Q(company__name__icontains=chosen["q"]))
    return rows


@door()
def commitment_list(request: HttpRequest) -> HttpResponse:
    """What was promised: the open ones unless others are asked for, what is due first."""
    actor = actor_of(request)
    form = CommitmentFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = narrowed(Commitment.objects.visible_to(actor), chosen, actor)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    asked = request.GET.get("state", "")
    state = asked if asked in ("all", *CommitmentState.values) else CommitmentState.OPEN.value
    listed = rows if state == "all" else rows.filter(state=state)
    commitments = paged(request, listed.select_related(*JOINED).order_by(F("due_on").asc(nulls_last=True), "-id"))
    tabs = [(value, label, counts.get(value, 0)) for value, label in CommitmentState.choices]
    return page(
        request, "roadmap/commitment_list.html", form=form, commitments=commitments, rows=with_words(commitments), state=state,
        tabs=[*tabs, ("all", "All", sum(counts.values()))], chosen=chosen, may_commit=rules.may_commit(actor),
    )  # fmt: skip


@door()
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """One commitment, with what has happened since."""
    found = visible(request, pk)
    (row,) = with_words([found])
    return page(request, "roadmap/commitment.html", commitment=row, may=rules.may_resolve(actor_of(request), found))


@door(*rules.PROMISERS)
def commitment_new(request: HttpRequest) -> HttpResponse:
    """Write down what was promised, mostly from the page of the company, the idea or the feedback."""
    actor = actor_of(request)
    company, idea, said = origin(request, actor)
    typed = request.POST.get("company") or (company.pk if company else None)
    whose = Company.objects.visible_to(actor).filter(pk=as_id(str(typed))).first() if typed else None
    first = {"company": company, "company_name": company or "", "idea": idea, "idea_title": idea or "", "feedback": said}
    form = CommitmentForm(request.POST or None, actor=actor, company=whose, initial=first | {"promised_by": actor.person})
    if form.is_valid() and (made := attempt(form, lambda: actions.make_commitment(actor=actor, **form.terms()))):
        toast(request, f"Written down: promised to {made.company}.")
        return redirect("roadmap:commitment", made.pk)
    return page(request, "roadmap/commitment_form.html", form=form, said=said, status=422 if form.is_bound else 200)


def origin(request: HttpRequest, actor: Actor) -> tuple[Company | None, Idea | None, Feedback | None]:
    """The company, idea and feedback that the page one comes from is about, as far as one may see them."""
    asked = request.GET
    said = Feedback.objects.visible_to(actor).select_related("company").filter(pk=as_id(asked.get("feedback"))).first()
    idea = Idea.objects.visible_to(actor).filter(pk=as_id(asked.get("idea"))).first()
    company = Company.objects.visible_to(actor).filter(pk=as_id(asked.get("company"))).first()
    return company or (said.company if said else None), idea, said


@door(*rules.PROMISERS)
def commitment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was written down."""
    found, actor = visible(request, pk), actor_of(request)
    names = ("words", "firmness", "idea", "deal", "promised_by", "promised_on", "due_on", "version")
    first = {name: getattr(found, name) for name in names} | {"idea_title": found.idea or ""}
    form = TermsForm(request.POST or None, actor=actor, company=found.company, initial=first)
    if form.is_valid() and attempt(form, lambda: changed(found, form, actor)):
        toast(request, "Saved.")
        return redirect("roadmap:commitment", pk)
    return page(request, "roadmap/commitment_form.html", form=form, commitment=found, status=422 if form.is_bound else 200)


def changed(found: Commitment, form: TermsForm, actor: Actor) -> Commitment:
    """The commitment as the form says it."""
    return actions.change_commitment(found, actor=actor, version=form.cleaned_data["version"], **form.terms())


@door(*rules.PROMISERS)
def commitment_resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of it."""
    found, actor = visible(request, pk), actor_of(request)
    form = ResolutionForm(request.POST or None, actor=actor, initial={"state": request.GET.get("to", CommitmentState.KEPT)})
    if form.is_valid() and attempt(form, lambda: actions.resolve_commitment(found, actor=actor, **form.cleaned_data)):
        toast(request, "Noted.", undo=reverse("roadmap:commitment_reopening", args=[pk]))
        return redirect("roadmap:commitment", pk)
    return page(
        request, "roadmap/form.html", form=form, heading="What became of it?", button="Note it",
        lead=f"“{found}”, to {found.company}", status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@door(*rules.PROMISERS)
def commitment_reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it binds us after all."""
    actions.reopen_commitment(visible(request, pk), actor=actor_of(request))
    toast(request, "Open again.")
    return redirect("roadmap:commitment", pk)


def visible(request: HttpRequest, pk: int) -> Commitment:
    """The commitment, if one may see it."""
    return find(Commitment.objects.visible_to(actor_of(request)).select_related(*JOINED), pk)
