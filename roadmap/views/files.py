"""The web door of designs and files of ideas. What people send is only ever downloaded, never shown by us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.attaching import sent
from doors.policy import door
from doors.web import actor_of, find, toast, wants_undo
from history.actor import Role
from roadmap import actions
from roadmap.forms.parts import DesignForm, IdeaFileForm
from roadmap.models import Design, IdeaFile
from roadmap.views.ideas import answer, visible


@door(Role.PRODUCT)
def new_design(request: HttpRequest, pk: int) -> HttpResponse:
    """Link to a design."""
    found, actor = visible(request, pk), actor_of(request)
    form = DesignForm(request.POST or None, actor=actor)
    del form.fields["version"]
    return answer(
        request, form, found, lambda: actions.add_design(found, actor=actor, **form.cleaned_data),
        heading=f"Link a design to {found.key}", button="Link", done="Linked.",
    )  # fmt: skip


@door(Role.PRODUCT)
def edit_design(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a design another title or address."""
    design, actor = found_in(Design, request, pk), actor_of(request)
    first = {"title": design.title, "address": design.address, "version": design.version}
    form = DesignForm(request.POST or None, actor=actor, initial=first)
    return answer(
        request, form, design.idea, lambda: actions.change_design(design, actor=actor, **form.cleaned_data),
        heading="Edit the design", done="Saved.",
    )  # fmt: skip


@require_POST
@door(Role.PRODUCT)
def design_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a design off; sent with ``undo``, put it back."""
    return off_or_back(request, found_in(Design, request, pk), actions.remove_design, actions.restore_design)


@door(Role.PRODUCT)
def new_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file."""
    found, actor = visible(request, pk), actor_of(request)
    form = IdeaFileForm(request.POST or None, request.FILES or None, actor=actor)

    def kept() -> IdeaFile:
        file = form.cleaned_data["file"]
        return actions.add_file(found, file=file, name=file.name, actor=actor)

    return answer(
        request, form, found, kept, heading=f"Attach a file to {found.key}", button="Attach", done="Attached.",
        template="roadmap/file_form.html",
    )  # fmt: skip


@door()
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The file, to be saved."""
    return sent(find(IdeaFile.objects.visible_to(actor_of(request)), pk))


@require_POST
@door(Role.PRODUCT)
def file_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off; sent with ``undo``, put it back."""
    return off_or_back(request, found_in(IdeaFile, request, pk), actions.remove_file, actions.restore_file)


def found_in(model: Any, request: HttpRequest, pk: int) -> Any:
    """The row of an idea that one may see, taken off or not."""
    return find(model.objects.of_visible(actor_of(request)).select_related("idea__product"), pk)


def off_or_back(request: HttpRequest, row: Any, off: Callable[..., Any], back: Callable[..., Any]) -> HttpResponse:
    """Take it off with an undo, or put it back."""
    is_back = wants_undo(request)
    (back if is_back else off)(row, actor=actor_of(request))
    toast(request, f"{'Put back' if is_back else 'Took off'} {row}.", undo="" if is_back else f"{request.path}?undo=1")
    return redirect(reverse("roadmap:idea", args=[row.idea_id]))
