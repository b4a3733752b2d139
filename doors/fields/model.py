"""What an organisation wants to know of its records beside what every organisation does: fields of its own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models


class FieldKind(models.TextChoices):
    """What a value is."""

    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    CHOICE = "choice", "One of a list"
    YES_NO = "yes_no", "Yes or no"


class OwnField(models.Model):
    """One field. ``key`` is its name in the API and in files, and stays what it was whatever the field is called later."""

    key = models.CharField(
        max_length=40, unique=True, editable=False,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", "Letters, digits and _ only.")],
    )  # fmt: skip
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=FieldKind.choices)
    choices: Any = models.JSONField(default=list, blank=True)
    help = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A field to choose from has something to choose."""
        if self.kind == FieldKind.CHOICE and len(self.choices) < 2:
            raise ValidationError({"choices": "Name at least two to choose from."})
        if self.kind != FieldKind.CHOICE and self.choices:
            raise ValidationError({"choices": "Only a field to choose from has choices."})
