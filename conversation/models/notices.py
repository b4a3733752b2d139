"""What somebody is told of, and how they want to be told."""

from __future__ import annotations

import textwrap
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from conversation.models.about import About, AboutQuerySet
from conversation.models.comments import Comment
from conversation.topics import is_about_visible
from doors.markdown import plain_words
from history import clock
from history.actor import Actor
from history.models import Event

ME = settings.AUTH_USER_MODEL


class NoticeKind(models.TextChoices):
    """Why somebody is told."""

    MENTION = "mention", "Somebody mentions me"
    MINE = "mine", "Something becomes mine"
    COMMENT = "comment", "A comment on what I follow"
    CHANGE = "change", "A change to what I follow"


class Means(models.TextChoices):
    """How somebody is told. Mail comes beside the notification, never instead of it."""

    APP = "app", "Here"
    MAIL = "mail", "Here, and by mail at once"
    DIGEST = "digest", "Here, and in the daily mail"
    OFF = "off", "Not at all"


USUAL = {
    NoticeKind.MENTION: Means.MAIL,
    NoticeKind.MINE: Means.DIGEST,
    NoticeKind.COMMENT: Means.DIGEST,
    NoticeKind.CHANGE: Means.APP,
}
"""How somebody is told who has not said otherwise."""


class Preference(models.Model):
    """How somebody wants to be told of one kind of thing, where they said so."""

    person = models.ForeignKey(ME, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=10, help_text="A kind of notification, or of mail from a floor above.")
    means = models.CharField(max_length=10, choices=Means.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "kind"), name="preference_once_a_kind"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.get_means_display()}"


class NoticeQuerySet(AboutQuerySet):
    """Questions about notifications."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, of records that one may see now, and of comments that are still there and may be heard."""
        if actor.is_system:
            return self
        if not actor.roles:
            return self.none()
        said = Comment.objects.filter(pk=OuterRef("comment"), deleted_at=None).heard_by(actor)
        return self.filter(is_about_visible(actor), Q(comment=None) | Q(Exists(said.order_by())), person=actor.person)

    def unread(self) -> Self:
        """Not yet read."""
        return self.filter(read_at=None)

    def to_mail(self, means: str) -> Self:
        """Unread ones that wait to be mailed so."""
        return self.unread().filter(mail=means, mailed_at=None)

    def for_pages(self) -> Self:
        """With all that a page tells of each."""
        return self.select_related("event__actor", "event__words", "comment", "person").order_by("-id")


class Notice(About):
    """That somebody is told of one thing that happened: once for each person and event, whatever the reasons."""

    person = models.ForeignKey(ME, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=10, choices=Means.choices, default=Means.APP)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("person", "event"), name="notice_once_an_event"),)
        indexes = (
            models.Index(fields=("person", "-id"), name="notice_person"),
            models.Index(fields=("person", "-id"), name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=("mail", "person"), name="notice_to_mail", condition=Q(read_at=None, mailed_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject_type} {self.subject_id}"

    @property
    def snippet(self) -> str:
        """The first words of what was said, where something was: plain, without the marks that format them."""
        return textwrap.shorten(plain_words(self.comment.text or ""), 200, placeholder="…") if self.comment is not None else ""

    @property
    def address(self) -> str:
        """Where it happened."""
        return f"{self.place}#comment-{self.comment_id}" if self.comment_id else self.place
