"""The web door of votes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from roadmap import actions, rules
from roadmap.forms.ideas import VoteForm
from roadmap.models import Vote
from roadmap.views.ideas import visible


@door(*rules.VOTERS)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a company's vote for an idea."""
    idea, actor = visible(request, pk), actor_of(request)
    form = VoteForm(request.POST or None, actor=actor)
    if form.is_valid() and (given := attempt(form, lambda: actions.vote(idea, actor=actor, **named(form)))):
        toast(request, f"{given.company} votes for {idea.key}.", undo=reverse("roadmap:vote_withdrawal", args=[pk, given.pk]))
        return redirect("roadmap:idea", pk)
    return page(request, "roadmap/vote_form.html", form=form, idea=idea, status=422 if form.is_bound else 200)


def named(form: VoteForm) -> dict[str, object]:
    """What the verb takes of the form: the ids found, not the words typed to find them."""
    return {name: form.cleaned_data[name] for name in ("company", "contact", "words")}


@require_POST
@door(*rules.VOTERS)
def withdrawal(request: HttpRequest, pk: int, vote_pk: int) -> HttpResponse:
    """Take a company's vote back."""
    idea = visible(request, pk)
    given = actions.withdraw_vote(find(Vote.objects.filter(idea=idea), vote_pk), actor=actor_of(request))
    toast(request, f"The vote of {given.company} is withdrawn.")
    return redirect("roadmap:idea", pk)
