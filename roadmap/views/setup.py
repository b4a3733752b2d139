"""The web door of what ideas draw on: personas, jobs and templates, kept by product managers, each on a shelf of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.fields.values import shown, split
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, page, toast
from history.actor import Role
from people.models import Product
from roadmap import actions, rules
from roadmap.forms.setup import IdeaFieldForm, JobForm, KeptFilter, KeptForm, OwnFieldsForm, PersonaForm, ServedForm, TemplateForm
from roadmap.models import Idea, IdeaField, IdeaTemplate, JobToBeDone, Kept, Persona
from roadmap.starters import STARTERS
from roadmap.views.ideas import answer, visible

MOST = 200


@dataclass(frozen=True)
class Shelf:
    """One kind of thing that is kept: what it is called, and the verbs that keep it."""

    title: str
    one: str
    icon: str
    lead: str
    model: type[Kept]
    form: type[KeptForm]
    add: Callable[..., Any]
    change: Callable[..., Any]
    archive: Callable[..., Any]
    restore: Callable[..., Any]

    @property
    def shown(self) -> list[str]:
        """What its form asks for beside whose it is."""
        return [name for name in self.form.base_fields if name not in ("product", "version")]


SHELVES = {
    "personas": Shelf(
        "Personas", "persona", "users", "Kinds of people whom you build for: what they do, what they are after, what hurts.",
        Persona, PersonaForm, actions.add_persona, actions.change_persona, actions.archive_persona, actions.restore_persona,
    ),
    "jobs": Shelf(
        "Jobs to be done", "job", "target", "What people are trying to get done: when …, I want …, so that ….",
        JobToBeDone, JobForm, actions.add_job, actions.change_job, actions.archive_job, actions.restore_job,
    ),
    "templates": Shelf(
        "Templates", "template", "file-text", "What the canvas of a new idea asks before anybody wrote a word.",
        IdeaTemplate, TemplateForm, actions.add_template, actions.change_template, actions.archive_template,
        actions.restore_template,
    ),
    "fields": Shelf(
        "Fields", "field", "sliders-horizontal", "What you want to know of every idea beside its canvas: an effort, a risk.",
        IdeaField, IdeaFieldForm, actions.add_idea_field, actions.change_idea_field, actions.archive_idea_field,
        actions.restore_idea_field,
    ),
}  # fmt: skip


def kept(request: HttpRequest, shelf: str, pk: int) -> Any:
    """The thing on the shelf, if one may see it."""
    return find(SHELVES[shelf].model.objects.visible_to(actor_of(request)).select_related("product"), pk)


def in_words(row: Any, name: str) -> str:
    """What it says there; a list of choices one by one, a kind by its name."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return ", ".join(value) if isinstance(value, list) else shown(value)


