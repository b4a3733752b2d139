"""The web door of merging ideas: the one that stays is found, both are seen side by side, and it can be undone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.fields.values import shown as own_words
from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from history.moving import counted, would_move
from roadmap import actions, rules
from roadmap.actions.merging import OWN
from roadmap.forms.merging import IdeaValuesForm, IntoForm, SeveralForm, label_of, picked_by, shown
from roadmap.guards import may_merge
from roadmap.models import Idea, IdeaField, IdeaMerge
from roadmap.tally import tally_ideas
from roadmap.views.ideas import visible


@door(Role.PRODUCT)
def merge_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the idea that stays, see both side by side, and merge this one into it."""
    gone, actor = visible(request, pk), actor_of(request)
    asked = IntoForm(request.GET if {"into", "into_title"} & set(request.GET) else None, actor=actor)
    if not asked.is_valid():
        return page(
            request, "roadmap/merge_which.html", form=asked, idea=gone, may_go=may_merge(gone),
            options_url=f"{reverse('roadmap:idea_finder')}?product={gone.product_id}&besides={pk}",
            status=422 if asked.is_bound else 200,
        )  # fmt: skip
    stays = asked.cleaned_data["into"]
    form = IdeaValuesForm(request.POST if request.method == "POST" else None, actor=actor, gone=gone, stays=stays)
    if form.is_valid() and (made := attempt(form, lambda: actions.merge_idea(gone, into=stays, take=form.taken(), actor=actor))):
        toast(request, f"{gone.key} is merged into {stays.key}.", undo=way_back([made]))
        return redirect("roadmap:idea", stays.pk)
    return page(
        request, "roadmap/merge.html", form=form, gone=gone, stays=stays, may_go=may_merge(gone),
        sides=tally_ideas([stays, gone], actor), moving=would_move(gone, stays, actor) if gone != stays else [],
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@door(Role.PRODUCT)
def merge_ideas(request: HttpRequest) -> HttpResponse:
    """Merge the ideas that were picked on the list into one of them."""
    actor, asked = actor_of(request), request.POST if request.method == "POST" else request.GET
    picked = tally_ideas(picked_by(actor, asked.getlist("ideas")), actor)
    best = max(picked, key=lambda idea: (idea.weight, idea.insight_count, -idea.pk), default=None)
    form = SeveralForm(request.POST or None, actor=actor, initial={"ideas": [idea.pk for idea in picked], "into": best})
    form.fields["into"].queryset = Idea.objects.filter(pk__in=[idea.pk for idea in picked])  # type: ignore[attr-defined]
    if form.is_valid():
        into, others = form.cleaned_data["into"], form.others()
        if made := attempt(form, lambda: actions.merge_ideas(others, into=into, actor=actor)):
            toast(request, f"{len(made)} idea{'s are' if len(made) > 1 else ' is'} merged into {into.key}.", undo=way_back(made))
            return redirect("roadmap:idea", into.pk)
    return page(request, "roadmap/merge_several.html", form=form, ideas=picked, best=best, status=422 if form.is_bound else 200)


@door()
def idea_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge: what moved, which words were taken, and the way back."""
    actor = actor_of(request)
    rows = IdeaMerge.objects.visible_to(actor).select_related("gone", "stays__product", "by", "undone_by")
    found = find(rows, pk)
    fields = {field.attname: field for field in Idea._meta.fields}
    taken = {name: pair for name, pair in found.changes.items() if name in fields}
    values = [(label_of(fields[name].name), *(in_words(fields[name], one) for one in pair)) for name, pair in taken.items()]
    own = {f"{OWN}{field.key}": field.name for field in IdeaField.objects.all()}
    values += [
        (own.get(name, name), *(own_words(one) for one in pair)) for name, pair in found.changes.items() if name not in taken
    ]
    return page(
        request, "roadmap/merged.html", merge=found, moved=counted(found.moved.all(), actor), values=values,
        may=rules.may_shape(actor, found.stays.product), undo_url=way_back([found]),
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def merge_undoing(request: HttpRequest) -> HttpResponse:
    """Tell ideas apart again: those of the merges named."""
    actor = actor_of(request)
    merges = [find(IdeaMerge.objects.visible_to(actor), one) for one in dict.fromkeys(request.GET.getlist("merge"))]
    done = actions.undo_idea_merges(merges, actor=actor)
    toast(request, f"{' and '.join(f'IDEA-{merge.gone_id}' for merge in done) or 'Nothing'} stands on its own again.")
    return redirect("roadmap:idea", done[0].gone_id) if done else redirect("roadmap:idea_list")


def way_back(merges: list[IdeaMerge]) -> str:
    """The address that undoes merges."""
    return f"{reverse('roadmap:idea_merge_undoing')}?{urlencode([('merge', merge.pk) for merge in merges])}"


def in_words(field: Any, value: Any) -> str:
    """A value that was written down, as people read it: a row by its name."""
    if field.is_relation and value is not None:
        return str(field.related_model._base_manager.filter(pk=value).first() or "")
    return shown(value)
