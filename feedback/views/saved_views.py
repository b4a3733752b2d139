"""Saved views: name what one looks at, share it, forget it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from feedback import actions
from feedback.forms import SavedViewForm
from feedback.models import SavedView


def address_of(view: SavedView) -> str:
    """The inbox through this view."""
    return f"{reverse('feedback:inbox')}?{view.query}" if view.query else reverse("feedback:inbox")


@door()
def new(request: HttpRequest) -> HttpResponse:
    """Give what one looks at a name."""
    actor = actor_of(request)
    initial = {"query": request.GET.urlencode()}
    form = SavedViewForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "query", "is_shared")}
        if view := attempt(form, lambda: actions.save_view(actor=actor, **values)):
            toast(request, f"View “{view}” saved.")
            return redirect(address_of(view))
    return page(request, "feedback/saved_view_form.html", form=form, status=422 if form.is_bound else 200)


@door()
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view or share it."""
    actor = actor_of(request)
    view = find(SavedView.objects.visible_to(actor), pk)
    initial = {"name": view.name, "is_shared": view.is_shared, "query": view.query, "version": view.version}
    form = SavedViewForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.change_view(view, actor=actor, **form.cleaned_data)):
        toast(request, "View saved.")
        return redirect(address_of(view))
    return page(request, "feedback/saved_view_form.html", form=form, view=view, status=422 if form.is_bound else 200)


@require_POST
@door()
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view."""
    view = find(SavedView.objects.visible_to(actor_of(request)), pk)
    actions.delete_view(view, actor=actor_of(request))
    toast(request, f"View “{view}” deleted.")
    return redirect("feedback:inbox")
