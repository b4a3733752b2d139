"""Forms whose choices are what the actor may see."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from history.actor import Actor

LONGEST_ID = 18  # digits


class VisibleChoice(forms.ModelChoiceField):
    """A choice among the rows that the actor may see; any other id is no valid choice."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        self.model = model
        super().__init__(queryset=model._default_manager.none(), **kwargs)

    def narrow(self, actor: Actor) -> None:
        """Offer what this actor may see."""
        self.queryset = self.model._default_manager.visible_to(actor)  # type: ignore[attr-defined]


class SeveralChoice(forms.ModelMultipleChoiceField):
    """Several rows. A number that is too long for any row's id is no valid choice; the database would not even look for it."""

    def clean(self, value: Any) -> Any:
        for pk in value if isinstance(value, list | tuple) else ():
            if len(str(pk)) > LONGEST_ID:
                told = {"pk": f"{str(pk)[:LONGEST_ID]}…"}
                raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value", params=told)
        return super().clean(value)


class VisibleChoices(SeveralChoice):
    """Several of the rows that the actor may see."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        self.model = model
        super().__init__(queryset=model._default_manager.none(), **kwargs)

    narrow = VisibleChoice.narrow


class ActorForm(forms.Form):
    """A form filled in by an actor. It parses shape; whether it may be is the verb's affair."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, VisibleChoice | VisibleChoices):
                field.narrow(actor)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What stands there already; a number as one would type it, without the zeros that its column keeps."""
        value = super().get_initial_for_field(field, field_name)
        if not isinstance(value, Decimal):
            return value
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


class VersionField(forms.IntegerField):
    """The version that the editor saw, carried by the form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, required=False, min_value=1, **kwargs)
