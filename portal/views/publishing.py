"""The colleagues' side of what is published: write it, look at it as customers do, take it off again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast, wants_undo
from history.actor import Role
from portal import actions, rules
from portal.forms import CommentForm, PublicationForm
from portal.models import Portal, Publication
from portal.reading import Part, with_companies
from portal.statuses import derived
from roadmap.models import Idea


def visible(request: HttpRequest, pk: int) -> Idea:
    """The idea, if one may see it, with what is published of it."""
    return find(Idea.objects.visible_to(actor_of(request)).select_related("product__portal", "publication"), pk)


@door(Role.PRODUCT)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish an idea, or change what is published of it."""
    idea, actor = visible(request, pk), actor_of(request)
    there = getattr(idea, "publication", None)
    first = {name: getattr(there, name) for name in ("title", "text", "overruled", "version")} if there else {"title": idea.title}
    form = PublicationForm(request.POST or None, actor=actor, initial=first, derived=derived([idea])[idea.pk])
    if form.is_valid() and attempt(form, lambda: written(idea, there, form)):
        undo = "" if there else reverse("portal:withdrawal", args=[pk])
        toast(request, "Saved." if there else f"{idea.key} is on the portal.", undo=undo)
        return redirect("roadmap:idea", pk)
    return page(
        request, "portal/publication_form.html", form=form, idea=idea, publication=there, status=422 if form.is_bound else 200
    )  # fmt: skip


def written(idea: Idea, there: Publication | None, form: PublicationForm) -> Publication:
    """The publication as the form says it."""
    values = {name: form.cleaned_data[name] for name in ("title", "text", "overruled")}
    if there is None:
        return actions.publish_idea(idea, actor=form.actor, **values)
    return actions.edit_publication(there, actor=form.actor, version=form.cleaned_data["version"], **values)


@door(Role.PRODUCT)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as customers see it, whether or not the portal is open."""
    idea = visible(request, pk)
    shown = with_companies(Publication.objects.filter(idea=idea).select_related("idea")).first()
    if shown is None:
        raise Http404
    portal = getattr(idea.product, "portal", None) or Portal(product=idea.product, slug=idea.product.key, title=idea.product.name)
    context = {
        "portal": portal, "idea": shown, "part": Part(), "takes_votes": rules.takes_votes(shown), "form": CommentForm(),
        "preview": True,
    }  # fmt: skip
    return render(request, "portal/public/idea.html", context)


@require_POST
@door(Role.PRODUCT)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the portal; sent with ``undo``, put it there again."""
    idea, actor = visible(request, pk), actor_of(request)
    there = getattr(idea, "publication", None)
    if there is None:
        raise Http404
    if wants_undo(request):
        actions.publish_again(there, actor=actor)
        toast(request, f"{idea.key} is on the portal again.")
    else:
        actions.withdraw_publication(there, actor=actor)
        toast(request, f"{idea.key} is off the portal.", undo=reverse("portal:withdrawal", args=[pk]) + "?undo=1")
    return redirect("roadmap:idea", pk)
