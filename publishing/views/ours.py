"""The colleagues' pages: views of the roadmap, their cards' words, and the link."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from publishing import actions, rules
from publishing.forms import CardForm, LinkForm, PickForm, ViewForm, WordsForm, first_words_of
from publishing.models import Card, Field, RoadmapView
from publishing.reading import lanes_for
from roadmap.models import Initiative


def visible(request: HttpRequest, pk: int) -> RoadmapView:
    """The view, if one may see it."""
    return find(RoadmapView.objects.visible_to(actor_of(request)).select_related("product", "line", "made_by"), pk)


def seen(request: HttpRequest, pk: int) -> Initiative:
    """The initiative, if one may see it."""
    return find(Initiative.objects.visible_to(actor_of(request)).select_related("product"), pk)


@door()
def view_list(request: HttpRequest) -> HttpResponse:
    """The roadmap views, by audience."""
    rows = RoadmapView.objects.visible_to(actor_of(request)).select_related("product", "line").prefetch_related("links", "cards")
    views = sorted(rows, key=lambda view: (view.archived_at is not None, view.name.casefold()))
    may = rules.may_publish(actor_of(request), None)
    return page(request, "publishing/view_list.html", views=views, may=may)


@door()
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """One view as its readers read it, and for product managers what it takes to keep it."""
    found, actor = visible(request, pk), actor_of(request)
    may = rules.may_publish(actor, found.product)
    link = found.links.filter(revoked_at=None).first() if found.is_for_customers and may else None
    return page(
        request, "publishing/view.html", view=found, lanes=lanes_for(found, actor), may=may, link=link,
        labels=dict(Field.choices),
    )  # fmt: skip


@door(Role.PRODUCT)
def new_view(request: HttpRequest) -> HttpResponse:
    """Make a view."""
    form = ViewForm(request.POST or None, actor=actor_of(request))
    if form.is_valid() and (made := attempt(form, lambda: made_of(form, request))):
        toast(request, f"{made} is there.")
        return redirect("publishing:view", made.pk)
    return page(
        request, "publishing/view_form.html", form=form, heading="New roadmap view", status=422 if form.is_bound else 200
    )  # fmt: skip


def made_of(form: ViewForm, request: HttpRequest) -> RoadmapView:
    """The view that the form describes."""
    values = {name: value for name, value in form.values().items() if name != "version"}
    return actions.make_view(actor=actor_of(request), **values)


@door(Role.PRODUCT)
def edit_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a view."""
    found = visible(request, pk)
    form = ViewForm(request.POST or None, actor=actor_of(request), view=found, initial=first_words_of(found))
    return answer(
        request, form, found, lambda: actions.change_view(found, actor=actor_of(request), **form.values()), done="Saved.",
        heading=f"Edit {found}", template="publishing/view_form.html",
    )  # fmt: skip


@door(Role.PRODUCT)
def picking(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose an initiative to put on a view; its words are written on the next page."""
    found = visible(request, pk)
    form = PickForm(request.POST or None, actor=actor_of(request), view=found)
    if form.is_valid():
        return redirect("publishing:card", pk, form.cleaned_data["initiative"].pk)
    return page(
        request, "roadmap/form.html", form=form, heading=f"Put a card on {found}", button="Write its words",
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@door(Role.PRODUCT)
def card(request: HttpRequest, pk: int, initiative_pk: int) -> HttpResponse:
    """Write what a view says of an initiative."""
    found, initiative = visible(request, pk), seen(request, initiative_pk)
    there = Card.objects.filter(view=found, initiative=initiative).first()
    first = {"title": initiative.title} if there is None else {"title": there.title, "text": there.text, "version": there.version}
    form = CardForm(request.POST or None, actor=actor_of(request), initial=first)
    return answer(
        request, form, found, lambda: actions.word_card(found, initiative, actor=actor_of(request), **form.cleaned_data),
        done=f"{initiative.key} is on {found}.", heading=f"{initiative.key} on {found}", initiative=initiative,
        template="publishing/card_form.html",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def card_removal(request: HttpRequest, pk: int, initiative_pk: int) -> HttpResponse:
    """Take an initiative's words off a view."""
    found, initiative = visible(request, pk), seen(request, initiative_pk)
    actions.take_card_off(found, initiative, actor=actor_of(request))
    toast(request, f"{initiative.key} is off {found}. Its words are in the history.")
    return redirect("publishing:view", pk)


@door()
def words(request: HttpRequest, pk: int, initiative_pk: int) -> HttpResponse:
    """A colleague says a few words about a card: they become feedback."""
    found, initiative = visible(request, pk), seen(request, initiative_pk)
    on_it = Card.objects.filter(view=found, initiative=initiative).first()
    if on_it is None:
        raise Http404
    form = WordsForm(request.POST or None)
    return answer(
        request, form, found, lambda: actions.react(on_it, text=form.cleaned_data["text"], actor=actor_of(request)),
        done="Thank you. It is in the inbox.", heading=f"About “{on_it}”", button="Send", template="publishing/words_form.html",
    )  # fmt: skip


@door(Role.PRODUCT)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a view, or change how it is reached."""
    found, actor = visible(request, pk), actor_of(request)
    there = found.links.filter(revoked_at=None).first()
    first = {"expires_on": there.expires_on, "frame_origins": "\n".join(there.frame_origins)} if there else {}
    form = LinkForm(request.POST or None, actor=actor, link=there, initial=first)
    verb = actions.change_link if there else actions.publish_view
    return answer(
        request, form, found, lambda: verb(found, actor=actor, **form.values(is_new=there is None)),
        done="Saved." if there else f"{found} is published.", heading="The link" if there else f"Publish {found}",
        button="Save" if there else "Publish",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke the link."""
    actions.revoke_link(visible(request, pk), actor=actor_of(request))
    toast(request, "The link shows nothing any more.")
    return redirect("publishing:view", pk)


@require_POST
@door(Role.PRODUCT)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a view away."""
    found = actions.archive_view(visible(request, pk), actor=actor_of(request))
    toast(request, f"{found} is archived.", undo=reverse("publishing:unarchival", args=[pk]))
    return redirect("publishing:view_list")


@require_POST
@door(Role.PRODUCT)
def unarchival(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a view back."""
    found = actions.unarchive_view(visible(request, pk), actor=actor_of(request))
    toast(request, f"{found} is back.")
    return redirect("publishing:view", pk)


def answer(
    request: HttpRequest, form: Form, found: RoadmapView, verb: Any, *, done: str, heading: str, button: str = "Save",
    template: str = "roadmap/form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Run the verb of a valid form and go back to the view; else show the form with what is wrong."""
    if form.is_valid() and attempt(form, verb):
        toast(request, done)
        return redirect("publishing:view", found.pk)
    context = {"form": form, "view": found, "heading": heading, "button": button, **more}
    return page(request, template, status=422 if form.is_bound else 200, **context)
