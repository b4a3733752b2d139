"""What a product manager published of an idea, and who follows it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from customers.models import Contact
from history import clock
from history.actor import Actor
from history.versions import Versioned
from people.models import Product
from portal.codes import new_code
from portal.models.portals import Portal, PublicStatus
from roadmap.models import Idea, IdeaMerge

ME = settings.AUTH_USER_MODEL


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Questions about publications."""

    def visible_to(self, actor: Actor) -> Self:
        """Publications of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def on(self, portal: Portal) -> Self:
        """What a portal shows: published for its product, in a state that it shows, and not merged into what shows already."""
        shown = self.standing().filter(idea__product=portal.product_id, status__in=portal.shown)
        return shown.exclude(Exists(self.model.objects.standing().filter(idea__merges_here__in=merged_away())))


def merged_away() -> models.QuerySet[IdeaMerge]:
    """The standing merge of a publication's idea into another."""
    return IdeaMerge.objects.standing().filter(gone=OuterRef(OuterRef("idea")))


class Publication(Versioned):
    """An idea as customers read it: in words of its own, with a status of its own. Nothing of the idea itself shows."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="publication")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    title = models.CharField("public title", max_length=160)
    text = models.TextField("public words", max_length=5000, blank=True)
    overruled = models.CharField("status", max_length=20, choices=PublicStatus.choices, blank=True)
    status = models.CharField(max_length=20, choices=PublicStatus.choices, editable=False)
    status_since = models.DateTimeField(default=clock.now, editable=False)
    told_status = models.CharField(max_length=20, choices=PublicStatus.choices, editable=False)
    published_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)
    published_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-id")
        indexes = (models.Index(fields=("withdrawn_at", "-published_at"), name="publication_standing"),)

    def __str__(self) -> str:
        return self.title

    @property
    def product_id(self) -> int:
        """The product of its idea."""
        return self.idea.product_id

    @property
    def is_standing(self) -> bool:
        """Whether it is on the portal."""
        return self.withdrawn_at is None

    def address_on(self, portal: Portal) -> str:
        """Its page for customers."""
        return reverse("portal:idea", args=[portal.slug, self.code])


class Follower(models.Model):
    """A customer who wants to hear when the status of a publication changes."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="followers")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="followed_publications")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("publication", "contact"), name="portal_follower_once"),)

    def __str__(self) -> str:
        return str(self.contact)

    @property
    def product_id(self) -> int:
        """The product of what is followed."""
        return self.publication.product_id
