"""Own fields in forms: as a record is filled in, and as a list is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.fields.model import FieldKind, OwnField
from doors.fields.values import LONGEST, PREFIX, stored


def asked_for(field: OwnField) -> forms.Field:
    """One of our own fields as a form asks for it; what it may hold is the verb's affair."""
    how: dict[str, Any] = {"label": field.name, "help_text": field.help, "required": False}
    if field.kind == FieldKind.CHOICE:
        return forms.ChoiceField(choices=[("", "Not known"), *((one, one) for one in field.choices)], **how)
    if field.kind == FieldKind.YES_NO:
        return forms.ChoiceField(choices=[("", "Not known"), ("yes", "Yes"), ("no", "No")], **how)
    if field.kind == FieldKind.DATE:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **how)
    if field.kind == FieldKind.NUMBER:
        return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **how)
    return forms.CharField(max_length=LONGEST, **how)


def initial_of(custom: dict[str, Any]) -> dict[str, Any]:
    """A record's own values, for its form."""
    values = custom.items()
    return {PREFIX + key: {True: "yes", False: "no"}[value] if isinstance(value, bool) else value for key, value in values}


def looked_for(field: OwnField) -> forms.Field:
    """One of our own fields as a list is narrowed by it: the words it holds, at least so much, from a day on, the one chosen."""
    found = asked_for(field)
    found.help_text = ""
    if isinstance(found, forms.ChoiceField):
        found.choices = [("", f"Any {field.name.lower()}"), *list(found.choices)[1:]]
    elif field.kind == FieldKind.NUMBER:
        found = forms.FloatField(required=False, label=f"{field.name} from")
    elif field.kind == FieldKind.DATE:
        found.label = f"{field.name} from"
    return found


def holding_own(field: OwnField, wanted: Any) -> dict[str, Any]:
    """The condition of a list that is narrowed by one of our own fields."""
    at = f"custom__{field.key}"
    if field.kind == FieldKind.TEXT:
        return {f"{at}__icontains": wanted}
    if field.kind in (FieldKind.NUMBER, FieldKind.DATE):
        return {f"{at}__gte": stored(field, wanted)}
    return {at: stored(field, wanted)}
