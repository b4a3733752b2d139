"""Who works here, and on what: the organisation, its people with their roles, and its products."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core import signing
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from knox.models import AbstractAuthToken

from history import clock
from history.actor import Actor, Role
from history.versions import Versioned


class Segment(models.TextChoices):
    """The part of the market that a company is in, and that a salesperson sells to."""

    ENTERPRISE = "enterprise", "Enterprise"
    MID_MARKET = "mid_market", "Mid-market"
    SMB = "smb", "Small business"


class Organisation(Versioned):
    """The company that runs this installation. There is exactly one."""

    singleton = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC")
    currency = models.CharField(
        max_length=3, default="USD", validators=[RegexValidator(r"^[A-Z]{3}$", "Three capital letters, such as EUR.")]
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(name="one_organisation", condition=Q(singleton=True)),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def home_zone(cls) -> str:
        """The time zone in which its days begin and end."""
        return cls.objects.values_list("time_zone", flat=True).first() or "UTC"


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions about people."""

    def active(self) -> Self:
        """People who may sign in."""
        return self.filter(is_active=True)

    def with_role(self, *roles: str) -> Self:
        """Active people who hold at least one of the roles."""
        return self.active().filter(held_roles__role__in=roles).distinct()

    def visible_to(self, actor: Actor) -> Self:
        """Colleagues know each other: everybody who is signed in sees everybody."""
        return self if actor.is_system or actor.roles else self.none()


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever its case."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, Versioned):
    """Somebody who works here. Nobody is deleted: who leaves is suspended."""

    page = "people:person"

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField("job title", max_length=120, blank=True)
    segment = models.CharField(
        max_length=20, choices=Segment.choices, blank=True, help_text="The segment a salesperson sells to."
    )
    is_active = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    single_keys = models.BooleanField("single-key shortcuts", default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PersonManager.from_queryset(PersonQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "people"
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once",
                violation_error_message="Somebody with this e-mail address is here already.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def role_set(self) -> frozenset[str]:
        """The roles this person holds."""
        if (joined := getattr(self, "joined_roles", None)) is not None:
            return frozenset(filter(None, joined.split(",")))
        return frozenset(held.role for held in self.held_roles.all())

    def visible_products(self) -> models.QuerySet[Product]:
        """The products this person may see: all that are not restricted, and those they are a member of."""
        return Product.objects.filter(Q(is_restricted=False) | Q(members=self))

    def role_names(self) -> list[str]:
        """The roles this person holds, as people read them."""
        return [str(role.label) for role in Role if role in self.role_set]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split() or [self.email]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class HeldRole(models.Model):
    """One role that one person holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "role"), name="role_held_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


def invitation_end() -> Any:
    """An invitation is good for a fortnight."""
    return clock.now() + timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self) -> Self:
        """Invitations that still let somebody in."""
        return self.filter(accepted_by=None, withdrawn_at=None, expires_at__gt=clock.now())

    def by_secret(self, secret: str) -> Self:
        """The invitation that a link's secret belongs to; none for a forged one."""
        try:
            return self.filter(pk=signing.loads(secret, salt=INVITATION_SALT))
        except signing.BadSignature:
            return self.none()


INVITATION_SALT = "people.invitation"


class Invitation(models.Model):
    """An open door for one e-mail address. The link is signed, not stored: the database alone lets nobody in."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    roles = models.JSONField(default=list)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(default=invitation_end)
    accepted_by = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="invitation")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.email

    @property
    def secret(self) -> str:
        """What the link carries."""
        return signing.dumps(self.pk, salt=INVITATION_SALT)

    def role_names(self) -> list[str]:
        """The roles it gives, as people read them."""
        return [str(Role(role).label) for role in self.roles]

    @property
    def is_open(self) -> bool:
        """Whether the link still lets somebody in."""
        return self.accepted_by_id is None and self.withdrawn_at is None and self.expires_at > clock.now()


class ProductLine(models.Model):
    """A group of products."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(models.QuerySet["Product"]):
    """Questions about products."""

    def visible_to(self, actor: Actor) -> Self:
        """Products that are not restricted, and those the actor is a member of."""
        if actor.is_system:
            return self
        return self.filter(pk__in=actor.person.visible_products().values("pk")) if actor.roles else self.none()  # type: ignore[union-attr]

    def current(self) -> Self:
        """Products that are not archived."""
        return self.filter(archived_at=None)


class Product(Versioned):
    """What is managed. A restricted product shows itself to its members only."""

    name = models.CharField(max_length=120, unique=True)
    key = models.SlugField(
        max_length=12, unique=True, validators=[MinLengthValidator(2)], help_text="Short name used in addresses and filters."
    )
    description = models.TextField(blank=True)
    line = models.ForeignKey(ProductLine, null=True, blank=True, on_delete=models.PROTECT, related_name="products")
    is_restricted = models.BooleanField(default=False)
    members = models.ManyToManyField(Person, through="Membership", related_name="products")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a restricted product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "person"), name="member_once"),)

    def __str__(self) -> str:
        return f"{self.person} in {self.product}"


class Scope(models.TextChoices):
    """What an API token may do."""

    READ = "read", "Read"
    WRITE = "write", "Read and write"


class ApiToken(AbstractAuthToken):
    """A person's key to the API: stored hashed, shown once, named, scoped and expiring."""

    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.READ)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.get_scope_display()})"
