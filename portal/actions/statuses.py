"""The status that customers read: kept in step with the roadmap, and told to those who follow."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from jobs.actions import enqueue
from portal.events import PORTAL, PublicationEvent
from portal.models import Portal, Publication
from portal.statuses import derived

SECOND_THOUGHTS = timedelta(minutes=10)
"""A card that was dropped in the wrong lane is put back by then, and nobody was told."""


@transaction.atomic
def refresh_statuses(product_id: int, *, actor: Actor) -> list[Publication]:
    """Bring what is published for a product to where the roadmap stands. Overruled ones stay as they were said to be."""
    standing = Publication.objects.standing().filter(idea__product=product_id)
    held = list(standing.select_for_update(of=("self",)).select_related("idea").order_by("pk"))
    if not held:
        return []
    now = derived([publication.idea for publication in held])
    return [one for one in held if set_status(one, one.overruled or now[one.idea_id], actor=actor)]


def set_status(publication: Publication, status: str, *, actor: Actor) -> bool:
    """Say a status of a locked publication, and have its followers told unless it is taken back soon."""
    if publication.status == status:
        return False
    was, publication.status, publication.status_since = publication.status, status, clock.now()
    publication.save(update_fields=["status", "status_since"])
    changes = {"status": [was, str(status)]}
    record(PublicationEvent.STATUS_CHANGED, publication, actor=actor, about=publication.idea, changes=changes, status=str(status))
    if publication.is_standing:
        enqueue(
            "portal.tell_followers", publication.pk, str(status), actor=PORTAL, run_at=clock.now() + SECOND_THOUGHTS,
            title=f"Tell who follows “{publication}”",
        )  # fmt: skip
    return True


@transaction.atomic
def tell_followers(publication: Publication, *, status: str) -> int:
    """Write to everybody who followed a publication when its status changed, once, if it is still so and still shows."""
    publication = Publication.objects.select_for_update(of=("self",)).select_related("idea").get(pk=publication.pk)
    portal = Portal.objects.open().filter(product=publication.product_id).first()
    if publication.status != status or publication.told_status == status:
        return 0
    if portal is None or not publication.is_standing or status not in portal.shown:
        return 0
    publication.told_status = status
    publication.save(update_fields=["told_status"])
    followers = list(publication.followers.filter(since__lte=publication.status_since).values_list("pk", flat=True))
    for pk in followers:
        enqueue("portal.mail_follower", pk, status, actor=PORTAL, title="Mail to a follower on the portal")
    record(PublicationEvent.TOLD, publication, actor=PORTAL, about=publication.idea, status=status, followers=len(followers))
    return len(followers)
