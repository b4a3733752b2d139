"""What product managers want to know of every idea of a product beside its canvas: fields of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from doors.fields.model import OwnField
from roadmap.models.kept import Kept

TAKEN = "There is a field of this name already."


class IdeaField(OwnField, Kept):
    """One field of every idea of a product, or of all ideas."""

    page = "roadmap:field"

    class Meta(OwnField.Meta):
        constraints = (
            models.UniqueConstraint(
                Lower("name"), "product", condition=Q(archived_at=None), name="idea_field_name_once_a_product",
                violation_error_message=TAKEN,
            ),
            models.UniqueConstraint(
                Lower("name"), condition=Q(archived_at=None, product=None), name="idea_field_shared_name_once",
                violation_error_message=TAKEN,
            ),
        )  # fmt: skip
