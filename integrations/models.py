"""What came from other tools beside feedback: ideas and votes, so that a batch can be known again and taken back."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from feedback.models import Feedback, ImportBatch
from history import clock
from history.actor import Actor, Role
from history.versions import Versioned
from people.models import Product
from roadmap.models import Idea, Vote


class ImportedIdeaQuerySet(models.QuerySet["ImportedIdea"]):
    """Questions about ideas from elsewhere."""

    def visible_to(self, actor: Actor) -> Self:
        """As with the ideas themselves."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))


class ImportedIdea(models.Model):
    """A post of another tool that became an idea, and what stood there: votes, comments, status, our answer."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="imported_from")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="imported_ideas")
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200)
    source_url = models.URLField(max_length=500, blank=True)
    status = models.CharField(max_length=60, blank=True)
    votes = models.PositiveIntegerField(null=True, help_text="How many votes it had there.")
    comments = models.PositiveIntegerField(null=True, help_text="How many comments it had there.")
    response = models.TextField(blank=True, max_length=10_000, help_text="What we answered there.")
    version_made = models.PositiveIntegerField(default=1, help_text="The idea's version when the import was through with it.")

    objects = ImportedIdeaQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "source_id"), name="imported_idea_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"


class ImportedVote(models.Model):
    """A vote that an import gave."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="imported_votes")
    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="imported")

    def __str__(self) -> str:
        return str(self.vote)


class MailAddressQuerySet(models.QuerySet["MailAddress"]):
    """Questions about addresses."""

    def visible_to(self, actor: Actor) -> Self:
        """As with the products that they are for."""
        return self if actor.is_system else self.filter(product__in=Product.objects.visible_to(actor))


class MailAddress(Versioned):
    """The address at which customers write to a product. What comes there becomes feedback."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="mail_address")
    address = models.EmailField(max_length=254, unique=True)
    is_on = models.BooleanField("takes mail", default=True)

    objects = MailAddressQuerySet.as_manager()

    class Meta:
        ordering = ("address",)
        verbose_name_plural = "mail addresses"

    def __str__(self) -> str:
        return self.address


class MailOutcome(models.TextChoices):
    """What became of a mail."""

    TAKEN = "taken", "Taken"
    REFUSED = "refused", "Refused"


class ReceivedMailQuerySet(models.QuerySet["ReceivedMail"]):
    """Questions about mail that came in."""

    def visible_to(self, actor: Actor) -> Self:
        """Mail to products that one may see; mail to none of them is the admins' to see."""
        if actor.is_system:
            return self
        seen = Q(product__in=Product.objects.visible_to(actor))
        return self.filter(seen | Q(product=None)) if actor.has(Role.ADMIN) else self.filter(seen)


class ReceivedMail(models.Model):
    """A mail that came in, and what became of it. The same one never comes in twice."""

    message_id = models.CharField(max_length=300, unique=True)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=254, blank=True)
    recipient = models.CharField(max_length=254, blank=True)
    forwarded_by = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, choices=MailOutcome.choices)
    reason = models.CharField(max_length=500, blank=True)
    feedback = models.OneToOneField(Feedback, null=True, on_delete=models.PROTECT, related_name="mail")
    at = models.DateTimeField(default=clock.now)

    objects = ReceivedMailQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.subject or self.message_id