def counted(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Each with how many ideas draw on it, of those that one may see."""
    if not hasattr(rows.model, "ideas"):
        return rows
    return rows.annotate(idea_count=Count("ideas", filter=Q(ideas__in=Idea.objects.visible_to(actor_of(request)).current())))


@door()
def shelf(request: HttpRequest, shelf: str) -> HttpResponse:
    """What is on one shelf, archived things last."""
    form = KeptFilter(request.GET or None, actor=actor_of(request))
    chosen = form.cleaned_data.get("product") if form.is_valid() else None
    rows = SHELVES[shelf].model.objects.visible_to(actor_of(request)).select_related("product")
    if chosen is not None:
        rows = rows.serving(chosen)
    inorder = counted(rows, request).order_by(*rows.model._meta.ordering)
    ordered = sorted(inorder[:MOST], key=lambda row: row.is_archived)
    may = actor_of(request).has(Role.PRODUCT)
    context = {"shelf": shelf, "named": SHELVES[shelf], "shelves": SHELVES, "rows": ordered, "form": form, "may": may}
    here = {str(row) for row in ordered if row.product == chosen and not row.is_archived}
    context["lacks"] = shelf == "templates" and any(starter["name"] not in here for starter in STARTERS)
    return page(request, "roadmap/setup/shelf.html", chosen=chosen, **context)


@door()
def one(request: HttpRequest, shelf: str, pk: int) -> HttpResponse:
    """One thing on a shelf, with the ideas that draw on it."""
    found, named = kept(request, shelf, pk), SHELVES[shelf]
    told = [
        (named.form.base_fields[name].label or name.replace("_", " ").capitalize(), in_words(found, name))
        for name in named.shown
        if name != "name"
    ]
    ideas = Idea.objects.visible_to(actor_of(request)).current().select_related("product", "owner", "own_stage")
    ideas = ideas.filter(pk__in=found.ideas.values("pk"))[:MOST] if hasattr(found, "ideas") else None
    may = rules.may_keep(actor_of(request), found.product)
    return page(request, "roadmap/setup/one.html", shelf=shelf, named=named, row=found, told=told, ideas=ideas, may=may)


@door(Role.PRODUCT)
def new(request: HttpRequest, shelf: str) -> HttpResponse:
    """Keep one more."""
    named, actor = SHELVES[shelf], actor_of(request)
    form = named.form(request.POST or None, actor=actor, initial={"product": request.GET.get("product")})
    del form.fields["version"]
    if form.is_valid() and (made := attempt(form, lambda: named.add(actor=actor, **form.cleaned_data))):
        toast(request, f"Added {made}.", undo=reverse(f"roadmap:{named.one}_archival", args=[made.pk]))
        return redirect(f"roadmap:{shelf}")
    return page(request, "roadmap/setup/form.html", form=form, named=named, status=422 if form.is_bound else 200)


@door(Role.PRODUCT)
def edit(request: HttpRequest, shelf: str, pk: int) -> HttpResponse:
    """Change one; whose it is stays."""
    found, named, actor = kept(request, shelf, pk), SHELVES[shelf], actor_of(request)
    first = {name: getattr(found, name) for name in (*named.shown, "version")}
    form = named.form(request.POST or None, actor=actor, initial=first)
    form.of_row(found)
    if form.is_valid() and attempt(form, lambda: named.change(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved.")
        return redirect(f"roadmap:{named.one}", pk)
    return page(request, "roadmap/setup/form.html", form=form, named=named, row=found, status=422 if form.is_bound else 200)


@require_POST
@door(Role.PRODUCT)
def archival(request: HttpRequest, shelf: str, pk: int) -> HttpResponse:
    """Archive one; sent with ``undo``, bring it back."""
    named = SHELVES[shelf]
    archive_or_bring_back(request, kept(request, shelf, pk), archive=named.archive, restore=named.restore)
    return redirect(f"roadmap:{shelf}")


@require_POST
@door(Role.PRODUCT)
def starters(request: HttpRequest) -> HttpResponse:
    """Begin with the three templates that come with us."""
    product = request.POST.get("product")
    chosen = find(Product.objects.visible_to(actor_of(request)), product) if product else None
    actions.add_starters(actor=actor_of(request), product=chosen)
    toast(request, "Three templates to begin with. Make them yours.")
    return redirect("roadmap:templates")


@require_POST
@door(Role.PRODUCT)
def field_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down by one."""
    actions.move_idea_field(kept(request, "fields", pk), up=bool(request.POST.get("up")), actor=actor_of(request))
    return redirect("roadmap:fields")


@door(Role.PRODUCT)
def own_fields(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in an idea's own fields."""
    found, actor = visible(request, pk), actor_of(request)
    form = OwnFieldsForm(request.POST or None, actor=actor, idea=found)
    return answer(
        request, form, found, lambda: actions.edit_idea(found, actor=actor, **({"custom": {}} | split(form.cleaned_data))),
        heading=f"Fields of {found.key}", done="Saved.",
    )  # fmt: skip


@door(Role.PRODUCT)
def served(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whom an idea serves."""
    found, actor = visible(request, pk), actor_of(request)
    first = {"personas": found.personas.all(), "jobs": found.jobs.all(), "version": found.version}
    form = ServedForm(request.POST or None, actor=actor, idea=found, initial=first)
    return answer(
        request, form, found, lambda: actions.say_served(found, actor=actor, **form.cleaned_data),
        heading=f"Whom {found.key} serves", done="Saved.", template="roadmap/served_form.html",
    )  # fmt: skip
