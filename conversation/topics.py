"""What people talk about and follow: each floor above names its kinds of record here, in a ``topics.py`` of its own.

A comment, a follower and a notification name their record by its kind and id, so that no table of ours knows theirs. What
somebody may see of them is asked of the record itself, each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from history.actor import Actor
from history.reactions import Happened, on
from history.recording import product_of
from people.models import Membership, Person, Product


@dataclass(frozen=True)
class Topic:
    """A kind of record that people talk about.

    ``place`` is where its page takes panels, ``made_by`` the events whose doer follows what they made, ``news`` what its
    followers hear of, ``owners`` the fields that name who answers for it, ``stands_for`` others whose followers hear along, each
    with the one that stands for it.

    Where some of what is said is held back for a while (a blind review), ``phase`` says under which number it is held, 0 for
    not at all, ``heard`` which held comments are heard by now, and ``unveiled_by`` the events that open them.
    """

    model: type[Model]
    slug: str
    place: str
    made_by: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    owners: tuple[str, ...] = ("owner",)
    follows_own: Callable[[Any], bool] = lambda record: True
    stands_for: Callable[[list[int]], Iterable[tuple[int, int | None]]] | None = None
    phase: Callable[[Any], int] = lambda record: 0
    heard: Callable[[], Q] | None = None
    unveiled_by: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Its model's label, as history names it."""
        return self.model._meta.label_lower

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        """The records of this kind that somebody may see."""
        return self.model._default_manager.visible_to(actor)  # type: ignore[attr-defined]


_by_slug: dict[str, Topic] = {}
_by_kind: dict[str, Topic] = {}
_heard_by: dict[str, list[Topic]] = {}
_welcomes: list[Callable[[Topic], None]] = []
Listener = Callable[[Happened, Actor], None]
_listeners: list[Listener] = []


def talk_about(topic: Topic) -> Topic:
    """Make a kind of record known."""
    _by_slug[topic.slug] = _by_kind[topic.kind] = topic
    also_news(topic, *topic.news)
    for event in (*topic.made_by, *topic.unveiled_by):
        attend(event)
    for welcome in _welcomes:
        welcome(topic)
    return topic


def for_each_topic(welcome: Callable[[Topic], None]) -> None:
    """Do something for every kind of record that is known, and for each that becomes known."""
    for topic in topics():
        welcome(topic)
    _welcomes.append(welcome)


def also_news(topic: Topic, *events: str) -> None:
    """Let the followers of a topic hear of further events: those of a floor above, say."""
    for event in events:
        attend(event).append(topic)


def attend(event: str) -> list[Topic]:
    """The topics whose followers hear of a kind of event; the first to ask has it listened to."""
    if event not in _heard_by:
        _heard_by[str(event)] = []
        on(str(event), many=True)(hear)
    return _heard_by[str(event)]


def hear(happened: Happened, actor: Actor) -> None:
    """Hand on what happened to those who follow."""
    for listen in _listeners:
        listen(happened, actor)


def listens(reaction: Listener) -> Listener:
    """React to whatever is news in some topic, or makes a record of one: to all of a kind that were written together."""
    _listeners.append(reaction)
    return reaction


def is_news(event: str, topic: Topic) -> bool:
    """Whether the followers of a topic hear of a kind of event."""
    return topic in _heard_by.get(event, ())


def topics() -> Iterable[Topic]:
    """Every topic."""
    return _by_slug.values()


def topic_named(slug: str) -> Topic | None:
    """The topic of an address, such as ``idea``."""
    return _by_slug.get(slug)


def topic_of(record: Model) -> Topic:
    """The topic that a record belongs to."""
    return _by_kind[record._meta.label_lower]


def topic_of_kind(kind: str) -> Topic | None:
    """The topic of a model's label."""
    return _by_kind.get(kind)


def is_about_visible(actor: Actor) -> Q:
    """That the record a row is about may be seen. Asked row by row of the record's own key, never of whole tables."""
    allowed = Q(pk=None)
    for topic in topics():
        seen = topic.visible_to(actor).order_by().filter(pk=OuterRef("subject_id"))
        allowed |= Q(subject_type=topic.kind) & Q(Exists(seen))
    return allowed


def readers(product: int | None) -> QuerySet[Person]:
    """Who may see records of a product, or of none."""
    people = Person.objects.active().filter(held_roles__isnull=False)
    if product is not None:
        is_open = Exists(Product.objects.filter(pk=product, is_restricted=False))
        people = people.filter(Q(is_open) | Q(Exists(Membership.objects.filter(product=product, person=OuterRef("pk")))))
    return people.distinct()


def readers_of(record: Model) -> QuerySet[Person]:
    """Who may see a record."""
    return readers(product_of(record))
