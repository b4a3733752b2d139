"""The web door of ideas: the list, the idea, and its verbs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.search import search
from doors.web import LongPages, actor_of, as_id, attempt, find, long_page, page, toast
from history.actor import Actor, Role
from people.models import Product
from roadmap import actions
from roadmap.evidence import idea_page
from roadmap.exports import csv_of_ideas
from roadmap.figures import FIGURES, Evidence, of_idea, with_figures
from roadmap.flow import over_limit
from roadmap.forms.ideas import (
    DuplicateForm,
    FeaturesForm,
    IdeaEditForm,
    IdeaFilter,
    IdeaForm,
    ReasonForm,
)
from roadmap.forms.stages import MoveStageForm
from roadmap.marks import marks_of
from roadmap.models import Idea, IdeaTemplate
from roadmap.ordering import Counts
from roadmap.waiting import with_waits

MOST_TEMPLATES = 50
Ids = QuerySet[Any, int] | list[int]


def narrowed(ideas: QuerySet[Idea], chosen: dict[str, Any]) -> QuerySet[Idea]:
    """The ideas that fit what was chosen; archived ones only when asked for."""
    ideas = ideas.filter(state=chosen["state"]) if "state" in chosen else ideas.current()
    for name in ("product", "owner"):
        if name in chosen:
            ideas = ideas.filter(**{name: chosen[name]})
    if "stage" in chosen:
        own = chosen["stage"].removeprefix("own-")
        ideas = ideas.filter(own_stage=own) if own != chosen["stage"] else ideas.filter(stage=own)
    if "late" in chosen:
        ideas = ideas.late()
    return search(ideas, chosen["q"]) if "q" in chosen else ideas


def listed(request: HttpRequest, form: IdeaFilter, counts: Counts) -> Ids:
    """The ids of the ideas of the list, in the order chosen."""
    chosen, actor = form.chosen(), actor_of(request)
    ideas, sort = narrowed(Idea.objects.visible_to(actor), chosen), chosen.get("sort", "-id")
    for condition in form.holding():
        ideas = ideas.filter(**condition)
    if (name := sort.removeprefix("-")) in FIGURES:
        return counts.most_first(ideas, name)
    return ideas.order_by(sort, "-id").values_list("pk", flat=True)


def read(ids: Ids) -> QuerySet[Idea]:
    """Ideas with what a row of the list, and of the file, shows."""
    return Idea.objects.filter(pk__in=ids).select_related("product", "owner", "own_stage", "kept_figures")


@door()
def idea_list(request: HttpRequest) -> HttpResponse:
    """Ideas, each with what stands behind it."""
    form = IdeaFilter(request.GET or None, actor=actor_of(request))
    sort = form.chosen().get("sort", "-id")
    order, counts = () if sort.removeprefix("-") in FIGURES else (sort, "-id"), Counts(actor_of(request))
    ideas = long_page(request, LongPages(listed(request, form, counts), 50, read, order=order))
    ideas.object_list = counts.put(ideas)
    marks = marks_of(ideas)
    for idea in ideas:
        idea.marks = marks[idea.pk]
    return page(
        request, "roadmap/idea_list.html", form=form, ideas=ideas, chosen=form.chosen(), may_make=can_make(actor_of(request)),
    )  # fmt: skip


def can_make(actor: Actor) -> bool:
    """Whether "New idea" is offered."""
    return actor.has(Role.PRODUCT)


@door()
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, as a CSV file."""
    form = IdeaFilter(request.GET or None, actor=actor_of(request))
    counts = Counts(actor_of(request))
    return csv_of_ideas(listed(request, form, counts), read, counts)


@door()
def options(request: HttpRequest) -> HttpResponse:
    """Ideas whose words hold what was typed, for fields that find as you type."""
    ideas = Idea.objects.visible_to(actor_of(request)).current().select_related("product", "own_stage")
    product, besides = request.GET.get("product", ""), request.GET.get("besides", "")
    if product.isdigit() and len(product) < 19:
        ideas = ideas.filter(product=int(product))
    if besides.isdigit() and len(besides) < 19:
        ideas = ideas.exclude(pk=int(besides))
    found = search(ideas, request.GET.get("q", "")[:200])[:8]
    return page(request, "roadmap/_ideas_found.html", ideas=found)


@door(Role.PRODUCT)
def idea_new(request: HttpRequest) -> HttpResponse:
    """Write down an idea, from scratch or as a template has it (``?template=``)."""
    actor = actor_of(request)
    templates = list(IdeaTemplate.objects.visible_to(actor).current().select_related("product")[:MOST_TEMPLATES])
    template = next((one for one in templates if one.pk == as_id(request.GET.get("template"))), None)
    first = {"title": request.GET.get("title", "")[:200], "product": request.GET.get("product"), "owner": actor.person}
    first |= {"revived_from": request.GET.get("from")} | (template.sections() if template else {})
    if template and template.product_id:
        first["product"] = template.product_id
    form = IdeaForm(request.POST or None, actor=actor, initial=first)
    if form.is_valid() and (idea := attempt(form, lambda: actions.create_idea(actor=actor, **form.cleaned_data))):
        toast(request, f"{idea.key} is written down.")
        return redirect("roadmap:idea", idea.pk)
    no_product = not Product.objects.visible_to(actor).exists()
    context = {"form": form, "no_product": no_product, "templates": templates, "chosen": template}
    return page(request, "roadmap/idea_form.html", status=422 if form.is_bound else 200, **context)


