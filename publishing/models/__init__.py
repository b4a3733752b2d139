"""What others read of the roadmap: a view for each audience, in its fields and words, and the link to a published one."""

from publishing.models.links import Link
from publishing.models.notes import ReleaseNotes
from publishing.models.reactions import Reaction
from publishing.models.views import FIELDS, Audience, Card, Field, RoadmapView, RoadmapViewQuerySet

__all__ = ["FIELDS", "Audience", "Card", "Field", "Link", "Reaction", "ReleaseNotes", "RoadmapView", "RoadmapViewQuerySet"]
