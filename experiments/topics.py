"""Experiments are talked about and followed; an idea's followers hear how those end that test it."""

from __future__ import annotations

from conversation.topics import Topic, also_news, talk_about
from experiments.events import ExperimentEvent
from experiments.models import Experiment
from roadmap.topics import IDEA

EXPERIMENT = talk_about(
    Topic(
        model=Experiment, slug="experiment", place="experiment", made_by=(ExperimentEvent.PLANNED,),
        news=(
            ExperimentEvent.STARTED, ExperimentEvent.AMENDED, ExperimentEvent.MEASURED, ExperimentEvent.CONCLUDED,
            ExperimentEvent.STOPPED, ExperimentEvent.REOPENED, ExperimentEvent.FOLLOWED,
        ),
    )
)  # fmt: skip
also_news(IDEA, ExperimentEvent.CONCLUDED, ExperimentEvent.STOPPED)