@door()
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea: its canvas, and everything that stands behind it."""
    actor = actor_of(request)
    ideas = Idea.objects.visible_to(actor).select_related(
        "product", "owner", "duplicate_of", "revived_from", "created_by", "split__source", "own_stage"
    )
    evidence = Evidence(of_idea, actor)
    found = find(with_waits(with_figures(ideas, evidence)), pk)
    return page(request, "roadmap/idea.html", **idea_page(request, found, evidence))


@door(Role.PRODUCT)
def idea_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title and owner."""
    found = visible(request, pk)
    first = {"title": found.title, "owner": found.owner, "version": found.version}
    form = IdeaEditForm(request.POST or None, actor=actor_of(request), initial=first)
    return answer(
        request, form, found, lambda: actions.edit_idea(found, actor=actor_of(request), **form.cleaned_data),
        heading=f"Edit {found.key}", done="Saved.",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def sorting(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an idea into the backlog, or back out of it."""
    found, undo = visible(request, pk), bool(request.GET.get("undo"))
    (actions.unsort_idea if undo else actions.sort_idea)(found, actor=actor_of(request))
    back = "" if undo else reverse("roadmap:idea_sorting", args=[pk]) + "?undo=1"
    toast(request, f"{found.key} is {'unsorted again' if undo else 'in the backlog'}.", undo=back)
    return redirect("roadmap:idea", pk)


@door(Role.PRODUCT)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive an idea, for a reason."""
    found = visible(request, pk)
    form = ReasonForm(request.POST or None, actor=actor_of(request))
    return answer(
        request, form, found, lambda: actions.archive_idea(found, actor=actor_of(request), **form.cleaned_data),
        heading=f"Archive {found.key}", button="Archive", done=f"{found.key} is archived.",
        undo=reverse("roadmap:idea_unarchival", args=[pk]), lead="It leaves the lists. Its evidence and its history stay.",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def unarchival(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring an archived idea back."""
    found = actions.unarchive_idea(visible(request, pk), actor=actor_of(request))
    toast(request, f"{found.key} is back: {found.get_state_display().lower()}.")
    return redirect("roadmap:idea", pk)


@door(Role.PRODUCT)
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an idea to another stage."""
    found, actor = visible(request, pk), actor_of(request)
    first = {"stage": request.GET.get("to", found.stage), "version": found.version}
    form = MoveStageForm(request.POST or None, actor=actor, idea=found, initial=first)

    def move() -> Idea:
        moved = actions.move_stage(found, actor=actor, **form.chosen())
        if warning := over_limit(moved):
            toast(request, warning, tone="warn")
        return moved

    return answer(
        request, form, found, move,
        heading=f"Move {found.key}", button="Move", done=f"{found.key} moved.", template="roadmap/stage_form.html",
    )  # fmt: skip


@door(Role.PRODUCT)
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an idea as a duplicate of another."""
    found, actor = visible(request, pk), actor_of(request)
    form = DuplicateForm(request.POST or None, actor=actor)
    return answer(
        request, form, found, lambda: actions.mark_duplicate(found, actor=actor, of=form.cleaned_data["of"]),
        heading=f"{found.key} is a duplicate", button="Mark as duplicate", template="roadmap/duplicate_form.html",
        done=f"{found.key} counts for the other idea now.", undo=reverse("roadmap:idea_not_duplicate", args=[pk]),
        options_url=f"{reverse('roadmap:idea_finder')}?product={found.product_id}&besides={pk}",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def not_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an idea stands on its own after all."""
    found = actions.clear_duplicate(visible(request, pk), actor=actor_of(request))
    toast(request, f"{found.key} stands on its own again.")
    return redirect("roadmap:idea", pk)


@door(Role.PRODUCT)
def features(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in which features the idea shows."""
    found, actor = visible(request, pk), actor_of(request)
    first = {"features": found.features.all(), "version": found.version}
    form = FeaturesForm(request.POST or None, actor=actor, idea=found, initial=first)
    return answer(
        request, form, found, lambda: actions.link_features(found, actor=actor, **form.cleaned_data),
        heading=f"Features of {found.key}", done="Saved.", lead="Their usage becomes evidence for this idea.",
    )  # fmt: skip


def visible(request: HttpRequest, pk: int) -> Idea:
    """The idea, if one may see it."""
    return find(Idea.objects.visible_to(actor_of(request)).select_related("product", "own_stage"), pk)


def answer(
    request: HttpRequest, form: Form, found: Idea, verb: Any, *, heading: str, done: str, undo: str = "", button: str = "Save",
    template: str = "roadmap/form.html", lead: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Run the verb of a valid form and go back to the idea; else show the form with what is wrong."""
    if form.is_valid() and attempt(form, verb):
        toast(request, done, undo=undo)
        return redirect("roadmap:idea", found.pk)
    context = {"form": form, "idea": found, "heading": heading, "button": button, "lead": lead, **more}
    return page(request, template, status=422 if form.is_bound else 200, **context)
