"""Ideas and initiatives are talked about and followed; a feedback's followers hear when its words support an idea."""

from __future__ import annotations

from conversation.topics import Topic, also_news, talk_about
from feedback.topics import FEEDBACK
from roadmap.events import IdeaEvent, InitiativeEvent, InsightEvent
from roadmap.models import Idea, Initiative

IDEA = talk_about(
    Topic(
        model=Idea, slug="idea", place="idea", made_by=(IdeaEvent.CREATED,),
        news=(
            IdeaEvent.CHANGED, IdeaEvent.MOVED, IdeaEvent.ARCHIVED, IdeaEvent.UNARCHIVED, IdeaEvent.DUPLICATE_MARKED,
            IdeaEvent.DUPLICATE_CLEARED, IdeaEvent.MERGED, IdeaEvent.SEPARATED,
        ),
    )
)  # fmt: skip
INITIATIVE = talk_about(
    Topic(
        model=Initiative, slug="initiative", place="initiative", made_by=(InitiativeEvent.CREATED,),
        news=(
            InitiativeEvent.CHANGED, InitiativeEvent.PLACED, InitiativeEvent.MOVED, InitiativeEvent.TAKEN_OFF,
            InitiativeEvent.COMPLETED, InitiativeEvent.REOPENED, InitiativeEvent.ARCHIVED, InitiativeEvent.UNARCHIVED,
        ),
    )
)  # fmt: skip
also_news(FEEDBACK, InsightEvent.MADE, InsightEvent.WITHDRAWN)
