"""What one reads of the conversation about a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, prefetch_related_objects

from conversation import rules
from conversation.mentions import handles_in
from conversation.models import Comment, Follow
from conversation.topics import topic_of
from doors.panels import may_have
from history.actor import Actor


@dataclass
class Thread:
    """A comment and the answers to it."""

    first: Comment
    replies: list[Comment] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many were written in it."""
        return 1 + len(self.replies)


def conversation_on(record: Model, actor: Actor) -> dict[str, Any]:
    """Threads and followers of a record that the actor sees, in a number of queries that does not grow with them."""
    said = Comment.objects.on(record).heard_by(actor).for_pages()
    comments = list(said) if may_have(record, "has_comments") else []
    prefetch_related_objects([one for one in comments if handles_in(one.text or "")], "mentioned")
    follows = list(Follow.objects.on(record).standing().select_related("person").order_by("person__name", "id"))
    threads = {one.pk: Thread(one) for one in comments if one.reply_to_id is None}
    for one in comments:
        if one.reply_to_id in threads:
            threads[one.reply_to_id].replies.append(one)
    shown = [thread for thread in threads.values() if not thread.first.is_deleted or thread.replies]
    topic = topic_of(record)
    return {
        "record": record, "topic": topic, "threads": shown, "reader": actor.person,
        "count": sum(not one.is_deleted for one in comments),
        "followers": [row.person for row in follows if row.person.is_active],
        "is_followed": any(actor.is_person(row.person) for row in follows), "may_follow": rules.may_follow(actor),
        "may_talk": rules.may_talk(actor), "is_held": bool(topic.phase(record)),
    }  # fmt: skip
