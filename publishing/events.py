"""What can happen to views of the roadmap and what readers leave there."""

from django.db.models import TextChoices

from history.actor import system
from history.kinds import register

READERS = system("the published roadmap", via="link")


class ViewEvent(TextChoices):
    """Each value's label is the sentence that history shows."""

    MADE = "roadmap_view.made", "{actor} made the roadmap view {subject}"
    CHANGED = "roadmap_view.changed", "{actor} changed the roadmap view {subject}"
    WORDED = "roadmap_view.worded", "{actor} wrote what {about} says of {subject}"
    TAKEN_OFF = "roadmap_view.taken_off", "{actor} took {subject} off {about}"
    PUBLISHED = "roadmap_view.published", "{actor} published the roadmap view {subject} by a link"
    LINK_CHANGED = "roadmap_view.link_changed", "{actor} changed the link to {subject}"
    REVOKED = "roadmap_view.revoked", "{actor} revoked the link to {subject}"
    ARCHIVED = "roadmap_view.archived", "{actor} archived the roadmap view {subject}"
    UNARCHIVED = "roadmap_view.unarchived", "{actor} brought back the roadmap view {subject}"
    REACTED = "roadmap_view.reacted", "{actor} took in words about {about}: {subject}"


class NotesEvent(TextChoices):
    """What can happen to release notes."""

    DRAFTED = "release_notes.drafted", "{actor} drafted the release notes {subject}"
    CHANGED = "release_notes.changed", "{actor} changed the release notes {subject}"
    PUBLISHED = "release_notes.published", "{actor} published the release notes {subject}"
    WITHDRAWN = "release_notes.withdrawn", "{actor} took the release notes {subject} back"
    SENT = "release_notes.sent", "{actor} mailed the release notes {subject} to those who asked"


register(NotesEvent, group="Roadmap")
register(ViewEvent, group="Roadmap")
