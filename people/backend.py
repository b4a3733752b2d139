"""Who is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Aggregate, CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from people.models import HeldRole, Person


class Joined(Aggregate):
    """Words of several rows with commas between them."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same in Postgres' words."""
        return self.as_sql(compiler, connection, function="STRING_AGG", template="%(function)s(%(expressions)s, ',')", **context)


class Members(ModelBackend):
    """Signs people in by their password, and knows on each page, by one question, who they are and which roles they hold."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person of a session; nobody if they were suspended meanwhile."""
        person = with_roles(Person.objects.filter(pk=user_id)).first()
        return person if person is not None and self.user_can_authenticate(person) else None


def with_roles(people: QuerySet[Person]) -> QuerySet[Person]:
    """Each with ``joined_roles``, which ``Person.role_set`` reads instead of asking."""
    held = HeldRole.objects.filter(person=OuterRef("pk")).order_by().values("person")
    roles = Subquery(held.annotate(joined=Joined("role")).values("joined"))
    return people.annotate(joined_roles=Coalesce(roles, Value("")))
