"""What moves along when companies, contacts or ideas are merged: votes, one a company and idea, and what was promised.

With an idea go the words that support it, its votes, its initiatives and features, what was said about it and who follows it.
Words that support both stay with the merged idea, where they count for the other all the same; so do its links to other ideas.
"""

from typing import Any

from django.db.models import Q

from conversation.models import Comment, Follow
from history import clock
from history.moving import moves
from roadmap.models import (
    Commitment,
    Design,
    Idea,
    IdeaFile,
    Initiative,
    Insight,
    JobToBeDone,
    Persona,
    Story,
    Vote,
)

STANDING = Q(withdrawn_at=None)
OF_IDEA = Q(subject_type=Idea._meta.label_lower)


def withdrawn() -> dict[str, Any]:
    """Both voted for the same idea: from now on that is one vote."""
    return {"withdrawn_at": clock.now()}


moves(Vote, "company", "votes", once=("idea",), among=STANDING, settled=withdrawn)
moves(Vote, "contact", "votes")
moves(Commitment, "company", "commitments")

moves(Insight, "idea", "insights", once=("feedback", "start", "end"), among=STANDING)
moves(Vote, "idea", "votes", once=("company",), among=STANDING, settled=withdrawn)
moves(Commitment, "idea", "commitments")
moves(Initiative.ideas.through, "idea", "initiatives", once=("initiative",), seen_by="initiative")
moves(Idea.features.through, "idea", "features", once=("feature",), seen_by=None)
moves(Persona.ideas.through, "idea", "personas", once=("persona",), seen_by=None)
moves(JobToBeDone.ideas.through, "idea", "jobs to be done", once=("jobtobedone",), seen_by=None)
moves(Story, "idea", "stories")
moves(Design, "idea", "designs")
moves(IdeaFile, "idea", "files", once=("digest",), among=Q(removed_at=None))
moves(Idea, "duplicate_of", "duplicates", firm=False)
moves(Comment, "subject_id", "comments", kind=Idea, where=OF_IDEA)
moves(Follow, "subject_id", "followers", once=("person",), kind=Idea, where=OF_IDEA)
