"""What others read of the roadmap: views for three audiences, the customers' one by a link, and release notes."""

from __future__ import annotations

from typing import Any

from line.demo.making.stage import Stage
from line.demo.publications import CARDS, NOTES, REACTIONS, VIEWS, Notes, View
from publishing import actions as publishing
from publishing.events import READERS

MADE, PUBLISHED, REACTED = -31, -30, -6


def lay_publications(stage: Stage) -> None:
    """The views, then the words for customers, then what they say to them; notes of what came out."""
    views: dict[str, Any] = {}
    for view in VIEWS:
        stage.on(MADE, lambda view=view: make(stage, views, view), hour=15)
    stage.on(PUBLISHED, lambda: publish(stage, views), hour=10)
    for number, (card, words) in enumerate(REACTIONS):
        stage.on(REACTED + number, lambda card=card, words=words: react(stage, views, card, words), hour=20)
    for notes in NOTES:
        stage.on(notes.day, lambda notes=notes: note(stage, notes), hour=16)


def make(stage: Stage, views: dict[str, Any], view: View) -> None:
    """A view for one audience."""
    names = {name: value for name, value in (("now_name", view.now), ("later_name", view.later)) if value}
    views[view.key] = publishing.make_view(
        name=view.name, audience=view.audience, title=view.title, intro=view.intro, actor=stage.as_(view.owner),
        takes_reactions=view.audience == "customers", **names,
    )  # fmt: skip


def publish(stage: Stage, views: dict[str, Any]) -> None:
    """Customers read the cards that were worded for them, by a link."""
    for card, title, text in CARDS:
        initiative = stage.initiatives[card]
        publishing.word_card(views["customers"], initiative, title=title, text=text, actor=stage.as_("tomasz"))
    publishing.publish_view(views["customers"], actor=stage.as_("tomasz"))


def react(stage: Stage, views: dict[str, Any], card: str, words: str) -> None:
    """Somebody who follows the link says a few words, which are feedback."""
    about = views["customers"].cards.get(initiative=stage.initiatives[card])
    publishing.react(about, text=words, actor=READERS)


def note(stage: Stage, notes: Notes) -> None:
    """What came out, drafted from the cards, and published where it is ready."""
    actor = stage.as_(notes.owner)
    drafted = publishing.draft_notes(
        stage.products[notes.product], since=stage.date(notes.since), until=stage.date(notes.day), actor=actor
    )
    if notes.is_published:
        publishing.publish_notes(drafted, actor=actor)
