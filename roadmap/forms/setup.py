"""What the pages ask for where product managers keep what ideas draw on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from doors.fields.asking import asked_for, initial_of
from doors.fields.model import FieldKind
from doors.fields.values import PREFIX
from doors.forms import ActorForm, VersionField, VisibleChoice, VisibleChoices
from history.actor import Actor
from people.models import Product
from roadmap.models import Idea, IdeaField, JobToBeDone, Kept, Persona


def words(most: int, rows: int = 3, **how: Any) -> forms.CharField:
    """A few lines that may stay empty."""
    return forms.CharField(max_length=most, required=False, widget=forms.Textarea(attrs={"rows": rows}), **how)


class KeptForm(ActorForm):
    """Which product keeps it is said once; nobody's in particular is everybody's."""

    product = VisibleChoice(Product, required=False, empty_label="All products")
    version = VersionField()

    def of_row(self, row: Kept) -> None:
        """Ask only for what can be changed of a thing that is there."""
        del self.fields["product"]


class PersonaForm(KeptForm):
    """A kind of person whom ideas serve."""

    name = forms.CharField(max_length=80)
    does = words(2000, label="What they do", help_text="Their day, in a few lines.")
    goals = words(2000, help_text="What they are after.")
    pains = words(2000, help_text="What stands in their way.")


class JobForm(KeptForm):
    """What somebody is trying to get done."""

    when = forms.CharField(max_length=300, label="When …", help_text="The situation: “a technician calls in sick at six”.")
    want = forms.CharField(max_length=300, label="I want …", help_text="“to see whom else I can send”.")
    so_that = forms.CharField(max_length=300, required=False, label="so that …", help_text="“no customer waits in vain”.")


class TemplateForm(KeptForm):
    """What ideas of one kind begin with."""

    name = forms.CharField(max_length=80)
    about = forms.CharField(max_length=200, required=False, label="When to use it")
    problem = words(5000, 4)
    value = words(5000, 3, label="Value if solved")
    hypothesis = words(5000, 3)
    target_outcomes = words(5000, 3)
    notes = words(5000, 4, label="Functional notes")


class IdeaFieldForm(KeptForm):
    """A field as it is defined; what it is can be said only once."""

    name = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=FieldKind.choices, widget=forms.RadioSelect, label="What it holds", initial=FieldKind.TEXT)
    choices = words(4000, 4, help_text="For one of a list: each on a line.")
    help = forms.CharField(required=False, max_length=200, help_text="Shown beneath it, where it is filled in.")

    def clean_choices(self) -> list[str]:
        """One a line."""
        return [line for line in self.cleaned_data["choices"].splitlines() if line.strip()]

    def of_row(self, row: Kept) -> None:
        """What it holds stays, for ideas have values; the choices are asked for where there are some."""
        super().of_row(row)
        del self.fields["kind"]
        if row.choices:  # type: ignore[attr-defined]
            self.initial["choices"] = "\n".join(row.choices)  # type: ignore[attr-defined]
        else:
            del self.fields["choices"]


class OwnFieldsForm(ActorForm):
    """An idea's own fields."""

    version = VersionField()

    def __init__(self, *args: Any, actor: Actor, idea: Idea, **kwargs: Any) -> None:
        kwargs["initial"] = initial_of(idea.custom) | {"version": idea.version}
        super().__init__(*args, actor=actor, **kwargs)
        for field in IdeaField.objects.current().serving(idea.product_id):
            self.fields[PREFIX + field.key] = asked_for(field)


class KeptFilter(ActorForm):
    """Whose to show."""

    product = VisibleChoice(Product, required=False, empty_label="All products")


class ServedForm(ActorForm):
    """Whom the idea serves, and in what."""

    personas = VisibleChoices(Persona, required=False, widget=forms.CheckboxSelectMultiple)
    jobs = VisibleChoices(JobToBeDone, required=False, widget=forms.CheckboxSelectMultiple, label="Jobs to be done")
    version = VersionField()

    def __init__(self, *args: Any, actor: Actor, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for name in ("personas", "jobs"):
            self.fields[name].queryset = offered(self.fields[name].queryset, idea, name)  # type: ignore[attr-defined]


def offered(rows: QuerySet[Kept], idea: Idea, name: str) -> QuerySet[Kept]:
    """What the idea's product draws on, and what the idea has although it was archived."""
    has = getattr(idea, name).values("pk")
    return rows.serving(idea.product_id).filter(archived_at=None) | rows.filter(pk__in=has)  # type: ignore[attr-defined]
