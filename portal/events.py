"""What can happen on a portal. A customer acts as the named system actor; the sentence's subject says who it was."""

from django.db.models import TextChoices

from history.actor import Via, system
from history.kinds import register

PORTAL = system("portal", via=Via.LINK)


class PortalEvent(TextChoices):
    """What can happen to a portal itself, and to who comes by."""

    MADE = "portal.made", "{actor} made the portal {subject}"
    CHANGED = "portal.changed", "{actor} changed the portal {subject}"
    SIGNED_IN = "portal.signed_in", "{actor} let {subject} in by an e-mailed link"
    SIGNED_OUT = "portal.signed_out", "{actor} signed {subject} out"


class PublicationEvent(TextChoices):
    """What can happen to what is published of an idea."""

    PUBLISHED = "publication.published", "{actor} published {about} on the portal as “{subject}”"
    CHANGED = "publication.changed", "{actor} changed what the portal says of {about}"
    WITHDRAWN = "publication.withdrawn", "{actor} took {about} off the portal"
    PUBLISHED_AGAIN = "publication.published_again", "{actor} put {about} on the portal again"
    STATUS_CHANGED = "publication.status_changed", "{actor} changed the status that customers read of {about}"
    TOLD = "publication.told", "{actor} told the followers of {subject}"
    FOLLOWED = "publication.followed", "{actor} lets {subject} follow {about}"
    UNFOLLOWED = "publication.unfollowed", "{actor} lets {subject} follow {about} no more"


class SubmissionEvent(TextChoices):
    """What can happen to what a customer wrote."""

    SENT = "submission.sent", "{actor} took in words of {subject}"
    HELD = "submission.held", "{actor} held words of {subject} until somebody reads them"
    APPROVED = "submission.approved", "{actor} let words of {subject} through to the inbox"
    REFUSED = "submission.refused", "{actor} did not take words of {subject}"
    HELD_AGAIN = "submission.held_again", "{actor} took back what was decided about words of {subject}"


register(PortalEvent, group="Portal")
register(PublicationEvent, group="Portal")
register(SubmissionEvent, group="Portal")
