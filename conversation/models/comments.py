"""What somebody said about a record."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString

from conversation import mentions
from conversation.models.about import About, AboutQuerySet
from conversation.topics import is_about_visible, topics
from history import clock
from history.actor import Actor
from history.versions import Versioned

ME = settings.AUTH_USER_MODEL


def is_heard() -> Q:
    """That a comment was never held back, or that what held it back is over."""
    heard = Q(phase=0)
    for topic in topics():
        if topic.heard is not None:
            heard |= Q(subject_type=topic.kind) & topic.heard()
    return heard


class CommentQuerySet(AboutQuerySet):
    """Questions about comments."""

    def visible_to(self, actor: Actor) -> Self:
        """Comments on records that one may see, as far as they are heard by now."""
        if actor.is_system:
            return self
        return self.filter(is_about_visible(actor)).heard_by(actor) if actor.roles else self.none()

    def heard_by(self, actor: Actor) -> Self:
        """What nothing holds back from somebody: in a blind review it is its author's alone until the reveal."""
        return self if actor.is_system else self.filter(is_heard() | Q(author=actor.person))

    def heard(self) -> Self:
        """What nothing holds back from anybody."""
        return self.filter(is_heard())

    def for_pages(self) -> Self:
        """With all that a page shows of each, in the order in which they were written."""
        return self.select_related("author", "resolved_by").order_by("id")


class Comment(About, Versioned):
    """One thing that somebody said about a record; a reply belongs to the comment that began its thread.

    Its words are its author's: who deletes a comment takes them out of the database, and what stays is that it was there.
    """

    author = models.ForeignKey(ME, on_delete=models.PROTECT, related_name="comments")
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField(max_length=10_000, null=True, blank=True)
    mentioned = models.ManyToManyField(ME, blank=True, related_name="+")
    phase = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Above 0: held until that round is revealed.")
    written_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()
    page = "conversation:comment"

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "id"), name="comment_record"),
            models.Index(fields=("author", "-id"), name="comment_author"),
        )
        constraints = (
            models.CheckConstraint(
                name="comment_deleted_has_no_words", condition=Q(deleted_at__isnull=True) | Q(text__isnull=True)
            ),
            models.CheckConstraint(name="comment_only_threads_are_resolved", condition=Q(resolved_at=None) | Q(reply_to=None)),
        )

    def __str__(self) -> str:
        return "a comment"

    @property
    def is_deleted(self) -> bool:
        """Whether its author took it back."""
        return self.deleted_at is not None

    @property
    def is_resolved(self) -> bool:
        """Whether its thread is settled."""
        return self.resolved_at is not None

    @property
    def is_held(self) -> bool:
        """Whether it was written while it could not be heard."""
        return self.phase > 0

    @property
    def html(self) -> SafeString:
        """Its words as they are read: Markdown made safe, with those who are mentioned by their names."""
        text = self.text or ""
        return mentions.rendered(text, self.mentioned.all() if mentions.handles_in(text) else ())

    @property
    def address(self) -> str:
        """Where it stands on its record's page."""
        return f"{self.place}#comment-{self.pk}"
