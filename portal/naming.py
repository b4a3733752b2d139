"""What customers know an idea by: the title under which it is published."""

from __future__ import annotations

from portal.models import Publication
from roadmap.models import Idea
from roadmap.naming import names_outside


@names_outside
def public_title(idea: Idea) -> str:
    """The title that customers read on the portal, while they do."""
    return Publication.objects.standing().filter(idea=idea).values_list("title", flat=True).first() or ""
