"""Objectives and their key results are talked about and followed."""

from __future__ import annotations

from conversation.topics import Topic, talk_about
from objectives.events import ObjectiveEvent
from objectives.models import KeyResult, Objective

OBJECTIVE = talk_about(
    Topic(
        model=Objective, slug="objective", place="objective", made_by=(ObjectiveEvent.ADDED,),
        news=(
            ObjectiveEvent.EDITED, ObjectiveEvent.ARCHIVED, ObjectiveEvent.RESTORED, ObjectiveEvent.RESULT_ADDED,
            ObjectiveEvent.RESULT_ARCHIVED, ObjectiveEvent.CHECKED_IN,
        ),
    )
)  # fmt: skip
KEY_RESULT = talk_about(
    Topic(
        model=KeyResult, slug="key-result", place="key_result", made_by=(ObjectiveEvent.RESULT_ADDED,),
        news=(
            ObjectiveEvent.RESULT_EDITED, ObjectiveEvent.RESULT_ARCHIVED, ObjectiveEvent.RESULT_RESTORED,
            ObjectiveEvent.CHECKED_IN, ObjectiveEvent.CHECK_IN_UNDONE,
        ),
    )
)  # fmt: skip
