"""The customers' portal: what is published there, who comes by, and what they leave."""

from portal.models.entry import SignInLink, Visit
from portal.models.portals import Audience, Portal, PortalQuerySet, PublicStatus
from portal.models.publications import Follower, Publication, PublicationQuerySet
from portal.models.submissions import Submission, SubmissionQuerySet, SubmissionState

__all__ = [
    "Audience",
    "Follower",
    "Portal",
    "PortalQuerySet",
    "PublicStatus",
    "Publication",
    "PublicationQuerySet",
    "SignInLink",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionState",
    "Visit",
]
