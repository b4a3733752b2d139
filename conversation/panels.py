"""The conversation on the pages of the floors above: a panel for each kind of record that is talked about."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from conversation.models import Comment
from conversation.reading import conversation_on
from conversation.topics import Topic, for_each_topic
from doors.panels import ask_along, panel
from doors.web import actor_of

LAST = 95


def talk(request: HttpRequest, record: Any) -> tuple[str, dict[str, Any]]:
    """What was said about the record, and who follows it."""
    return "conversation/_panel.html", conversation_on(record, actor_of(request))


def ask_for_comments(topic: Topic) -> None:
    """A record of which nothing was said costs no look for it, where its page asks along."""
    said = Comment.objects.filter(subject_type=topic.kind, subject_id=OuterRef("pk"))
    ask_along(topic.place, has_comments=Exists(said))


def serve(place: str) -> None:
    """Show it where a page takes panels."""
    panel(place, order=LAST)(talk)


# Where the page of each kind of record takes panels, whenever that kind becomes known.
for_each_topic(lambda topic: serve(topic.place))
for_each_topic(ask_for_comments)
# Pages that show a feedback under another name: the deal behind it, the interview that it is.
serve("request")
serve("interview")
