"""What every API collection shares: policy, pages, strict shapes, versions, idempotency, and verbs as sub-resources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from doors.models import GivenAnswer
from doors.policy import Policy

MEMBERS = Policy()


class Shape(serializers.Serializer):
    """A shape that names its fields and refuses keys that it does not know."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise ValidationError(dict.fromkeys(unknown, "There is no such field."))
        return super().to_internal_value(data)


class RecordShape(serializers.ModelSerializer):
    """A record as the API shows it. Read-only: verbs write."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only = True
        return fields


class Nothing(Shape):
    """The body of a verb that needs no words."""


class ReasonIn(Shape):
    """Why."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class Visible(serializers.PrimaryKeyRelatedField):
    """The id of a record that the actor may see; a hidden one and a missing one give the same error."""

    def __init__(self, model: type[Model] | None = None, **kwargs: Any) -> None:
        self.model = model
        super().__init__(queryset=model._default_manager.all() if model else None, pk_field=serializers.IntegerField(), **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return self.model._default_manager.visible_to(self.context["request"].actor)  # type: ignore[union-attr]

    def use_pk_only_optimization(self) -> bool:
        return True


class Schema(AutoSchema):
    """Describes verbs as they are: what goes in is the verb's shape, what comes out is the record's."""

    def get_request_serializer(self) -> Any:
        return self.view.shape_in(self.view.action) or super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        return self.view.shape_out(self.view.action) or super().get_response_serializers()

    def get_override_parameters(self) -> list[Any]:
        parameters = super().get_override_parameters()
        if self.method == "POST":
            parameters.append(
                OpenApiParameter(
                    "Idempotency-Key",
                    str,
                    OpenApiParameter.HEADER,
                    description="The same key and body gets the same answer again.",
                )
            )
        if self.method == "PATCH":
            parameters.append(
                OpenApiParameter(
                    "If-Match", str, OpenApiParameter.HEADER, description="The version that you saw. Another one answers 409."
                )
            )
        return parameters


class Collection(GenericViewSet):
    """A collection of records: list, one, and the verbs that its subclass names.

    A subclass gives ``model``, ``shape``, ``policies`` (for list and retrieve any member unless said otherwise), and where
    it makes or changes records ``make_shape`` with ``make()``, ``change_shape`` with ``change()``. ``orderings`` are the
    fields and figures that its list can be ordered by beside the id; none of them is ever null.
    """

    model: ClassVar[type[Model]]
    shape: ClassVar[type[serializers.BaseSerializer]]
    policies: ClassVar[dict[str, Policy]] = {}
    make_shape: ClassVar[type[Shape] | None] = None
    change_shape: ClassVar[type[Shape] | None] = None
    orderings: ClassVar[tuple[str, ...]] = ()
    known_parameters: ClassVar[frozenset[str]] = frozenset()
    schema = Schema()
    lookup_value_regex = r"\d{1,18}"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def policy_of(self, name: str) -> Policy:
        """The policy declared for an action."""
        declared = getattr(getattr(self, name, None), "policy", None) or self.policies.get(name)
        if declared is None and name in ("list", "retrieve", "metadata"):
            return MEMBERS
        if declared is None:
            raise ImproperlyConfigured(f"{type(self).__name__}.{name} declares no policy.")
        return declared

    def shape_in(self, name: str) -> Any:
        """The shape of what an action takes."""
        return {"create": self.make_shape, "partial_update": self.change_shape}.get(name) or getattr(
            getattr(self, name, None), "shape_in", None
        )

    def shape_out(self, name: str) -> Any:
        """The shape of what an action answers."""
        return getattr(getattr(self, name, None), "shape_out", None) or self.shape

    def get_serializer_class(self) -> Any:
        return self.shape

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.records().order_by(self.pagination_class.ordering)

    def known_orderings(self) -> list[str]:
        """Each thing to order by, up and down."""
        return [f"{sign}{name}" for name in ("id", *self.orderings) for sign in ("", "-")]

    def ordering_of(self, request: Request) -> str:
        """The order that the request asks for; one that is not on the list is refused."""
        asked = request.query_params.get("ordering") if self.action == "list" else None
        if asked is not None and asked not in self.known_orderings():
            raise ValidationError({"ordering": f"There is no such order. Known are: {', '.join(self.known_orderings())}."})
        return asked or self.pagination_class.ordering

    def records(self) -> QuerySet[Any]:
        """What the actor may see of this collection; subclasses add what their shape needs joined."""
        return self.model._default_manager.visible_to(self.request.actor)  # type: ignore[attr-defined]

    def filled(self, records: list[Any]) -> list[Any]:
        """Records with what their shape shows beside their columns; subclasses count it for all of them together."""
        return records

    def show(self, record: Any, *, shape: Any = None, code: int = status.HTTP_200_OK) -> Response:
        """A record as the answer, with its version as the entity tag."""
        body = (shape or self.shape)(record, context=self.get_serializer_context()).data
        version = getattr(record, "version", None)
        return Response(body, status=code, headers={"ETag": f'"{version}"'} if version else {})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the collection."""
        self.refuse_unknown_parameters()
        rows = self.filled(self.paginate_queryset(self.filter_queryset(self.get_queryset())))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One record."""
        return self.show(self.get_object())

    def refuse_unknown_parameters(self) -> None:
        """A misspelt filter must not silently mean "everything"."""
        filters = getattr(self, "filterset_class", None)
        known = {"cursor", "page_size", "ordering", "format", *self.known_parameters, *(filters.base_filters if filters else ())}
        unknown = sorted(set(self.request.query_params) - known)
        if unknown:
            raise ValidationError({name: f"There is no such filter. Known are: {', '.join(sorted(known))}." for name in unknown})

    def read(self, shape: type[serializers.BaseSerializer], **kwargs: Any) -> dict[str, Any]:
        """The request's body, parsed by its shape."""
        parsed = shape(data=self.request.data, context=self.get_serializer_context(), **kwargs)
        parsed.is_valid(raise_exception=True)
        return dict(parsed.validated_data)

    def seen_version(self) -> int | None:
        """The version that ``If-Match`` names."""
        header = self.request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
        if not header or header == "*":
            return None
        if not header.isdigit() or len(header) > 9:
            raise ValidationError({"If-Match": 'Send the version that you saw, such as "3".'})
        return int(header)

    def unkept(self, work: Callable[[], Response]) -> Response:
        """Run a write whose answer shows a secret: it is not kept for a repeated ``Idempotency-Key``."""
        if self.request.headers.get("Idempotency-Key"):
            raise ValidationError({"Idempotency-Key": "A key is shown once, so this request cannot be repeated."})
        return work()

    def once(self, work: Callable[[], Response]) -> Response:
        """Run a write once per ``Idempotency-Key``; without one, simply run it."""
        key = self.request.headers.get("Idempotency-Key", "").strip()
        if not key:
            return work()
        if len(key) > 128:
            raise ValidationError({"Idempotency-Key": "At most 128 characters."})
        body = json.dumps(self.request.data, sort_keys=True, default=str)
        seal = hashlib.sha256(f"{self.request.method} {body}".encode()).hexdigest()
        route = self.request.path[:300]
        try:
            with transaction.atomic():
                given = GivenAnswer.objects.create(person=self.request.user, key=key, route=route, body_hash=seal)
                response = work()
                given.status, given.body = response.status_code, json.loads(json.dumps(response.data, default=str))
                given.save(update_fields=["status", "body"])
                return response
        except IntegrityError:
            given_before = GivenAnswer.objects.filter(person=self.request.user, key=key).first()
            if given_before is None:
                raise
        if (given_before.route, given_before.body_hash) != (route, seal):
            problem = {"type": "about:blank", "title": "Key used before", "status": 422}
            detail = "This Idempotency-Key was used for another request. Use a new one."
            return Response(problem | {"detail": detail}, status=422, content_type="application/problem+json")
        return Response(given_before.body, status=given_before.status, headers={"Idempotent-Replay": "true"})


class Makes:
    """Adds POST on the collection: the subclass's ``make(data)`` calls the verb."""

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a record."""
        return self.once(lambda: self.show(self.make(self.read(self.make_shape)), code=status.HTTP_201_CREATED))  # type: ignore[attr-defined]


class Changes:
    """Adds PATCH on a record: the subclass's ``change(record, data, version)`` calls the verb."""

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change what is named; the rest stays."""
        record = self.get_object()  # type: ignore[attr-defined]
        return self.once(lambda: self.show(self.change(record, self.read(self.change_shape, partial=True), self.seen_version())))  # type: ignore[attr-defined]


def verb(
    shape: type[Shape] = Nothing, *, policy: Policy, out: Any = None, path: str = "", code: int = 200
) -> Callable[[Callable[..., Any]], Any]:
    """A verb on a record, ``POST …/{id}/verb-name/``: the method gets record and parsed body, and returns what to show."""

    def declare(method: Callable[..., Any]) -> Any:
        def handler(self: Collection, request: Request, pk: str | None = None, **kwargs: Any) -> Response:
            record = self.get_object()
            return self.once(lambda: self.show(method(self, record, **self.read(shape)), shape=out, code=code))

        handler.__name__, handler.__doc__ = method.__name__, method.__doc__
        routed = action(detail=True, methods=["post"], url_path=path or method.__name__.replace("_", "-"))(handler)
        routed.policy, routed.shape_in, routed.shape_out = policy, shape, out
        return routed

    return declare


def roles(*names: str) -> Policy:
    """A policy for holders of one of the roles."""
    return Policy(frozenset(str(name) for name in names))
