"""The API door of the users of products."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.db.models import Q, QuerySet
from rest_framework import serializers

from doors.api import Collection, RecordShape, roles, verb
from history.actor import Role
from usage import actions
from usage.models import ProductUser, ProductUserQuerySet, UserAlias

KEEPING = roles(Role.ADMIN)


class ProductUserShape(RecordShape):
    """A user of a product, under every id that clients gave them."""

    ids = serializers.SerializerMethodField()

    class Meta:
        model = ProductUser
        fields: ClassVar = [
            "id", "product", "user_key", "ids", "company", "email", "traits", "is_identified", "first_seen_at", "erased_at",
        ]  # fmt: skip

    def get_ids(self, user: ProductUser) -> list[str]:
        """Their own id first."""
        return [user.user_key, *(alias.key for alias in user.aliases.all())]


class ProductUserFilter(django_filters.FilterSet):
    """By product, company, and any of their ids."""

    key = django_filters.CharFilter(method="with_key", help_text="One of the ids, exactly.")
    q = django_filters.CharFilter(method="with_words", help_text="Part of an id, an e-mail address or a company's name.")

    class Meta:
        model = ProductUser
        fields: ClassVar = ["product", "company", "is_identified"]

    def with_key(self, rows: ProductUserQuerySet, name: str, key: str) -> ProductUserQuerySet:
        """Whoever goes by an id."""
        return rows.filter(Q(user_key=key) | Q(pk__in=UserAlias.objects.filter(key=key).values("user")))

    def with_words(self, rows: ProductUserQuerySet, name: str, words: str) -> ProductUserQuerySet:
        """Whoever is called so."""
        return rows.known_as(words)


class ProductUserCollection(Collection):
    """Users of the products, as their clients name them."""

    model = ProductUser
    shape = ProductUserShape
    orderings = ("first_seen_at", "user_key")
    filterset_class = ProductUserFilter

    def records(self) -> QuerySet[ProductUser]:
        """With all of their ids."""
        return super().records().prefetch_related("aliases")

    @verb(policy=KEEPING)
    def erase(self, user: ProductUser) -> ProductUser:
        """Forget who a user is, for good: ids, traits, and what their events carry. What was done stays counted."""
        return actions.erase_user(user, actor=self.request.actor)
