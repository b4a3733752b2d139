"""What we owe to those who spoke or voted: an answer for each thing that came of their words, and what may be said of an idea."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from customers.models import Company, Contact
from feedback.models import Feedback, SetAside
from history import clock
from history.actor import Actor, Role
from history.versions import Versioned
from people.models import Person, Product
from people.visibility import of_seen_products
from roadmap.models import Idea, Initiative, Vote

ME = settings.AUTH_USER_MODEL


class Occasion(models.TextChoices):
    """What came of somebody's words."""

    SET_ASIDE = "set_aside", "Set aside"
    PLANNED = "planned", "On the roadmap"
    STARTED = "started", "Being worked on"
    SHIPPED = "shipped", "Shipped"
    NOT_DOING = "not_doing", "Decided against"
    FAILED = "failed", "Tried, did not work"
    BY_HAND = "by_hand", "Written by hand"


class AnswerState(models.TextChoices):
    """Where an answer stands."""

    WAITING = "waiting", "Waiting to be sent"
    HANDED = "handed", "With the account owner"
    SENT = "sent", "Sent"
    TOLD = "told", "Told in person"
    DROPPED = "dropped", "Not given"


OPEN = (AnswerState.WAITING, AnswerState.HANDED)
GIVEN = (AnswerState.SENT, AnswerState.TOLD)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Questions about answers."""

    def visible_to(self, actor: Actor) -> Self:
        """Answers about the products one may see."""
        return self.filter(of_seen_products(actor))

    def open(self) -> Self:
        """Those still owed."""
        return self.filter(state__in=OPEN)

    def given(self) -> Self:
        """Those that reached somebody."""
        return self.filter(state__in=GIVEN)

    def for_me(self, actor: Actor) -> Self:
        """What waits for this person: drafts for product managers, and what was handed to oneself."""
        mine = Q(state=AnswerState.HANDED, owner=actor.person)
        return self.filter(mine | Q(state=AnswerState.WAITING)) if actor.has(Role.PRODUCT) else self.filter(mine)


class Answer(Versioned):
    """One answer to one recipient for one thing that came of what they asked for: a contact, or else a company through its owner.

    ``occurrence`` names what it answers and to whom; it is unique, so nobody is answered twice for the same.
    """

    page = "answers:answer"
    MOVES = {
        AnswerState.WAITING: {AnswerState.SENT, AnswerState.HANDED, AnswerState.DROPPED},
        AnswerState.HANDED: {AnswerState.TOLD, AnswerState.WAITING, AnswerState.DROPPED},
        AnswerState.DROPPED: {AnswerState.WAITING},
        AnswerState.SENT: set(),
        AnswerState.TOLD: set(),
    }

    occurrence = models.CharField(max_length=120, unique=True, editable=False)
    occasion = models.CharField(max_length=20, choices=Occasion.choices)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    set_aside = models.ForeignKey(SetAside, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    company = models.ForeignKey(Company, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    feedback = models.ManyToManyField(Feedback, related_name="answers")
    votes = models.ManyToManyField(Vote, blank=True, related_name="answers")
    subject = models.CharField(max_length=200)
    text = models.TextField(max_length=10_000)
    state = models.CharField(max_length=20, choices=AnswerState.choices, default=AnswerState.WAITING)
    owner = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    note = models.TextField(blank=True, max_length=2000, help_text="Why it is not given, or how it was told.")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "id")
        indexes = (
            models.Index(fields=("state", "made_at"), name="answer_waiting"),
            models.Index(fields=("contact", "-made_at"), name="answer_contact"),
        )
        constraints = (
            models.CheckConstraint(
                name="answer_has_a_recipient", condition=Q(contact__isnull=False) | Q(company__isnull=False)
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The answer's own page."""
        return reverse("answers:answer", args=[self.pk])

    @property
    def recipient(self) -> str:
        """Whom it is for, in words."""
        if self.contact is None:
            return str(self.company)
        return f"{self.contact}, {self.company}" if self.company else str(self.contact)

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.state in OPEN

    @property
    def is_sendable(self) -> bool:
        """Whether there is an address that wants to hear from us."""
        return bool(self.contact and self.contact.email and not hasattr(self.contact, "silence"))


class Silence(models.Model):
    """A contact who asked for no more mail. Their answers go through the account owner from then on."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="silence")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.contact} wants no mail"


class Muted(models.Model):
    """Somebody of ours who wants no mail about what became of their requests."""

    person = models.OneToOneField(ME, on_delete=models.CASCADE, related_name="muted_answers")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.person} wants no mail about requests"


class WordingQuerySet(models.QuerySet["Wording"]):
    """Questions about wordings."""

    def visible_to(self, actor: Actor) -> Self:
        """Wordings of the ideas one may see."""
        return self if actor.is_system else self.filter(idea__product__in=Product.objects.visible_to(actor))


class Wording(Versioned):
    """What sales may say of an idea to customers, and what not, approved by a product manager."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="wording")
    may_say = models.TextField("what we may say", max_length=2000)
    must_not_say = models.TextField("what we must not say", max_length=2000, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=clock.now)

    objects = WordingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"What we say of {self.idea}"

    @property
    def product_id(self) -> int:
        """The product of its idea, which decides who may read it."""
        return self.idea.product_id
