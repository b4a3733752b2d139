"""The web door of splitting an idea: choose what the new one gets, and take it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from roadmap import actions
from roadmap.forms.splitting import SplitForm
from roadmap.models import IdeaSplit
from roadmap.views.ideas import visible


@door(Role.PRODUCT)
def split_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the words that speak for something else, and make that an idea of its own."""
    found, actor = visible(request, pk), actor_of(request)
    form = SplitForm(request.POST or None, actor=actor, idea=found)
    if form.is_valid() and (split := attempt(form, lambda: actions.split_idea(found, actor=actor, **form.cleaned_data))):
        toast(request, f"{split.made.key} is split off {found.key}.", undo=reverse("roadmap:split_undoing", args=[split.pk]))
        return redirect("roadmap:idea", split.made_id)
    return page(request, "roadmap/split.html", form=form, idea=found, status=422 if form.is_bound else 200)


@require_POST
@door(Role.PRODUCT)
def split_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a split back."""
    actor = actor_of(request)
    split = actions.undo_split(find(IdeaSplit.objects.visible_to(actor), pk), actor=actor)
    toast(request, f"The words and votes are with IDEA-{split.source_id} again.")
    return redirect("roadmap:idea", split.source_id)
