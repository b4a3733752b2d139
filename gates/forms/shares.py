"""Shares and looks, as people write them: a share is typed and read in per cent, and kept as a fraction of one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from doors import formats
from gates.measures import measure_named

KEPT = Decimal("0.000001")
"""How finely a threshold is kept."""


class PercentField(forms.DecimalField):
    """A share, written as per cent: 20 is 0.2, and so is "20 %"."""

    unit = "%"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2} | kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The number, with or without its sign."""
        return super().to_python(value.strip().removesuffix("%") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Decimal | None:
        """The share between 0 and 1."""
        cleaned = super().clean(value)
        return None if cleaned is None else cleaned / 100


class ProbabilityField(PercentField):
    """Somebody's probability, to a tenth of a per cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 4, "decimal_places": 1} | kwargs)


def as_percent(share: Any) -> Decimal | None:
    """A share as the field shows it."""
    return None if share is None else (Decimal(str(share)) * 100).normalize() + 0


class MeasureSelect(forms.Select):
    """A choice of measures. Each option carries its unit, so that the field of its value can say it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its unit."""
        option = super().create_option(name, value, *args, **kwargs)
        if unit := unit_of(str(value)):
            option["attrs"]["data-unit"] = unit
        return option


def is_share(measure: str) -> bool:
    """Whether people write this measure in per cent."""
    found = measure_named(measure)
    return found is not None and found.unit == "share"


def unit_of(measure: str) -> str:
    """What stands beside a value of the measure: "%", the currency's sign, or nothing."""
    found = measure_named(measure)
    return {"share": "%", "money": formats.symbol().strip()}.get(found.unit, "") if found else ""


def follow_unit(form: forms.Form, field: str, measure: str) -> None:
    """Let the field show the unit of the measure that is chosen beside it."""
    chosen = form[measure]
    form.fields[field].unit = unit_of(str(chosen.value() or ""))  # type: ignore[attr-defined]
    form.fields[field].unit_from = chosen.id_for_label  # type: ignore[attr-defined]


def typed_value(measure: str, value: Decimal | None) -> Decimal | None:
    """A value of a measure as it is kept. Raises ``ValidationError`` for a share outside 0 to 100%."""
    if value is None or not is_share(measure):
        return value
    if not 0 <= value <= 100:
        raise ValidationError("A share lies between 0% and 100%.")
    return (value / 100).quantize(KEPT)


def shown_value(measure: str, value: Decimal | None) -> str | None:
    """A value of a measure as its field shows it."""
    if value is None:
        return None
    return format((value * 100 if is_share(measure) else value).normalize() + 0, "f")


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
