"""The link to a published roadmap. Of its secret only a hash is kept, and what makes it again with the installation's key."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from history import clock
from publishing.models.views import RoadmapView

ME = settings.AUTH_USER_MODEL
SALT = "publishing.link"


class Link(models.Model):
    """One link to one view: unguessable, perhaps with a password and an end, and gone for good once it is revoked."""

    view = models.ForeignKey(RoadmapView, on_delete=models.PROTECT, related_name="links")
    nonce = models.CharField(max_length=48)
    secret_hash = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=128, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    frame_origins = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(ME, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("view",), condition=Q(revoked_at=None), name="view_has_one_open_link"),)

    def __str__(self) -> str:
        return f"link to {self.view}"

    @property
    def secret(self) -> str:
        """What the link carries. Whoever reads the database alone cannot make it."""
        return salted_hmac(SALT, self.nonce, algorithm="sha256").hexdigest()

    @property
    def address(self) -> str:
        """The whole address."""
        return settings.PUBLIC_URL + reverse("publishing:public", args=[self.secret])

    @property
    def has_password(self) -> bool:
        """Whether one is asked for a password."""
        return bool(self.password)

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and self.expires_on < clock.today()

    @property
    def is_open(self) -> bool:
        """Whether it still shows something."""
        return self.revoked_at is None and not self.is_over and self.view.archived_at is None
