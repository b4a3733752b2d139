"""Own fields of companies: which are at work, and a company's values after some were given."""

from __future__ import annotations

from typing import Any

from customers.models import CompanyField
from doors.fields import values


def current_fields() -> list[CompanyField]:
    """The fields at work, in their order."""
    return list(CompanyField.objects.current())


def changed(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """All values of a company after some were given; what is not named stays."""
    return values.changed(current_fields(), before, given)
