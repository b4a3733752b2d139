"""Shares and looks, as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class PercentField(forms.DecimalField):
    """A share, written as per cent: 20 is 0.2."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2} | kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """The share between 0 and 1."""
        cleaned = super().clean(value)
        return None if cleaned is None else cleaned / 100


def as_percent(share: Any) -> Decimal | None:
    """A share as the field shows it."""
    return None if share is None else (Decimal(str(share)) * 100).normalize() + 0


class LooksField(forms.CharField):
    """Numbers of companies, such as "6, 9, 12"."""

    def to_python(self, value: Any) -> Any:
        """The numbers, one by one."""
        text = super().to_python(value)
        try:
            return [int(part) for part in str(text).replace(";", ",").replace(" ", ",").split(",") if part]
        except ValueError as error:
            raise ValidationError("Whole numbers, such as 6, 9, 12.") from error

    def prepare_value(self, value: Any) -> Any:
        """As people read them."""
        return ", ".join(str(part) for part in value) if isinstance(value, list) else value
