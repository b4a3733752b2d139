"""The web door of ideas: the list, the idea, and its verbs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.search import search
from doors.web import actor_of, attempt, find, page, paged, toast
from history.actor import Actor, Role
from people.models import Product
from roadmap import actions, rules
from roadmap.evidence import SECTIONS, idea_page
from roadmap.exports import csv_of_ideas
from roadmap.figures import Evidence, of_idea, with_idea_figures
from roadmap.forms.ideas import (
    DuplicateForm,
    FeaturesForm,
    IdeaEditForm,
    IdeaFilter,
    IdeaForm,
    ReasonForm,
    SectionForm,
    StageForm,
)
from roadmap.marks import marks_of
from roadmap.models import Idea


def narrowed(ideas: QuerySet[Idea], chosen: dict[str, Any]) -> QuerySet[Idea]:
    """The ideas that fit what was chosen; archived ones only when asked for."""
    ideas = ideas.filter(state=chosen["state"]) if "state" in chosen else ideas.current()
    for name in ("product", "stage", "owner"):
        if name in chosen:
            ideas = ideas.filter(**{name: chosen[name]})
    return search(ideas, chosen["q"]) if "q" in chosen else ideas


def listed(request: HttpRequest, form: IdeaFilter) -> QuerySet[Idea]:
    """The ideas of the list, with their figures, in the order chosen."""
    chosen = form.chosen()
    ideas = narrowed(Idea.objects.visible_to(actor_of(request)), chosen).select_related("product", "owner")
    return with_idea_figures(ideas, actor_of(request)).order_by(chosen.get("sort", "-id"), "-id")


@door()
def idea_list(request: HttpRequest) -> HttpResponse:
    """Ideas, each with what stands behind it."""
    form = IdeaFilter(request.GET or None, actor=actor_of(request))
    ideas = paged(request, listed(request, form))
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
    return csv_of_ideas(listed(request, form))


@door()
def options(request: HttpRequest) -> HttpResponse:
    """Ideas whose words hold what was typed, for fields that find as you type."""
    ideas = Idea.objects.visible_to(actor_of(request)).current().select_related("product")
    product, besides = request.GET.get("product", ""), request.GET.get("besides", "")
    if product.isdigit() and len(product) < 19:
        ideas = ideas.filter(product=int(product))
    if besides.isdigit() and len(besides) < 19:
        ideas = ideas.exclude(pk=int(besides))
    found = search(ideas, request.GET.get("q", "")[:200])[:8]
    return page(request, "roadmap/_ideas_found.html", ideas=found)


@door(Role.PRODUCT)
def idea_new(request: HttpRequest) -> HttpResponse:
    """Write down an idea."""
    actor = actor_of(request)
    first = {"title": request.GET.get("title", "")[:200], "product": request.GET.get("product"), "owner": actor.person}
    form = IdeaForm(request.POST or None, actor=actor, initial=first | {"revived_from": request.GET.get("from")})
    if form.is_valid() and (idea := attempt(form, lambda: actions.create_idea(actor=actor, **form.cleaned_data))):
        toast(request, f"{idea.key} is written down.")
        return redirect("roadmap:idea", idea.pk)
    no_product = not Product.objects.visible_to(actor).exists()
    return page(request, "roadmap/idea_form.html", form=form, no_product=no_product, status=422 if form.is_bound else 200)


@door()
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea: its canvas, and everything that stands behind it."""
    actor = actor_of(request)
    ideas = Idea.objects.visible_to(actor).select_related("product", "owner", "duplicate_of", "revived_from", "created_by")
    evidence = Evidence(of_idea, actor)
    found = find(evidence.annotate(ideas, in_full=True), pk)
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


@door()
def canvas(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section of the canvas: read it, open it for editing (``?edit=1``), save it."""
    found, actor = visible(request, pk), actor_of(request)
    if section not in SECTIONS:
        raise Http404
    may = rules.may_shape(actor, found.product)
    form = SectionForm(request.POST or None, actor=actor, initial={"text": getattr(found, section), "version": found.version})
    context = {"idea": found, "section": section, "named": SECTIONS[section], "may": may, "form": form}
    if form.is_valid() and (saved := attempt(form, lambda: save_section(found, actor, section, form.cleaned_data))):
        if not getattr(request, "htmx", False):
            return redirect(f"{reverse('roadmap:idea', args=[pk])}#canvas-{section}")
        return page(request, "roadmap/_section.html", **context | {"idea": saved, "text": getattr(saved, section)})
    if request.method == "GET" and "edit" not in request.GET and getattr(request, "htmx", False):
        return page(request, "roadmap/_section.html", text=getattr(found, section), **context)
    form = with_current_version(form, found)
    part = "roadmap/_section_form.html" if getattr(request, "htmx", False) else "roadmap/section_form.html"
    return page(
        request, part, **context | {"form": form, "current": getattr(found, section)}, status=422 if form.is_bound else 200
    )


def save_section(found: Idea, actor: Actor, section: str, said: dict[str, Any]) -> Idea:
    """Write one section."""
    return actions.edit_idea(found, actor=actor, version=said["version"], **{section: said["text"]})


def with_current_version(form: SectionForm, found: Idea) -> SectionForm:
    """After a collision the form keeps what was typed and takes the version of what it now shows beside it."""
    if hasattr(form, "stale"):
        form.data = {**form.data.dict(), "version": str(form.stale["version"])}  # type: ignore[attr-defined]
        found.refresh_from_db()
    return form


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
    form = StageForm(request.POST or None, actor=actor, initial=first)
    return answer(
        request, form, found, lambda: actions.move_stage(found, actor=actor, **form.cleaned_data),
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
    return find(Idea.objects.visible_to(actor_of(request)).select_related("product"), pk)


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
