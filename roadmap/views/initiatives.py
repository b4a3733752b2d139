"""The web door of initiatives."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, toast
from history import clock
from history.actor import Role
from roadmap import actions, rules
from roadmap.board import together, with_details
from roadmap.figures import Evidence, of_idea, of_initiative, with_figures
from roadmap.forms.ideas import ReasonForm
from roadmap.forms.initiatives import InitiativeForm, MoveForm, NewInitiativeForm, OutcomesForm, PickIdeaForm, PickInitiativeForm
from roadmap.later import OF_INITIATIVE, laters_of
from roadmap.marks import marks_of
from roadmap.models import Idea, Initiative
from roadmap.views.board import PLACES, visible, where_from
from roadmap.views.ideas import visible as visible_idea
from roadmap.waiting import with_waits

WORDS = ("title", "problem", "target_outcomes", "owner", "key_results", "version")
SHOWN = 12


@door()
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative: its problem, its outcomes, the key results it serves, its ideas, and who stands behind them."""
    actor = actor_of(request)
    evidence = Evidence(of_initiative, actor)
    found = find(with_details(with_figures(Initiative.objects.visible_to(actor), evidence, in_full=False)), pk)
    seen = with_waits(with_figures(found.ideas.visible_to(actor), evidence.over(of_idea), in_full=False))
    ideas = list(seen.select_related("owner").order_by("-arr", "id"))
    marks = marks_of([*ideas, *(idea for idea in found.ideas.all() if idea not in ideas)])
    found.gates = together([(idea, marks[idea.pk]) for idea in found.ideas.all()])
    for idea in ideas:
        idea.marks = marks.get(idea.pk, [])
    insights = evidence.insights(pk).select_related("feedback__company", "feedback__contact", "feedback__interview")
    return page(
        request, "roadmap/initiative.html", initiative=found, ideas=ideas, as_of=clock.now(), made=how_made(found),
        places=[place for place in PLACES if place[0] != (found.horizon or MoveForm.CANDIDATES)],
        may=rules.may_shape(actor, found.product), laters=laters_of("initiative", OF_INITIATIVE, pk),
        companies=evidence.companies(pk).order_by("-arr", "name")[:SHOWN],
        insights=insights.order_by("-importance", "-id")[:5],
    )  # fmt: skip


def how_made(found: Initiative) -> dict[str, Any]:
    """How the roll-ups of the page came about."""
    return {
        "inputs": [("Ideas", len(found.ideas.all())), ("Insights", found.insight_count), ("Companies", found.company_count)],
        "formula": "companies that said it or voted, over all its ideas, each once; their ARR added up",
        "words": "Duplicates of the ideas count along. Deals are those of requests that an insight quotes, not yet won or lost.",
    }


@door(Role.PRODUCT)
def initiative_new(request: HttpRequest) -> HttpResponse:
    """Make a candidate, perhaps out of an idea."""
    actor = actor_of(request)
    form = NewInitiativeForm(request.POST or None, actor=actor, initial=first_words(request))
    if form.is_valid() and (made := attempt(form, lambda: create(form.cleaned_data, actor))):
        toast(request, f"{made.key} is a candidate.")
        return redirect("roadmap:initiative", made.pk)
    return page(
        request, "roadmap/initiative_form.html", form=form, heading="New initiative", status=422 if form.is_bound else 200
    )


def first_words(request: HttpRequest) -> dict[str, Any]:
    """What the idea says already."""
    actor, asked = actor_of(request), request.GET.get("idea", "")
    first: dict[str, Any] = {"owner": actor.person, "product": request.GET.get("product")}
    if not asked:
        return first
    idea = find(Idea.objects.visible_to(actor), asked)
    return first | {
        "idea": idea.pk, "product": idea.product_id, "title": idea.title, "problem": idea.problem,
        "target_outcomes": idea.target_outcomes,
    }  # fmt: skip


def create(said: dict[str, Any], actor: Any) -> Initiative:
    """The verb, with the form's one idea as its ideas."""
    said = {name: value for name, value in said.items() if name != "version"}
    idea = said.pop("idea")
    return actions.create_initiative(actor=actor, ideas=[idea] if idea else [], **said)


