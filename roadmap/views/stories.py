"""The web door of user stories: told, worded, ordered and ticked off in their place on the idea."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, as_id, asks_for_part, attempt, find, page, toast, wants_undo
from history.actor import Role
from roadmap import actions, rules
from roadmap.forms.parts import StoryForm
from roadmap.models import Idea, Story
from roadmap.views.ideas import visible


def stories_of(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    """What the part of the stories shows."""
    stories = list(idea.stories.standing())
    return {
        "idea": idea, "may": rules.may_shape(actor_of(request), idea.product) and not idea.is_archived, "stories": stories,
        "criteria_met": sum(story.met for story in stories), "criteria_all": sum(len(story.criteria) for story in stories),
    }  # fmt: skip


def shown(request: HttpRequest, idea: Idea, *, status: int = 200, **more: Any) -> HttpResponse:
    """The stories anew, in their place on the idea's page; without scripts the page of all its parts."""
    if request.method == "POST" and status == 200 and not asks_for_part(request):
        return redirect(f"{reverse('roadmap:idea_parts', args=[idea.pk])}#stories")
    context = stories_of(request, idea) | {"roles": idea.personas.values_list("name", flat=True)} | more
    template = "roadmap/parts/stories.html" if asks_for_part(request) else "roadmap/story_form.html"
    return page(request, template, status=status, **context)


def told(request: HttpRequest, pk: int) -> Story:
    """The story, if one may see it."""
    return find(Story.objects.visible_to(actor_of(request)).select_related("idea__product"), pk)


@door()
def stories(request: HttpRequest, pk: int) -> HttpResponse:
    """The stories of an idea."""
    idea = visible(request, pk)
    if not asks_for_part(request):
        return redirect(f"{reverse('roadmap:idea_parts', args=[pk])}#stories")
    return shown(request, idea)


@door(Role.PRODUCT)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a story."""
    idea, actor = visible(request, pk), actor_of(request)
    form = StoryForm(request.POST or None, actor=actor)
    del form.fields["version"]
    if form.is_valid() and attempt(form, lambda: actions.add_story(idea, actor=actor, **form.cleaned_data)):
        return shown(request, idea)
    return shown(request, idea, form=form, status=422 if form.is_bound else 200)


@door(Role.PRODUCT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Word a story anew."""
    story, actor = told(request, pk), actor_of(request)
    first = {"role": story.role, "want": story.want, "so_that": story.so_that, "version": story.version}
    criteria = "\n".join(one["text"] for one in story.criteria)
    form = StoryForm(request.POST or None, actor=actor, initial=first | {"criteria": criteria})
    if form.is_valid() and attempt(form, lambda: actions.change_story(story, actor=actor, **form.cleaned_data)):
        return shown(request, story.idea)
    return shown(request, story.idea, form=form, editing=story.pk, status=422 if form.is_bound else 200)


@require_POST
@door(Role.PRODUCT)
def criterion(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a criterion off, or on again."""
    story, said = told(request, pk), request.POST
    number, is_met = as_id(said.get("number")) or 0, said.get("is_met") == "1"
    actions.mark_criterion(story, number=number, is_met=is_met, version=as_id(said.get("version")), actor=actor_of(request))
    return shown(request, story.idea)


@require_POST
@door(Role.PRODUCT)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down by one."""
    story = told(request, pk)
    actions.move_story(story, up=bool(request.POST.get("up")), actor=actor_of(request))
    return shown(request, story.idea)


@require_POST
@door(Role.PRODUCT)
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a story off; sent with ``undo``, put it back."""
    story, actor = told(request, pk), actor_of(request)
    if wants_undo(request):
        actions.restore_story(story, actor=actor)
        return redirect("roadmap:idea", story.idea_id)
    actions.remove_story(story, actor=actor)
    toast(request, "Took the story off.", undo=f"{request.path}?undo=1")
    return shown(request, story.idea)
