"""The web door of links between ideas, and of coming back to one that ended."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, as_id, find, toast
from history.actor import Role
from roadmap import actions
from roadmap.forms.parts import IdeaLinkForm
from roadmap.linked import AS_ONE
from roadmap.models import Idea, IdeaLink, LinkKind
from roadmap.views.ideas import answer, visible


@door(Role.PRODUCT)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Link an idea to another."""
    found, actor = visible(request, pk), actor_of(request)
    first = {"kind": request.GET.get("kind", "depends_on"), "to": as_id(request.GET.get("to"))}
    form = IdeaLinkForm(request.POST or None, actor=actor, initial=first)

    def linked() -> IdeaLink:
        kind, to = form.cleaned_data["kind"], form.cleaned_data["to"]
        one, other = (to, found) if kind == "needed_by" else (found, to)
        return actions.link_ideas(one, to=other, kind=LinkKind.RELATED if kind == "related" else LinkKind.DEPENDS_ON, actor=actor)

    return answer(
        request, form, found, linked, heading=f"Link {found.key}", button="Link", done="Linked.",
        template="roadmap/link_form.html", options_url=f"{reverse('roadmap:idea_finder')}?besides={pk}",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link away."""
    link = find(IdeaLink.objects.visible_to(actor_of(request)).select_related(*AS_ONE), pk)
    again = reverse("roadmap:idea_link_return", args=[link.idea_id, link.other_id, link.kind])
    actions.unlink_ideas(link, actor=actor_of(request))
    toast(request, f"{link.idea.key} and {link.other.key} are linked no more.", undo=again)
    here = as_id(request.POST.get("here"))
    return redirect("roadmap:idea", here if here in (link.idea_id, link.other_id) else link.idea_id)


@require_POST
@door(Role.PRODUCT)
def return_(request: HttpRequest, pk: int, idea_pk: int, kind: str) -> HttpResponse:
    """Link two ideas again, whose link was taken away."""
    if kind not in LinkKind.values:
        raise Http404
    to = find(Idea.objects.visible_to(actor_of(request)), idea_pk)
    actions.link_ideas(visible(request, pk), to=to, kind=kind, actor=actor_of(request))
    return redirect("roadmap:idea", pk)


@require_POST
@door(Role.PRODUCT)
def revival(request: HttpRequest, pk: int) -> HttpResponse:
    """Come back to an idea that ended, as a new one."""
    revived = actions.revive_idea(visible(request, pk), actor=actor_of(request))
    toast(request, f"{revived.key} begins where this one ended.")
    return redirect("roadmap:idea", revived.pk)
