"""How ideas hang together: which waits for which, and which belong side by side."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from history import clock
from history.actor import Actor
from people.visibility import of_seen_products
from roadmap.models.ideas import Idea, Stage
from roadmap.models.initiatives import Initiative


class LinkKind(models.TextChoices):
    """What one idea is to another. Duplicates and revivals are told by the ideas themselves."""

    DEPENDS_ON = "depends_on", "Depends on"
    RELATED = "related", "Related to"


class IdeaLinkQuerySet(models.QuerySet["IdeaLink"]):
    """Questions about links."""

    def visible_to(self, actor: Actor) -> Self:
        """Links both of whose ends one may see."""
        return self.filter(of_seen_products(actor, "idea__product"), of_seen_products(actor, "other__product"))

    def standing(self) -> Self:
        """Each with its ends as they count: what was said of a duplicate is said of the idea that it is a duplicate of."""
        ends = self.annotate(one=Coalesce("idea__duplicate_of", "idea"), another=Coalesce("other__duplicate_of", "other"))
        return ends.exclude(one=F("another"))

    def of(self, idea: Idea) -> Self:
        """Links at one idea or its duplicates, whichever end it is."""
        return self.standing().filter(Q(one=idea.pk) | Q(another=idea.pk))

    def dependencies(self) -> Self:
        """Which idea waits for which."""
        return self.filter(kind=LinkKind.DEPENDS_ON)

    def unshipped(self) -> Self:
        """Dependencies on what is not in customers' hands: neither done, nor in an initiative that is out."""
        done = Q(other__stage=Stage.DONE) | Q(other__duplicate_of__stage=Stage.DONE)
        out = Initiative.objects.here().filter(
            Q(ideas=models.OuterRef("other")) | Q(ideas=models.OuterRef("other__duplicate_of"))
        )
        return self.dependencies().exclude(done).exclude(models.Exists(out))


class IdeaLink(models.Model):
    """One idea depends on another, or both are related; related ones lie with the older idea first."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="links_from")
    other = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="links_to")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = IdeaLinkQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("idea", "other", "kind"), name="idea_link_once",
                violation_error_message="These two ideas are linked like this already.",
            ),
            models.CheckConstraint(name="idea_link_of_two", condition=~Q(idea=F("other"))),
            models.CheckConstraint(
                name="idea_link_related_older_first", condition=~Q(kind="related") | Q(idea__lt=F("other"))
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.idea.key} {self.get_kind_display().lower()} {self.other.key}"
