"""The verbs of products and product lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people import rules
from people.events import PeopleEvent
from people.models import Membership, Person, Product, ProductLine


@transaction.atomic
def add_product_line(*, name: str, actor: Actor) -> ProductLine:
    """Make a product line."""
    require(rules.may_administer(actor))
    line = ProductLine(name=name.strip())
    line.full_clean()
    line.save()
    record(PeopleEvent.LINE_ADDED, line, actor=actor)
    return line


@transaction.atomic
def add_product(
    *, name: str, actor: Actor, key: str = "", description: str = "", line: ProductLine | None = None,
    is_restricted: bool = False, members: Iterable[Person] = (),
) -> Product:  # fmt: skip
    """Add a product. A restricted one shows itself to ``members`` only. Without a ``key`` its name gives one."""
    require(rules.may_administer(actor))
    key = key.strip() or slugify(name)[:12].strip("-")
    product = Product(name=name.strip(), key=key, description=description, line=line, is_restricted=is_restricted)
    product.full_clean()
    product.save()
    members = list(members)
    Membership.objects.bulk_create([Membership(product=product, person=person) for person in members])
    record(PeopleEvent.PRODUCT_ADDED, product, actor=actor, restricted=is_restricted, members=[person.pk for person in members])
    return product


@transaction.atomic
def change_product(product: Product, *, actor: Actor, version: int | None = None, **values: Any) -> Product:
    """Change a product's name, description, line, or whether it is restricted to its members."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(rules.may_administer(actor))
    changes = change(product, values, version=version)
    if changes:
        record(PeopleEvent.PRODUCT_CHANGED, product, actor=actor, changes=changes)
    return product


@transaction.atomic
def set_members(product: Product, *, members: Iterable[Person], actor: Actor) -> Product:
    """Say who sees a restricted product: these people and no others."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(rules.may_administer(actor))
    before = sorted(product.memberships.values_list("person_id", flat=True))
    after = sorted({person.pk for person in members})
    product.memberships.exclude(person_id__in=after).delete()
    rows = [Membership(product=product, person_id=pk) for pk in after]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)
    if before != after:
        record(PeopleEvent.MEMBERS_CHANGED, product, actor=actor, before=before, after=after)
    return product


@transaction.atomic
def archive_product(product: Product, *, actor: Actor, reason: str = "") -> Product:
    """Put a product away. What belongs to it stays readable."""
    product = Product.objects.select_for_update().get(pk=product.pk)
    require(rules.may_administer(actor))
    if product.archived_at is not None:
        raise NotPossible(f"{product} is archived already.")
    product.archived_at, product.version = clock.now(), product.version + 1
    product.save(update_fields=["archived_at", "version"])
    record(PeopleEvent.PRODUCT_ARCHIVED, product, actor=actor, reason=reason)
    return product
