"""What ideas draw on, for programs: personas, jobs to be done, templates."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from doors.api import Changes, Collection, Makes, RecordShape, Shape, Visible, roles, verb
from doors.fields.model import FieldKind
from doors.policy import Policy
from history.actor import Role
from people.models import Product
from roadmap import actions
from roadmap.models import PREFILLED, IdeaField, IdeaTemplate, JobToBeDone, Kept, Persona

SHAPERS = roles(Role.PRODUCT)
OF_ALL = ["id", "version", "product"]
TIMES = ["created_at", "archived_at"]


def some(most: int, **how: Any) -> serializers.CharField:
    """A text that may stay empty."""
    return serializers.CharField(max_length=most, allow_blank=True, required=False, **how)


class PersonaShape(RecordShape):
    """A persona. Without a product it is shared by all."""

    class Meta:
        model = Persona
        fields: ClassVar = [*OF_ALL, "name", "does", "goals", "pains", *TIMES]


class PersonaChange(Shape):
    """What one may change of a persona."""

    name = serializers.CharField(max_length=80)
    does = some(2000)
    goals = some(2000)
    pains = some(2000)


class PersonaMake(PersonaChange):
    """A new persona."""

    product = Visible(Product, required=False, allow_null=True)


class JobToBeDoneShape(RecordShape):
    """A job to be done: when …, I want …, so that …."""

    class Meta:
        model = JobToBeDone
        fields: ClassVar = [*OF_ALL, "when", "want", "so_that", *TIMES]


class JobToBeDoneChange(Shape):
    """What one may change of a job to be done."""

    when = serializers.CharField(max_length=300)
    want = serializers.CharField(max_length=300)
    so_that = some(300)


class JobToBeDoneMake(JobToBeDoneChange):
    """A new job to be done."""

    product = Visible(Product, required=False, allow_null=True)


class IdeaTemplateShape(RecordShape):
    """What the canvas of a new idea begins with."""

    class Meta:
        model = IdeaTemplate
        fields: ClassVar = [*OF_ALL, "name", "about", *PREFILLED, *TIMES]


class IdeaTemplateChange(Shape):
    """What one may change of a template."""

    name = serializers.CharField(max_length=80)
    about = some(200, help_text="When to use it.")
    problem = some(5000)
    value = some(5000)
    hypothesis = some(5000)
    target_outcomes = some(5000)
    notes = some(5000)


class IdeaTemplateMake(IdeaTemplateChange):
    """A new template."""

    product = Visible(Product, required=False, allow_null=True)


class IdeaFieldShape(RecordShape):
    """A field of ideas; its values are in an idea's ``custom`` under ``key``."""

    choices = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = IdeaField
        fields: ClassVar = [*OF_ALL, "key", "name", "kind", "choices", "help", "position", *TIMES]


class IdeaFieldChange(Shape):
    """What can be changed of a field."""

    name = serializers.CharField(max_length=60)
    choices = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=50)
    help = some(200)


class IdeaFieldMake(IdeaFieldChange):
    """A field as it is defined."""

    kind = serializers.ChoiceField(FieldKind.choices)
    product = Visible(Product, required=False, allow_null=True)


class IdeaFieldMove(Shape):
    """Up or down by one."""

    up = serializers.BooleanField()


class KeptFilters(django_filters.FilterSet):
    """Whose, whether archived, and what an idea of a product can draw on."""

    product = django_filters.NumberFilter()
    serving = django_filters.NumberFilter(
        method="of_product", label="What ideas of this product draw on: its own and what all share."
    )
    archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)

    def of_product(self, rows: QuerySet[Kept], name: str, product: Any) -> QuerySet[Kept]:
        """Its own, and the shared."""
        return rows.serving(int(product))  # type: ignore[attr-defined]


class KeptCollection(Makes, Changes, Collection):
    """What product managers keep; each subclass names its verbs."""

    filterset_class = KeptFilters
    policies: ClassVar[dict[str, Policy]] = {"create": SHAPERS, "partial_update": SHAPERS}
    verbs: ClassVar[tuple[Any, ...]]

    def make(self, data: dict[str, Any]) -> Kept:
        """Keep one more."""
        return self.verbs[0](actor=self.request.actor, **data)

    def change(self, row: Kept, data: dict[str, Any], version: int | None) -> Kept:
        """Change what it says."""
        return self.verbs[1](row, actor=self.request.actor, version=version, **data)

    @verb(policy=SHAPERS)
    def archive(self, row: Kept) -> Kept:
        """Offer it no more. Ideas that have it keep it."""
        return self.verbs[2](row, actor=self.request.actor)

    @verb(policy=SHAPERS)
    def restore(self, row: Kept) -> Kept:
        """Offer it again."""
        return self.verbs[3](row, actor=self.request.actor)


class PersonaCollection(KeptCollection):
    """Personas: kinds of people whom ideas serve."""

    model, shape, make_shape, change_shape = Persona, PersonaShape, PersonaMake, PersonaChange
    orderings = ("name", "created_at")
    verbs = (actions.add_persona, actions.change_persona, actions.archive_persona, actions.restore_persona)


class JobToBeDoneCollection(KeptCollection):
    """Jobs to be done: what people are trying to get done, whatever they use for it."""

    model, shape, make_shape, change_shape = JobToBeDone, JobToBeDoneShape, JobToBeDoneMake, JobToBeDoneChange
    orderings = ("created_at",)
    verbs = (actions.add_job, actions.change_job, actions.archive_job, actions.restore_job)


class IdeaTemplateCollection(KeptCollection):
    """Templates: what the canvas of a new idea begins with."""

    model, shape, make_shape, change_shape = IdeaTemplate, IdeaTemplateShape, IdeaTemplateMake, IdeaTemplateChange
    orderings = ("name", "created_at")
    verbs = (actions.add_template, actions.change_template, actions.archive_template, actions.restore_template)


class IdeaFieldCollection(KeptCollection):
    """Fields of their own that ideas of a product, or all ideas, have."""

    model, shape, make_shape, change_shape = IdeaField, IdeaFieldShape, IdeaFieldMake, IdeaFieldChange
    orderings = ("position", "name")
    verbs = (actions.add_idea_field, actions.change_idea_field, actions.archive_idea_field, actions.restore_idea_field)

    @verb(IdeaFieldMove, policy=SHAPERS)
    def move(self, field: IdeaField, up: bool) -> IdeaField:
        """Let a field change places with its neighbour."""
        return actions.move_idea_field(field, up=up, actor=self.request.actor)


routes = [
    ("personas", PersonaCollection),
    ("jobs-to-be-done", JobToBeDoneCollection),
    ("idea-templates", IdeaTemplateCollection),
    ("idea-fields", IdeaFieldCollection),
]
