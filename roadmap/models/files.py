"""What an idea looks like: links to designs elsewhere, and files that lie with it."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models

from doors.attaching import Attached
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.visibility import of_seen_products
from roadmap.models.ideas import Idea

OF_THE_WEB = "Write an address of the web, which begins with https:// or http://."
ONCE = "This very file is attached already."


class OfIdeaQuerySet(models.QuerySet):
    """Questions about what lies with ideas."""

    def of_visible(self, actor: Actor) -> Self:
        """As with their ideas, those taken off too."""
        return self.filter(of_seen_products(actor, "idea__product"))

    def visible_to(self, actor: Actor) -> Self:
        """As with their ideas; what was taken off is nobody's to see."""
        return self.of_visible(actor).filter(removed_at=None)


class Design(Versioned):
    """A link to a design, a prototype or a board elsewhere."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="designs")
    title = models.CharField(max_length=120)
    address = models.CharField(max_length=1000, validators=[URLValidator(("http", "https"), message=OF_THE_WEB)])
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfIdeaQuerySet.as_manager()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """Where it leads, as one knows the place."""
        return urlsplit(self.address).netloc.rpartition("@")[2].removeprefix("www.")


class IdeaFile(Attached):
    """A file that lies with an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="files")

    objects = OfIdeaQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("idea", "digest"), condition=models.Q(removed_at=None), name="idea_file_once",
                violation_error_message=ONCE,
            ),
        )  # fmt: skip
