"""Own fields in the API: their values, as a record shows them and as a list is narrowed by them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from doors.fields.values import stored


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]})
class CustomValue(serializers.Field):
    """A text, a number, a day, one of a list, or yes or no: what the field is defined to hold."""

    default_error_messages: ClassVar = {"invalid": "A text, a number, true or false."}

    def to_internal_value(self, data: Any) -> Any:
        """What the field's own check will look at."""
        if not isinstance(data, str | int | float | bool):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        """As it is kept."""
        return value


def with_value(rows: QuerySet[Any], fields: QuerySet[Any], said: str) -> QuerySet[Any]:
    """The rows whose own field holds what is said as ``key:value``."""
    key, _, value = said.partition(":")
    field = fields.filter(key=key.strip()).first()
    if field is None:
        raise serializers.ValidationError({"custom": f"There is no field “{key[:40]}”. Write key:value."})
    try:
        return rows.filter(**{f"custom__{field.key}": stored(field, value)})
    except ValidationError as error:
        raise serializers.ValidationError({"custom": error.messages}) from error