@door(Role.PRODUCT)
def initiative_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an initiative's words, owner and key results."""
    found, actor = visible(request, pk), actor_of(request)
    first = {name: getattr(found, name) for name in WORDS if name != "key_results"} | {"key_results": found.key_results.all()}
    form = InitiativeForm(request.POST or None, actor=actor, product=found.product, initial=first)
    return answer(
        request, form, found, lambda: actions.edit_initiative(found, actor=actor, **form.cleaned_data),
        heading=f"Edit {found.key}", done="Saved.", template="roadmap/initiative_form.html",
    )  # fmt: skip


@door(Role.PRODUCT)
def completion(request: HttpRequest, pk: int) -> HttpResponse:
    """Complete an initiative, saying what came of it."""
    found, actor = visible(request, pk), actor_of(request)
    form = OutcomesForm(request.POST or None, actor=actor, initial={"actual_outcomes": found.actual_outcomes})
    return answer(
        request, form, found, lambda: actions.complete_initiative(found, actor=actor, **form.cleaned_data),
        heading=f"Complete {found.key}", done=f"{found.key} is completed.", button="Complete",
        undo=reverse("roadmap:reopening", args=[pk]), template="roadmap/completion_form.html", back=where_from(request),
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a completed initiative back on the board."""
    found = actions.reopen_initiative(visible(request, pk), actor=actor_of(request))
    toast(request, f"{found.key} is in {found.get_horizon_display()} again.")
    return redirect(next_address(request, reverse("roadmap:initiative", args=[pk])))


@door(Role.PRODUCT)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive an initiative, for a reason."""
    found, actor = visible(request, pk), actor_of(request)
    form = ReasonForm(request.POST or None, actor=actor)
    return answer(
        request, form, found, lambda: actions.archive_initiative(found, actor=actor, **form.cleaned_data),
        heading=f"Archive {found.key}", done=f"{found.key} is archived.", button="Archive",
        undo=reverse("roadmap:initiative_unarchival", args=[pk]), lead="It leaves the board. Its ideas and its history stay.",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def unarchival(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring an archived initiative back, as a candidate."""
    found = actions.unarchive_initiative(visible(request, pk), actor=actor_of(request))
    toast(request, f"{found.key} is a candidate again.")
    return redirect("roadmap:initiative", pk)


@door(Role.PRODUCT)
def idea_addition(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an idea into an initiative, from the initiative's page."""
    found, actor = visible(request, pk), actor_of(request)
    form = PickIdeaForm(request.POST or None, actor=actor)
    return answer(
        request, form, found, lambda: actions.add_idea(found, actor=actor, idea=form.cleaned_data["idea"]),
        heading=f"Add an idea to {found.key}", done="Added.", button="Add", template="roadmap/pick_idea_form.html",
        options_url=f"{reverse('roadmap:idea_finder')}?product={found.product_id}",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def idea_removal(request: HttpRequest, pk: int, idea_pk: int) -> HttpResponse:
    """Take an idea out of an initiative."""
    found, idea = visible(request, pk), visible_idea(request, idea_pk)
    actions.remove_idea(found, actor=actor_of(request), idea=idea)
    toast(request, f"{idea.key} is out of {found.key}.")
    return redirect("roadmap:initiative", pk)


@door(Role.PRODUCT)
def idea_initiatives(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an idea into an initiative, from the idea's page."""
    idea, actor = visible_idea(request, pk), actor_of(request)
    form = PickInitiativeForm(request.POST or None, actor=actor, idea=idea)
    if form.is_valid() and attempt(form, lambda: actions.add_idea(form.cleaned_data["initiative"], actor=actor, idea=idea)):
        toast(request, f"{idea.key} is in {form.cleaned_data['initiative'].key}.")
        return redirect("roadmap:idea", pk)
    return page(request, "roadmap/pick_initiative_form.html", form=form, idea=idea, status=422 if form.is_bound else 200)


def answer(
    request: HttpRequest, form: Form, found: Initiative, verb: Any, *, heading: str, done: str, undo: str = "",
    button: str = "Save", template: str = "roadmap/form.html", lead: str = "", back: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Run the verb of a valid form and go back to the initiative; else show the form with what is wrong."""
    if form.is_valid() and attempt(form, verb):
        toast(request, done, undo=undo)
        return redirect(back or reverse("roadmap:initiative", args=[found.pk]))
    context = {"form": form, "initiative": found, "heading": heading, "button": button, "lead": lead, **more}
    return page(request, template, status=422 if form.is_bound else 200, **context)
