"""Who is told of what happened. A few rows in the verb's own transaction; what is mailed goes by a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from conversation.models import USUAL, Comment, Follow, Means, Notice, NoticeKind, Preference
from conversation.topics import Topic, readers
from history.actor import system
from history.models import Event
from jobs.actions import enqueue

TELLER = "the notifications"
Spares = Callable[[Event, Any], Iterable[int]]
_spares: dict[str, list[Spares]] = {}


def mailed_elsewhere(*kinds: str) -> Callable[[Spares], Spares]:
    """Say whom a mail of another kind tells of an event: ``f(event, subject) -> ids of people``. They get no second one."""

    def keep(function: Spares) -> Spares:
        for kind in kinds:
            _spares.setdefault(str(kind), []).append(function)
        return function

    return keep


@dataclass(frozen=True)
class Tidings:
    """What people are told of: an event, the record that it is about, and whom."""

    event: Event
    about: tuple[str, int]
    people: Iterable[int]
    subject: Any = None
    comment: Comment | None = None

    @property
    def keys(self) -> list[int]:
        """Whom: never whoever did it."""
        return sorted(set(self.people) - {self.event.actor_id})


def tell(
    event: Event, about: tuple[str, int], people: Iterable[int], *, kind: str, comment: Comment | None = None, subject: Any = None
) -> int:
    """Tell people of an event, each as they want it, but never whoever did it. Who was told of it already is told once."""
    return tell_all([Tidings(event, about, people, subject, comment)], kind=kind)


def tell_all(tidings: Iterable[Tidings], *, kind: str) -> int:
    """Tell people of many events at once."""
    tidings = [one for one in tidings if one.keys]
    keys = {pk for one in tidings for pk in one.keys}
    if not keys:
        return 0
    wanted = dict(Preference.objects.filter(person__in=keys, kind=kind).values_list("person", "means"))
    means = {pk: wanted.get(pk, USUAL[NoticeKind(kind)]) for pk in keys}
    rows = [row for one in tidings for row in notices(one, means, kind)]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    for pk in dict.fromkeys(row.event_id for row in rows if row.mail == Means.MAIL):
        slot = f"notices {pk}"
        enqueue("conversation.mail_notices", pk, actor=system(TELLER), title="Mail notifications", slot=slot)
    return len(rows)


def notices(one: Tidings, means: dict[int, str], kind: str) -> list[Notice]:
    """What each is told of an event, by the means that they chose; nothing by mail where another mail tells it."""
    is_mailed = any(means[pk] in (Means.MAIL, Means.DIGEST) for pk in one.keys)
    spared = told_elsewhere(one.event, one.subject) if is_mailed else set()
    return [
        Notice(
            person_id=pk, event=one.event, kind=kind, comment=one.comment, subject_type=one.about[0], subject_id=one.about[1],
            at=one.event.at, mail=Means.APP if pk in spared else means[pk],
        )
        for pk in one.keys
        if means[pk] != Means.OFF
    ]  # fmt: skip


def told_elsewhere(event: Event, subject: Any) -> set[int]:
    """Who gets another mail about the same."""
    return {pk for function in _spares.get(event.kind, ()) for pk in function(event, subject)}


def followers(topic: Topic, pk: int, product: int | None) -> set[int]:
    """Who follows a record, or one that it stands for, and may see it."""
    return followers_of_each(topic, {pk: product})[pk]


def followers_of_each(topic: Topic, products: dict[int, int | None]) -> dict[int, set[int]]:
    """Who follows each of many records, named with their products, and may see it."""
    whose: dict[int, int | None] = {pk: pk for pk in products}
    if topic.stands_for is not None:
        whose |= {other: pk for other, pk in topic.stands_for(list(products)) if other not in products}
    rows = Follow.objects.standing().filter(subject_type=topic.kind, subject_id__in=list(whose))
    found: dict[int, set[int]] = {pk: set() for pk in products}
    for record, person in rows.values_list("subject_id", "person"):
        found[whose[record] or record].add(person)
    following = {pk: people for pk, people in found.items() if people}
    for product in {products[pk] for pk in following}:
        those = set().union(*(people for pk, people in following.items() if products[pk] == product))
        may_see = set(readers(product).filter(pk__in=those).values_list("pk", flat=True))
        for pk in following:
            if products[pk] == product:
                found[pk] &= may_see
    return found


def tell_of_comment(comment: Comment, event: Event, mentioned: Iterable[int]) -> None:
    """Those who are mentioned are told so; the other followers that there is a comment."""
    about = (comment.subject_type, comment.subject_id)
    named = set(mentioned)
    tell(event, about, named, kind=NoticeKind.MENTION, comment=comment)
    topic = comment.topic
    others = followers(topic, comment.subject_id, event.product_id) if topic is not None else set()
    tell(event, about, others - named, kind=NoticeKind.COMMENT, comment=comment)
