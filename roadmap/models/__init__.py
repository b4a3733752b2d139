"""Possible changes and the roadmap: ideas with their evidence, and initiatives in Now, Next and Later."""

from roadmap.models.boards import COMPLETED, LANES, Board, BoardQuerySet, plain_name
from roadmap.models.commitments import Commitment, CommitmentQuerySet, CommitmentState
from roadmap.models.fields import IdeaField
from roadmap.models.figures import IdeaFigures, ToCount
from roadmap.models.files import Design, IdeaFile, OfIdeaQuerySet
from roadmap.models.ideas import NEED_A_REASON, PATH, Idea, IdeaQuerySet, IdeaState, Stage
from roadmap.models.initiatives import NOT_HERE, Ending, Horizon, Initiative, InitiativeQuerySet, InitiativeState, Lane
from roadmap.models.insights import Importance, Insight, InsightQuerySet
from roadmap.models.kept import Kept, KeptQuerySet
from roadmap.models.links import IdeaLink, IdeaLinkQuerySet, LinkKind
from roadmap.models.merges import IdeaMerge, IdeaMergeQuerySet, MovedIdeaRows
from roadmap.models.personas import JobToBeDone, Persona
from roadmap.models.splits import IdeaSplit, IdeaSplitQuerySet
from roadmap.models.stages import NEEDED, OF_WORK, OwnStage, OwnStageQuerySet, stages_of, usual_stages
from roadmap.models.stories import Story, StoryQuerySet
from roadmap.models.templates import PREFILLED, IdeaTemplate
from roadmap.models.votes import Vote, VoteQuerySet

__all__ = [
    "COMPLETED",
    "LANES",
    "NEEDED",
    "NEED_A_REASON",
    "NOT_HERE",
    "OF_WORK",
    "PATH",
    "PREFILLED",
    "Board",
    "BoardQuerySet",
    "Commitment",
    "CommitmentQuerySet",
    "CommitmentState",
    "Design",
    "Ending",
    "Horizon",
    "Idea",
    "IdeaField",
    "IdeaFigures",
    "IdeaFile",
    "IdeaLink",
    "IdeaLinkQuerySet",
    "IdeaMerge",
    "IdeaMergeQuerySet",
    "IdeaQuerySet",
    "IdeaSplit",
    "IdeaSplitQuerySet",
    "IdeaState",
    "IdeaTemplate",
    "Importance",
    "Initiative",
    "InitiativeQuerySet",
    "InitiativeState",
    "Insight",
    "InsightQuerySet",
    "JobToBeDone",
    "Kept",
    "KeptQuerySet",
    "Lane",
    "LinkKind",
    "MovedIdeaRows",
    "OfIdeaQuerySet",
    "OwnStage",
    "OwnStageQuerySet",
    "Persona",
    "Stage",
    "Story",
    "StoryQuerySet",
    "ToCount",
    "Vote",
    "VoteQuerySet",
    "plain_name",
    "stages_of",
    "usual_stages",
]
