"""Knowing a user again under every id that clients give them.

What an anonymous visitor did is theirs once they say who they are, whichever of the two comes in first. As PostHog has it, two
users who were both identified are never made one: the items that ask for it are refused, and the reason is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from history.moving import move_rows, movings_of
from history.rows import update_each
from people.models import Product
from usage.items import ALIAS, IDENTIFY, TRACK, Item
from usage.keeping import move_events
from usage.models import ProductUser, ProductUserQuerySet, UserAlias
from usage.order import NotAlone
from usage.traits import both_told

NOBODY = frozenset({
    "", "0", "-1", "null", "nil", "none", "nan", "undefined", "anonymous", "guest", "true", "false", "id", "user", "email",
    "distinct_id", "distinctid", "user_id", "userid", "anonymous_id", "not_authenticated", "unknown", "[object object]",
})  # fmt: skip

Place = tuple[int, str]


class Crowd:
    """The users whom some items of a product are about, each under all of the ids that the items name.

    ``refused`` are items that ask for what cannot be; ``noted`` those that were taken, but whose ids were not made one.
    Users are made one only ``alone`` (`usage.order`): others may be taking their events just now.
    """

    def __init__(self, product: Product, items: Sequence[Item], *, alone: bool) -> None:
        self.product, self.items, self.alone = product, items, alone
        self.refused: list[Place] = []
        self.refused_ids: set[int] = set()
        self.noted: list[Place] = []
        self.changed: dict[int, ProductUser] = {}
        self.by_key: dict[str, ProductUser] = {}
        self.by_pk: dict[int, ProductUser] = {}
        self.find()
        self.settle()

    def find(self) -> None:
        """Everybody whom the items name, made where we meet them for the first time."""
        named = {key for item in self.items for key in (item.user, *item.previous) if key}
        told = {item.user for item in self.items if item.kind != TRACK or item.traits or item.once or item.groups}
        told |= {key for item in self.items for key in item.previous}
        aliases = list(UserAlias.objects.filter(product=self.product, key__in=named))
        owners = {alias.user_id for alias in aliases}
        held = self.locked().filter(Q(user_key__in=told & named) | Q(pk__in=owners))  # in one go: so nobody waits in a circle
        self.know(held)
        self.know(self.rows().filter(user_key__in=named - told - set(self.by_key)))
        self.follow(aliases)
        first = first_moments(self.items)
        if missing := sorted(key for key in first if key not in self.by_key):
            new = [ProductUser(product=self.product, user_key=key, first_seen_at=first[key]) for key in missing]
            ProductUser.objects.bulk_create(new, ignore_conflicts=True)
            self.know(self.rows().filter(user_key__in=missing))
        for key, at in first.items():
            if (user := self.by_key.get(key)) is not None and at < user.first_seen_at:
                user.first_seen_at = at
                self.change(user)

    def rows(self) -> ProductUserQuerySet:
        """The users of the product."""
        return ProductUser.objects.filter(product=self.product)

    def locked(self) -> ProductUserQuerySet:
        """The same, held until the items are taken: what is told of one comes in one after the other."""
        return self.rows().order_by("pk").select_for_update(no_key=True)

    def know(self, users: Iterable[ProductUser]) -> None:
        """Keep users under their own ids, each as one object."""
        for user in users:
            self.by_key[user.user_key] = self.by_pk.setdefault(user.pk, user)

    def follow(self, aliases: Sequence[UserAlias]) -> None:
        """Find users by their other ids. One who came in under an id while it was given away is made one with its owner."""
        for alias in aliases:
            owner = self.by_pk.get(alias.user_id)
            if owner is None:
                continue
            strayed = self.by_key.get(alias.key)
            if strayed is not None and strayed is not owner and strayed.user_key == alias.key:
                self.unite(strayed, owner)
            self.by_key[alias.key] = owner

    def user_of(self, item: Item) -> ProductUser:
        """Whom an item is about."""
        return self.by_key[item.user]

    def change(self, user: ProductUser) -> None:
        """Remember to keep what changed of a user."""
        self.changed[user.pk] = user

    def keep(self) -> None:
        """Write down what changed, in one go."""
        rows = [self.changed[pk] for pk in sorted(self.changed)]
        fields = ["first_seen_at", "traits", "trait_times", "email", "company", "company_told_at", "is_identified"]
        update_each(rows, fields)

    def settle(self) -> None:
        """Go through the items in their order: who is identified by them, and which ids are one."""
        for item in self.items:
            if item.user not in self.by_key or not (item.identifies or item.previous):
                if item.kind == ALIAS:
                    self.refuse(item, why_never(item) or "This alias leads to nobody.")
                continue
            user = self.by_key[item.user]
            if item.identifies and not user.is_identified:
                user.is_identified = True
                self.change(user)
            if item.previous and (why := self.join(item)):
                self.refuse(item, why)

    def refuse(self, item: Item, why: str) -> None:
        """Say that ids are not made one. What else an identify says is taken all the same."""
        if item.kind == IDENTIFY:
            self.noted.append((item.place, f"Taken, but its ids were not joined: {why[0].lower()}{why[1:]}"))
        else:
            self.refused.append((item.place, why))
            self.refused_ids.add(id(item))

    def join(self, item: Item) -> str:
        """Make the ids of an item one user, or say why not."""
        user = self.by_key[item.user]
        others = {key: self.by_key[key] for key in item.previous if key in self.by_key}
        if why := why_never(item) or self.why_not(item, user, others):
            return why
        for other in dict.fromkeys(others.values()):
            if other is not user:
                stays, gone = (other, user) if other.is_identified else (user, other)
                self.unite(gone, stays)
                user = stays
        if not user.is_identified:
            user.is_identified = True
            self.change(user)
        new = [key for key in item.previous if key not in self.by_key]
        UserAlias.objects.bulk_create(
            [UserAlias(product=self.product, key=key, user=user, since=item.at) for key in new], ignore_conflicts=True
        )
        self.by_key |= dict.fromkeys(new, user)
        return ""

    def why_not(self, item: Item, user: ProductUser, others: dict[str, ProductUser]) -> str:
        """Why the ids of an item cannot be one user, if they cannot."""
        for key, other in others.items():
            if other is user and key == user.user_key and item.user != user.user_key:
                return "These two ids are one user already, the other way round: an alias would go in a circle."
            if other is not user and other.is_identified and user.is_identified:
                return "Two users who were both identified are not made one."
        return ""

    def unite(self, gone: ProductUser, stays: ProductUser) -> None:
        """Let everything of one user be another's: what they did, what is known of them, and every id of theirs."""
        if not self.alone:
            raise NotAlone
        pair = {
            user.pk: user for user in ProductUser.objects.filter(pk__in=(gone.pk, stays.pk)).order_by("pk").select_for_update()
        }
        if len(pair) < 2:
            return
        move_events(gone.pk, stays.pk)
        for moving in movings_of(ProductUser):
            move_rows(moving, gone, stays, lambda **_: None)
        both_told(gone, stays)
        UserAlias.objects.filter(user=gone).update(user=stays)
        UserAlias.objects.update_or_create(product=self.product, key=gone.user_key, defaults={"user": stays})
        for key in [key for key, user in self.by_key.items() if user is gone]:
            self.by_key[key] = stays
        self.by_pk.pop(gone.pk, None)
        self.changed.pop(gone.pk, None)
        gone.delete()
        self.change(stays)


def first_moments(items: Sequence[Item]) -> dict[str, datetime]:
    """When each user of the items was first seen, by their ids; an alias that never can be shows nobody."""
    first: dict[str, datetime] = {}
    for item in items:
        if item.user and not (item.kind == ALIAS and why_never(item)):
            first[item.user] = min(item.at, first.get(item.user, item.at))
    return first


def why_never(item: Item) -> str:
    """Why the ids of an item can be nobody's, whatever is known already."""
    bare = [key.removeprefix("anonymous:") for key in (item.user, *item.previous)]
    if item.user == item.previous[0]:
        return "An alias leads from one id to another; these two are the same."
    if odd := next((key for key in bare if key.strip().lower() in NOBODY), None):
        return f"“{odd}” is what a client sends when it does not know who somebody is: it names nobody."
    return ""
