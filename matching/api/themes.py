"""Themes, for programs."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from doors.api import Changes, Collection, RecordShape, Shape, Visible, roles, verb
from feedback.models import Feedback
from history.actor import Role
from matching import actions
from matching.figures import weights_of
from matching.models import Theme, ThemeState
from people.models import Product

PRODUCT = roles(Role.PRODUCT)


class ThemeShape(RecordShape):
    """A group of feedback that says the same, with what stands behind it as far as you may see."""

    key = serializers.CharField()
    feedback_count = serializers.SerializerMethodField()
    weeks = serializers.SerializerMethodField()
    company_count = serializers.SerializerMethodField()
    arr = serializers.SerializerMethodField()

    class Meta:
        model = Theme
        fields = (
            "id", "key", "version", "name", "label", "words", "state", "product", "central", "idea", "merged_into", "created_at",
            "feedback_count", "weeks", "company_count", "arr",
        )  # fmt: skip

    def get_feedback_count(self, theme: Theme) -> int:
        """How much feedback is in it."""
        return theme.weight.count

    def get_weeks(self, theme: Theme) -> list[int]:
        """How much was said in each of the last twelve weeks, the oldest first."""
        return theme.weight.weeks

    def get_company_count(self, theme: Theme) -> int:
        """The companies, each once."""
        return len(theme.weight.companies)

    def get_arr(self, theme: Theme) -> str:
        """Their ARR."""
        return str(theme.weight.arr)


class ThemeChange(Shape):
    """A theme's name."""

    name = serializers.CharField(max_length=120)


class ThemeMergeIn(Shape):
    """The theme that stays."""

    into = Visible(Theme)


class ThemeSplitIn(Shape):
    """Which feedback goes, and what it is called there."""

    feedback = Visible(Feedback, many=True)
    name = serializers.CharField(max_length=120)


class ThemeIdeaIn(Shape):
    """The idea that it becomes."""

    product = Visible(Product)
    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=10_000, required=False, allow_blank=True)


class ThemeSearchIn(Shape):
    """How far apart texts of one theme may lie, and how many days are looked at."""

    distance = serializers.FloatField(min_value=0.4, max_value=0.6, default=0.5)
    days = serializers.IntegerField(min_value=7, max_value=3660, default=180)


class ThemeSearchOut(serializers.Serializer):
    """The job that looks."""

    job = serializers.IntegerField()


class ThemeFilter(django_filters.FilterSet):
    """By state, product, and the feedback in it."""

    state = django_filters.MultipleChoiceFilter(choices=ThemeState.choices)
    product = django_filters.NumberFilter(field_name="product_id")
    feedback = django_filters.NumberFilter(method="with_feedback")

    class Meta:
        model = Theme
        fields: tuple[str, ...] = ()

    def with_feedback(self, rows: QuerySet[Theme], name: str, pk: Any) -> QuerySet[Theme]:
        """Themes that hold a feedback which one may see."""
        seen = Feedback.objects.visible_to(self.request.actor).filter(pk=pk)
        return rows.filter(members__feedback__in=seen, members__is_out=False)


class ThemeCollection(Changes, Collection):
    """What customers talk about."""

    model = Theme
    shape = ThemeShape
    change_shape = ThemeChange
    filterset_class = ThemeFilter
    policies = {"partial_update": PRODUCT, "search": PRODUCT}

    def weighed(self, themes: list[Theme]) -> list[Theme]:
        """Themes with their figures."""
        weights = weights_of(themes, self.request.actor)
        for theme in themes:
            theme.weight = weights[theme.pk]
        return themes

    def paginate_queryset(self, queryset: Any) -> Any:
        return self.weighed(super().paginate_queryset(queryset))

    def show(self, record: Any, **options: Any) -> Response:
        """A theme with its figures."""
        if isinstance(record, Theme):
            self.weighed([record])
        return super().show(record, **options)

    def change(self, theme: Theme, data: dict[str, Any], version: int | None) -> Theme:
        return actions.name_theme(theme, actor=self.request.actor, version=version, **data)

    @verb(policy=PRODUCT)
    def keep(self, theme: Theme) -> Theme:
        """Keep it as it is labelled."""
        return actions.keep_theme(theme, actor=self.request.actor)

    @verb(policy=PRODUCT)
    def dismiss(self, theme: Theme) -> Theme:
        """Say that it is none; the same group is not proposed again."""
        return actions.dismiss_theme(theme, actor=self.request.actor)

    @verb(policy=PRODUCT)
    def restore(self, theme: Theme) -> Theme:
        """Bring a dismissed or merged one back."""
        return actions.restore_theme(theme, actor=self.request.actor)

    @verb(ThemeMergeIn, policy=PRODUCT)
    def merge(self, theme: Theme, into: Theme) -> Theme:
        """Merge it into another."""
        return actions.merge_themes(theme, actor=self.request.actor, into=into)

    @verb(ThemeSplitIn, policy=PRODUCT)
    def split(self, theme: Theme, feedback: list[Feedback], name: str) -> Theme:
        """Take some feedback into a theme of its own, which is the answer."""
        return actions.split_theme(theme, actor=self.request.actor, feedback=feedback, name=name)

    @verb(ThemeIdeaIn, policy=PRODUCT)
    def make_idea(self, theme: Theme, **values: Any) -> Theme:
        """Make an idea of it, with its feedback as insights."""
        actions.make_idea(theme, actor=self.request.actor, **values)
        return Theme.objects.get(pk=theme.pk)

    @action(detail=False, methods=["post"])
    def search(self, request: Request) -> Response:
        """Have themes looked for anew, in the background."""

        def work() -> Response:
            _, job = actions.search_themes(actor=request.actor, **self.read(ThemeSearchIn))
            return Response(ThemeSearchOut({"job": job.pk}).data, status=202)

        return self.once(work)

    search.shape_in, search.shape_out = ThemeSearchIn, ThemeSearchOut  # type: ignore[attr-defined]
