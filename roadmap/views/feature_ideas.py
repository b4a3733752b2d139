"""The web door of a feature's ideas: linked and unlinked from the feature's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from roadmap import actions
from roadmap.forms.initiatives import PickIdeaForm
from roadmap.models import Idea
from usage.models import Feature


@door(Role.PRODUCT)
def feature_ideas(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in which idea a feature began."""
    actor = actor_of(request)
    feature = find(Feature.objects.visible_to(actor), pk)
    form = PickIdeaForm(request.POST or None, actor=actor)
    if form.is_valid() and attempt(
        form, lambda: actions.link_feature(form.cleaned_data["idea"], feature=feature, actor=actor)
    ):  # fmt: skip
        toast(request, f"Linked {form.cleaned_data['idea'].key}.", undo=removal_of(feature, form.cleaned_data["idea"]))
        return redirect("usage:feature", pk)
    return page(
        request, "roadmap/pick_idea_form.html", form=form, heading=f"The idea behind {feature}", button="Link",
        options_url=f"{reverse('roadmap:idea_finder')}?product={feature.product_id}", status=422 if form.is_bound else 200,
    )  # fmt: skip


def removal_of(feature: Feature, idea: Idea) -> str:
    """The address that unlinks the two."""
    return reverse("roadmap:feature_idea_removal", args=[feature.pk, idea.pk])


@require_POST
@door(Role.PRODUCT)
def feature_idea_removal(request: HttpRequest, pk: int, idea_pk: int) -> HttpResponse:
    """Say that a feature does not show an idea after all."""
    actor = actor_of(request)
    feature = find(Feature.objects.visible_to(actor), pk)
    found = find(Idea.objects.visible_to(actor), idea_pk)
    actions.unlink_feature(found, feature=feature, actor=actor)
    toast(request, f"Unlinked {found.key}.")
    return redirect("usage:feature", pk)
