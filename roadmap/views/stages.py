"""The web door of stages: how ideas flow through them, and what a product calls its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from people.models import Product
from roadmap import actions, rules
from roadmap.flow import flow_of
from roadmap.forms.merging import picked_by
from roadmap.forms.stages import DropForm, FlowForm, MoveSeveralForm, NewStageForm, StageForm
from roadmap.models import NEEDED, OF_WORK, OwnStage, stages_of

MOST_DROPPED = 20


@door()
def flow(request: HttpRequest) -> HttpResponse:
    """How many ideas are in each stage of a product, for how long, and which wait too long."""
    actor = actor_of(request)
    form = FlowForm(request.GET or None, actor=actor)
    products = Product.objects.visible_to(actor).current().order_by("name")
    chosen = form.cleaned_data.get("product") if form.is_valid() else None
    product = chosen or products.first()
    form.initial["product"] = product
    return page(
        request, "roadmap/flow.html", form=form, product=product, stays=flow_of(product) if product is not None else [],
        may=rules.may_shape(actor, product) if product is not None else False,
    )  # fmt: skip


@door(Role.PRODUCT)
def move_ideas(request: HttpRequest) -> HttpResponse:
    """Move the ideas that were picked on the list to one kind of stage."""
    actor, asked = actor_of(request), request.POST if request.method == "POST" else request.GET
    picked = picked_by(actor, asked.getlist("ideas"))
    form = MoveSeveralForm(request.POST or None, actor=actor)
    if form.is_valid():
        moved = attempt(form, lambda: actions.move_ideas(actor=actor, **form.cleaned_data))
        if moved is not None:
            toast(request, f"{len(moved)} idea{'s' if len(moved) != 1 else ''} moved.")
            return redirect("roadmap:idea_list")
    return page(request, "roadmap/move_several.html", form=form, ideas=picked, status=422 if form.is_bound else 200)


@door(Role.PRODUCT)
def stages(request: HttpRequest, pk: int) -> HttpResponse:
    """The stages of a product: their names, order, limits and expected days; and a new one."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    form = NewStageForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.add_stage(product, actor=actor, **form.cleaned_data))):
        toast(request, f"{product} has the stage {made}.", undo=reverse("roadmap:stage_dropping", args=[made.pk]))
        return redirect("roadmap:stages", pk)
    rows = stages_of(product)
    return page(
        request, "roadmap/stages.html", form=form, product=product, stages=rows, is_own=bool(rows[0].pk),
        dropped=OwnStage.objects.filter(product=product).exclude(dropped_at=None).order_by("-dropped_at")[:MOST_DROPPED],
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def stages_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a product stages of its own, to begin with those that all have."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    actions.own_stages(product, actor=actor)
    toast(request, f"{product} has stages of its own now. Rename, add, drop and order them.")
    return redirect("roadmap:stages", pk)


@door(Role.PRODUCT)
def stage_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a stage, or say how many ideas it holds and for how long."""
    found, actor = visible(request, pk), actor_of(request)
    first = {name: getattr(found, name) for name in ("name", "limit", "holds", "days", "version")}
    form = StageForm(request.POST or None, actor=actor, initial=first)
    if form.is_valid() and attempt(form, lambda: actions.change_stage(found, actor=actor, **form.cleaned_data)):
        toast(request, "Saved.")
        return redirect("roadmap:stages", found.product_id)
    return page(
        request, "roadmap/stage_setting.html", form=form, stage=found, is_of_work=found.kind in OF_WORK,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def stage_placing(request: HttpRequest, pk: int) -> HttpResponse:
    """One place earlier or later."""
    found = visible(request, pk)
    by = -1 if request.POST.get("by") == "up" else 1
    actions.place_stage(found, actor=actor_of(request), by=by)
    return redirect("roadmap:stages", found.product_id)


@door(Role.PRODUCT)
def stage_dropping(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a stage, and say where its ideas go."""
    found, actor = visible(request, pk), actor_of(request)
    form = DropForm(request.POST if request.method == "POST" else None, actor=actor, stage=found)
    back = "" if found.ideas.exists() else reverse("roadmap:stage_return", args=[pk])  # where ideas went along, they stay
    if form.is_valid() and attempt(form, lambda: actions.drop_stage(found, actor=actor, **form.cleaned_data)):
        toast(request, f"{found} is dropped.", undo=back)
        return redirect("roadmap:stages", found.product_id)
    return page(
        request, "roadmap/stage_drop.html", form=form, stage=found, count=found.ideas.count(), is_needed=found.kind in NEEDED,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def stage_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a dropped stage back."""
    found = actions.restore_stage(visible(request, pk), actor=actor_of(request))
    toast(request, f"{found} is back.")
    return redirect("roadmap:stages", found.product_id)


def visible(request: HttpRequest, pk: int) -> OwnStage:
    """The stage, if one may see its product."""
    return find(OwnStage.objects.visible_to(actor_of(request)).select_related("product"), pk)
