"""The web door of an organisation's own fields, in the settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from customers import actions
from customers.models import CompanyField
from doors.fields.model import FieldKind
from doors.forms import ActorForm, VersionField
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, page, toast
from history.actor import Role


class FieldForm(ActorForm):
    """A field as it is defined; what it is can be said only once."""

    name = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=FieldKind.choices, widget=forms.RadioSelect, label="What it holds", initial=FieldKind.TEXT)
    choices = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), help_text="For one of a list: each on a line."
    )
    help = forms.CharField(required=False, max_length=200, help_text="Shown beneath it, where it is filled in.")
    version = VersionField()

    def clean_choices(self) -> list[str]:
        """One a line."""
        return [line for line in self.cleaned_data["choices"].splitlines() if line.strip()]


@door(Role.ADMIN)
def field_list(request: HttpRequest) -> HttpResponse:
    """The fields in their order, archived ones last."""
    fields = sorted(CompanyField.objects.all(), key=lambda field: field.archived_at is not None)
    last = max((field.position for field in fields if field.archived_at is None), default=0)
    return page(request, "customers/field_list.html", fields=fields, last=last)


@door(Role.ADMIN)
def new_field(request: HttpRequest) -> HttpResponse:
    """Define a field."""
    actor = actor_of(request)
    form = FieldForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.add_field(actor=actor, **without(form, "version")))):
        toast(request, f"Every company has {made} now.", undo=reverse("customers:field_archival", args=[made.pk]))
        return redirect("customers:fields")
    return page(request, "customers/field_form.html", form=form, status=422 if form.is_bound else 200)


@door(Role.ADMIN)
def field(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a field's name, help or choices."""
    actor = actor_of(request)
    found = find(CompanyField.objects.visible_to(actor), pk)
    initial = {"name": found.name, "help": found.help, "choices": "\n".join(found.choices), "version": found.version}
    form = FieldForm(request.POST or None, actor=actor, initial=initial)
    del form.fields["kind"]
    if found.kind != FieldKind.CHOICE:
        del form.fields["choices"]
    if form.is_valid() and attempt(form, lambda: actions.change_field(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("customers:fields")
    return page(request, "customers/field_form.html", form=form, field=found, status=422 if form.is_bound else 200)


def without(form: ActorForm, *names: str) -> dict[str, Any]:
    """What the form says, without some of it."""
    return {name: value for name, value in form.cleaned_data.items() if name not in names}


@require_POST
@door(Role.ADMIN)
def field_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a field; sent with ``undo``, bring it back."""
    actor = actor_of(request)
    found = find(CompanyField.objects.visible_to(actor), pk)
    archive_or_bring_back(request, found, archive=actions.archive_field, restore=actions.restore_field)
    return redirect("customers:fields")


@require_POST
@door(Role.ADMIN)
def field_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down by one."""
    actor = actor_of(request)
    actions.move_field(find(CompanyField.objects.visible_to(actor), pk), up=bool(request.POST.get("up")), actor=actor)
    return redirect("customers:fields")
